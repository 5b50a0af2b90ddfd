"""The exceptions of etl. Each says what is wrong, where, and what to do; nothing else may leave a reader."""

SHOWN = 200


class EtlError(Exception):
    """Base of every expected fault of etl."""


class FileFault(EtlError):  # noqa: N818 - a fault of the file, no error of ours
    """A delivered file cannot be loaded as a whole.

    `path` is relative to raw (posix), `line` that of the delivered file where the fault shows (None: no one
    line), `message` one sentence without full stop, `cure` what a person can do about it.
    """

    def __init__(self, path: str, line: int | None, message: str, cure: str | None = None) -> None:
        super().__init__(path, line, message, cure)
        self.path = path
        self.line = line
        self.message = message
        self.cure = cure

    @property
    def reason(self) -> str:
        """Message and cure, without the place: what `Landed.reason` holds."""
        return self.message if self.cure is None else f"{self.message}: {self.cure}"

    def __str__(self) -> str:
        # Delivered names may be long or hold control characters; a message is one line all the same.
        name = self.path if self.path.isprintable() else ascii(self.path)[1:-1]
        name = name if len(name) <= SHOWN else f"{name[:SHOWN]}…"
        place = name if self.line is None else f"{name}, line {self.line}"
        return f"{place}: {self.reason}"


class LedgerError(EtlError):
    """Rows went missing: those read are not the sum of what became of them. A bug, no fault of the input."""
