"""A server of many threads that gives memory back: glibc alone would keep a heap for each of them."""

from __future__ import annotations

import ctypes
import sys

#: Names of settings in glibc's malloc.h.
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
#: Pieces from this size on are the system's own, and go back as soon as they are free. Left alone,
#: glibc raises this to 32 MB by itself at the first large file.
LARGE = 256 * 1024
HEAPS = 2


def keep_few_heaps() -> None:
    """Before the threads begin; nothing where the C library is not glibc."""
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "mallopt"):
        library.mallopt(_MMAP_THRESHOLD, LARGE)
        library.mallopt(_ARENA_MAX, HEAPS)
