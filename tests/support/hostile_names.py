"""Names of outlets that mean something to Markdown, HTML or YAML."""

HOSTILE = {
    "pipe": "Gazette | Herald",
    "html": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "code": "Gaz`ette",
    "link": "[Gazette](javascript:alert(1))",
    "emphasis": "*Gazette* _Herald_ ~~Times~~",
    "backslash": "Gazette \\| Herald",
    "entity": "&lt;script&gt;",
    "comment": "x --> <!-- measured: totals -->",
    "heading": "# Gazette",
    "code-html": "`<script>alert(1)</script>`",
}
