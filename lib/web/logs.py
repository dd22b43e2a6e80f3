"""What people typed stays out of the log: a failure is told by its kind and the way to it, not by its words.

The words of an exception may quote a value (``Invalid isoformat string: '…'``); its type and the lines of
code it came through are what finds the fault. The filter stands on the loggers that write exceptions.
"""

from __future__ import annotations

import logging
import traceback

#: Ours, Streamlit's for pages that fail, the server's.
LOGGERS = ("thun", "streamlit.error_util", "uvicorn.error")


class WithoutValues(logging.Filter):
    """Writes the traceback of a record itself, before anybody else writes it with the exception's words."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass."""
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = frames_of(record.exc_info[1])
            record.exc_info = None
        return True


def frames_of(error: BaseException) -> str:
    """An exception and those behind it: type and lines of code, oldest first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    parts = [frames_of(before), ""] if before is not None else []
    frames = "".join(traceback.format_tb(error.__traceback__)).rstrip()
    return "\n".join([*parts, "Traceback (most recent call last):", frames, type(error).__qualname__])


def keep_values_out() -> None:
    """Put the filter in place; a second call does nothing."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(one, WithoutValues) for one in logger.filters):
            logger.addFilter(WithoutValues())
