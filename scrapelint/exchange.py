"""Two files that take each other's name in one step, which Python has no call for."""

import os

_EXCHANGE = 2


def exchange(folder: int, first: str, second: str) -> bool:
    """Exchange two names in a folder and tell whether the system could."""
    import ctypes  # noqa: PLC0415 - loads the C library, which a run that repairs nothing must not

    try:
        call = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):  # not Linux, or an old one
        return False
    names = os.fsencode(first), os.fsencode(second)
    return bool(call(folder, names[0], folder, names[1], _EXCHANGE) == 0)
