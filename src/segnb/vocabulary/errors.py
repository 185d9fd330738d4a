"""The errors that segnb raises on purpose, each with the exit code that the command line gives it.

A message is one sentence: what was given, what was expected, and what to do next.
"""


class SegnbError(Exception):
    """Something that the user can mend; shown without a traceback."""

    exit_code = 2


class UnknownArea(SegnbError):
    """No municipality, county or area goes by this code or name."""


class UnknownIndicator(SegnbError):
    """The catalogue has no indicator with this id."""


class InvalidParams(SegnbError):
    """A params file or a parameter is misspelt, of the wrong type or out of range."""


class InvalidFile(SegnbError):
    """A file cannot be read, or is not what it claims to be."""


class VintageMismatch(SegnbError):
    """Areas of two vintages would have been joined without the bridge."""


class EmptyStore(SegnbError):
    """There is no store here, or it holds nothing on what was asked for."""


class CannotWrite(SegnbError):
    """An output cannot be written where it should go."""


class NotebookFailed(SegnbError):
    """A notebook raised an error: a fault of the program, not of the data."""

    exit_code = 1


class SourceUnavailable(SegnbError):
    """A source could not be reached and there is no snapshot to use instead."""

    exit_code = 3
