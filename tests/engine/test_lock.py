"""Two commands never write in one folder at once; a lock ends with its command, however that ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from presspack.engine.lock import alone
from presspack.errors import PresspackError
from tests.support.projects import environment

HOLD = "import sys, time\nfrom pathlib import Path\nfrom presspack.engine.lock import alone\nwith alone(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(600)"


def test_a_second_command_says_who_writes_and_goes_on_once_that_is_dead(tmp_path: Path) -> None:
    output = tmp_path / "new" / "dataset"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(output)], env=environment(), stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        try:
            with pytest.raises(PresspackError) as caught, alone(output):
                pass
        finally:
            os.kill(other.pid, signal.SIGKILL)
    who = f" (process {other.pid})" if Path("/proc/locks").exists() else ""
    assert caught.value.message == f"another command is writing here{who}: wait until it is done, or stop it"
    with alone(output), alone(tmp_path / "elsewhere" / "dataset"):
        assert list((tmp_path / "new").iterdir()) == []


def test_a_command_may_write_again_and_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), alone(tmp_path / "a"):
        1 / 0  # noqa: B018
    with alone(tmp_path / "a"):
        pass


def test_where_nothing_is_written_no_folder_is_left(tmp_path: Path) -> None:
    with alone(tmp_path / "data" / "staged"):
        pass
    assert list(tmp_path.iterdir()) == []
