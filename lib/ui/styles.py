"""The one stylesheet: projector mode, which the theme cannot switch while running."""

from __future__ import annotations


def projector_style() -> str:
    """Larger type and no chrome, readable from the last row."""
    return """<style>
html { font-size: 22px; }
[data-testid="stHeader"], [data-testid="stSidebarCollapsedControl"] { display: none; }
[data-testid="stMainBlockContainer"] { padding-top: 1rem; max-width: 100%; }
[data-testid="stMetricValue"] { font-size: 3.4rem; }
</style>"""
