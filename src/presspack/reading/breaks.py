"""Line ends: `\\n`, whatever the system was that wrote a text."""


def unix(text: str) -> str:
    """A text whose lines end in `\\n`; those of `\\r\\n` and `\\r` do, and stay as many."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
