"""The command `presspack`, which is also `python -m presspack`."""

import signal


def main() -> None:
    """Run a command."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # until the command line listens, Ctrl-C ends this without a word
    from presspack.cli import main as command

    command()


if __name__ == "__main__":
    main()
