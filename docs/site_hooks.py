"""What the site adds to docs/: README.md is its first page, and a link to what only the repository has is plain text."""

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
LINK = re.compile(r"(?<![\w!])\[([^\[\]]+)\]\((?!https?://|#)([^()\s#]+)[^()\s]*\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The first page, from README.md: paths in it start from docs/."""
    readme = (ROOT / "README.md").read_text("utf-8")
    text = re.sub(r'(\]\(|src="|srcset=")docs/', r"\1", readme)
    files.append(File.generated(config, "index.md", content=re.sub(r"\[docs/([\w-]+\.md)\]", r"[\1]", text)))
    return files


def on_page_markdown(markdown: str, files: Files, **_: object) -> str:
    """The text of a page, in which what leads out of the site is no link."""
    return LINK.sub(lambda link: link[0] if files.get_file_from_path(link[2]) else link[1], markdown)
