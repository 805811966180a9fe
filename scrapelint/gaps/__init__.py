"""Boundaries between words, and how likely each is the place where a name was lost."""


class TableError(Exception):
    """A table that cannot be used; the message gives the reason."""
