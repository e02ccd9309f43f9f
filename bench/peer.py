"""The peer: datatrove's LocalPipelineExecutor, reading the same files with our parse function and writing Parquet."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers.base import BaseDiskReader
from datatrove.pipeline.writers import ParquetWriter

from presspack.article import identity
from presspack.errors import Rejected
from presspack.project.contracts import schemas
from presspack.reading.language import language
from presspack.reading.read import read


class DumpReader(BaseDiskReader):  # type: ignore[misc]
    """One document for each dump that is an article; datatrove ships no reader of plain files."""

    name = "dumps"

    def read_file(self, filepath: str) -> Iterator[Any]:
        """Read one dump with the parse function of presspack."""
        with self.data_folder.open(filepath, "rb") as file:
            data = file.read()
        try:
            outlet, article = read(data.decode("utf-8-sig"), schemas().OUTLETS)
        except (Rejected, UnicodeDecodeError):
            return
        row = {
            "text": article.body,
            "id": identity(outlet, article.body),
            "outlet": outlet,
            "title": article.title or "",  # datatrove takes its schema from the first row: no nulls
            "published_on": str(article.published_on),
            "crawled_on": str(article.crawled_on),
            "byline": article.byline or "",
            "language": language(article.body) or "",
            "words": article.words,
        }
        document = self.get_document_from_dict(row, filepath, 0)
        if document:
            yield document


def main(dumps: str, out: str, workers: int) -> None:
    """Run it."""
    LocalPipelineExecutor(
        [DumpReader(dumps, recursive=True, glob_pattern="**/*.txt"), ParquetWriter(f"{out}/parquet")],
        tasks=workers,
        workers=workers,
        logging_dir=f"{out}/logs",
    ).run()
    assert any(Path(out, "parquet").iterdir())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
