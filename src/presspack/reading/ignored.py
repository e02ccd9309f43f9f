"""What is no dump: files of an operating system or a tool, images and the like, and what DVC does not see."""

import os
import re
from pathlib import Path

from presspack.errors import Note

IGNORE, HOME = ".dvcignore", ".dvc"
HIDDEN = frozenset((".git", ".hg", ".dvc"))  # folders that DVC never looks into
FOLDERS = re.compile(
    r"__MACOSX|\.git|\.hg|\.svn|\.dvc|\.Spotlight-V100|\.Trashes|\.Trash-\d+|\.fseventsd|\.TemporaryItems|\$RECYCLE\.BIN"
    r"|System Volume Information|\.idea|\.vscode|__pycache__|\.ipynb_checkpoints|@eaDir|\.AppleDouble|lost\+found|hts-cache",
    re.I,
)
FILES = re.compile(
    r"\._.*|\.DS_Store|\.localized|Icon\r|Thumbs\.db|ehthumbs(?:_vista)?\.db|desktop\.ini|\.directory|\.nfs[0-9a-f]+"
    r"|\.dvcignore|.*\.dvc|dvc\.lock|\.git(?:ignore|attributes|keep|modules)|\.hgignore|\.keep|\.gitlab-ci\.yml"
    r"|.*:Zone\.Identifier|.*\.lnk|.*\.(?:md5|sha1|sha256|sha512)|(?:MD5|SHA1|SHA256|SHA512)SUMS(?:\.txt)?"
    r"|wget-log(?:\.\d+)?|wget\.log|\.wget-hsts|\.listing|hts-log\.txt|robots\.txt|.*\.cdxj?(?:\.gz)?|~\$.*|\.~lock\..*#|.*\.swp|.*\.[a-z0-9]{1,5}~|\.#.*|#.*#",
    re.I | re.S,
)
ASSETS = re.compile(
    r"[^?]*(\.(?:jpe?g|jfif|png|gif|webp|avif|svg|ico|bmp|tiff?|css|m?js|(?:css|js)\.map|woff2?|ttf|otf|eot|mp[34]|m4[av]|webm"
    r"|og[gv]|wav|avi|mov|wmv|flv|swf))(?:\?.*)?",
    re.I | re.S,
)
"""Names that a page gives to what it shows; wget keeps what stands behind the question mark of a URL."""


def no_dump(name: str) -> Note | None:
    """Why a file of this path, or a member of this name, is no dump; None for all that may be one."""
    *folders, file = name.replace("\\", "/").split("/")
    odd = next((folder for folder in folders if FOLDERS.fullmatch(folder)), None)
    if odd is not None or FILES.fullmatch(file):
        return Note("not-a-dump", None, odd or file)
    shown = ASSETS.fullmatch(file)
    return None if shown is None else Note("not-a-page", None, shown[1])


class Ignored:
    """What DVC hides of a folder, by the `.dvcignore` files of its repository: DVC would not see it change or go."""

    def __init__(self, root: Path) -> None:
        here = root.resolve()
        self._top = next((folder for folder in (here, *here.parents) if (folder / HOME).is_dir()), None)
        self._rules: list[tuple[str, object]] = []
        if self._top is not None:
            for folder in reversed((here, *here.parents)):
                if folder.is_relative_to(self._top):
                    self._enter(str(folder))
        self._root, self._start = str(here), len(str(root))

    def hides(self, path: str, *, folder: bool) -> bool:
        """Whether DVC hides a file or a folder below the root, whose own folder it does not hide."""
        name = path.rpartition("/")[2]
        if self._top is None:
            return False
        if folder and name in HIDDEN:
            return True
        full = self._root + path[self._start :]
        hidden = False
        for begin, rules in self._rules:
            if full.startswith(begin):
                found = rules.check_file(full[len(begin) :] + "/" * folder).include  # type: ignore[attr-defined]
                hidden = hidden if found is None else found
        return hidden

    def entered(self, path: str) -> None:
        """Take in the rules of a folder below the root."""
        if self._top is not None and os.path.lexists(f"{path}/{IGNORE}"):
            self._enter(self._root + path[self._start :])

    def _enter(self, folder: str) -> None:
        file = Path(folder, IGNORE)
        if not file.is_file():
            return
        from pathspec import GitIgnoreSpec

        lines = map(str.strip, file.read_text("utf-8", "replace").splitlines())
        if patterns := [line for line in lines if line and not line.startswith("#")]:
            self._rules.append((folder.rstrip("/") + "/", GitIgnoreSpec.from_lines(patterns)))
