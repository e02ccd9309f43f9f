"""The command `presspack`, which is also `python -m presspack`."""

import signal
import sys


def main() -> None:
    """Run a command."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # until the command line listens, Ctrl-C ends this without a word
    if sys.argv[1:] == ["--version"]:  # tools ask for it over and over: without what reads a command line
        from presspack import __version__

        sys.stdout.write(f"presspack {__version__}\n")
        return
    from presspack.cli import main as command

    command()


if __name__ == "__main__":
    main()
