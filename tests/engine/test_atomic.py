"""Files are put in place whole, and nothing but a file is replaced."""

import errno
import os
import threading

import pytest

from presspack.engine.atomic import write, write_all


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text("utf-8")), daemon=True)
    reader.start()
    write(pipe, "three dumps\n")
    reader.join(10)
    assert read == ["three dumps\n"]
    assert pipe.is_fifo()


def test_a_link_stays_a_link_and_what_it_leads_to_is_written(tmp_path):
    (tmp_path / "kept").mkdir()
    link, target = tmp_path / "report.txt", tmp_path / "kept" / "report.txt"
    link.symlink_to(target)
    for text in ("first", "second"):
        write(link, text)
        assert link.is_symlink()
        assert target.read_text("utf-8") == text
    assert [path.name for path in target.parent.iterdir()] == ["report.txt"]


def test_a_disk_that_is_full_leaves_the_old_file_and_no_half_of_a_new_one(tmp_path):
    path = tmp_path / "report.html"
    write(path, "old")

    def parts():
        yield "new"
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OSError, match="No space left"):
        write_all(path, parts())
    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]
