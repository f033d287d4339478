"""Errors that say what to do next."""


class BhavhouseError(Exception):
    """A failure with a message fit for an operator."""


class Refused(BhavhouseError):
    """A file that is not what its name asks for. `kind` is one word for status and queries."""

    kind = "broken"


class WrongSession(Refused):
    """The file holds another day than the one asked for."""

    kind = "stale"


class TruncatedFile(Refused):
    """The file is a piece of what the exchange published."""

    kind = "truncated"


class MalformedFile(Refused):
    """The file cannot be read as what its name says."""

    kind = "malformed"


class CheckFailed(BhavhouseError):
    """A check that blocks: nothing is published."""


class UsageError(BhavhouseError):
    """The call cannot be carried out as given."""
