"""What reading a file took goes back to the machine: a small PC runs other programs too."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Return what is free; some milliseconds. Where the C library is not glibc nothing is done.

    It keeps what was freed in case somebody asks again; after a large file that was some 200 MB.
    """
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "malloc_trim"):
        library.malloc_trim(0)
