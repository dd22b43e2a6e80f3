"""Which worker does which test."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

BROWSER = "tests/browser/"


def group(test: str) -> str:
    """What a test is scheduled with, by its id (``folder/file.py::name``)."""
    return BROWSER if test.startswith(BROWSER) else test


class BrowserTogether(LoadScopeScheduling):
    """Tests that share a browser and its servers go to one worker, at once; the others take test by test.

    xdist's own groups (``--dist loadgroup``) write into a name of the test that pytest no longer reads.
    """

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)
