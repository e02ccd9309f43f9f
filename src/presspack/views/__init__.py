"""What a person looks at: check, show, report, rules, missing."""

FORMATS = ("text", "github", "json", "sarif", "junit", "markdown")
"""The formats in which `check` reports: each is a module of `views.check.formats`. They are named here because the
command line lists them, and imports nothing of what makes them."""
