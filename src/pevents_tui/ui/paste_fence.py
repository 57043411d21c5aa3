"""PasteFence: what is pasted stays text, whatever it holds."""

from __future__ import annotations

_ESCAPE = "\x1b"
_START, _END = "\x1b[200~", "\x1b[201~"
_PICTURE = "\N{SYMBOL FOR ESCAPE}"


class PasteFence:
    """Lets what a terminal sends through, with the escape characters within a paste replaced by their picture.

    Textual reads an escape character within a paste as the beginning of a key, and hands on what follows it as keys
    that were typed: a text that somebody was given to paste could send, or quit. Terminals mean to take such characters
    out themselves; not all do.
    """

    def __init__(self) -> None:
        self._inside = False
        self._left = ""
        """What may be the beginning of a mark: held back within a paste, let through outside, where it may be a key."""

    def through(self, data: str) -> str:
        """What of the data may be read on; what may be the beginning of the end of a paste waits for the rest.

        Args:
            data: As it was read, parted anywhere.
        """
        passed = ""
        while data:
            head, mark, data = self._part(self._left + data)
            if self._inside:
                self._left = "" if mark else _begun(head, _END)
                passed += head.removesuffix(self._left).replace(_ESCAPE, _PICTURE) + mark
            else:
                passed += (head + mark)[len(self._left) :]
                self._left = "" if mark else _begun(head, _START)
            self._inside ^= bool(mark)
        return passed

    def _part(self, data: str) -> tuple[str, str, str]:
        """What stands before the next mark, the mark, and what follows it.

        A paste ends at the last mark there is of its end: an earlier one was pasted, with what would be keys behind it.
        """
        if not self._inside:
            return data.partition(_START)
        before = data.partition(_START)[0]
        head, mark, _ = before.rpartition(_END)
        return (head, mark, data[len(head + mark) :]) if mark else data.partition(_END)


def _begun(text: str, mark: str) -> str:
    """As much of a mark as a text ends with."""
    return next((mark[:size] for size in range(len(mark) - 1, 0, -1) if text.endswith(mark[:size])), "")
