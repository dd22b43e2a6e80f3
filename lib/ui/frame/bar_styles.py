"""How the bar of place and month looks: 44 px under Streamlit's own header, three rows on a phone."""

from __future__ import annotations

from typing import Final

from lib.ui.frame.colours import GROUND

#: Streamlit's header is 3.75rem high and opaque: the bar stops where it ends.
BAR: Final = """
/* What the figures are of stays in sight while one scrolls; nothing shows through. */
[data-testid="stLayoutWrapper"]:has(> .st-key-scope) { position: sticky; top: 3.75rem; z-index: 90; }
.st-key-scope { background: __GROUND__; box-shadow: 0 1px 0 color-mix(in srgb, currentColor 15%, transparent); }
.st-key-scope h1 { font-size: 1.35rem; padding: 0; line-height: 1.9; white-space: nowrap; }
.st-key-scope [data-testid="stHeading"], .st-key-scope [data-testid="stHeading"] * { margin-block: 0; }
.st-key-scope [data-testid="stHorizontalBlock"] { gap: .6rem; }
.st-key-scope [data-testid="stHorizontalBlock"] [data-testid="stHorizontalBlock"] { gap: .4rem; flex-wrap: nowrap; justify-content: flex-end; }
/* In the row of the menu's button: the room below belongs to the figures. */
@media (min-width: 900px) {
  .st-key-practice_mark { position: fixed; top: .8rem; z-index: 999991; width: auto !important; }
  [data-testid="stLayoutWrapper"]:has(> .st-key-practice_mark) { height: 0; margin-bottom: -1rem; }
  [data-testid="stMainBlockContainer"] { padding-inline: 2.75rem; }
  /* 44 px in all, its line outside: the box of a choice stands clear of it, and its tone marks are whole. */
  .st-key-scope { height: 44px; }
  .st-key-scope .react-aria-ComboBox input { padding-inline-end: 0; }
  .st-key-scope :is(.react-aria-ComboBox > div, [data-testid="stPopoverButton"], [data-testid="stBaseLinkButton-secondary"], [data-testid="stBaseButton-secondary"]) { height: 38px; min-height: 38px; }
}
@media (max-width: 900px) { [data-testid="stLayoutWrapper"]:has(> .st-key-scope) { position: static; } }
/* On a phone: the title, region beside province, month beside the buttons (where two months are chosen
   these stand beside each other, and the buttons beside the title). */
@media (max-width: 640px) {
  .st-key-scope > [data-testid="stLayoutWrapper"] > [data-testid="stHorizontalBlock"] { display: grid; grid-template-columns: repeat(12, minmax(0, 1fr)); gap: .4rem; align-items: center; }
  .st-key-scope > [data-testid="stLayoutWrapper"] > [data-testid="stHorizontalBlock"] > [data-testid="stColumn"] { width: auto; min-width: 0; grid-column: span 6; }
  .st-key-scope > [data-testid="stLayoutWrapper"] > [data-testid="stHorizontalBlock"] > [data-testid="stColumn"]:first-child { grid-column: span 12; }
  .st-key-scope > [data-testid="stLayoutWrapper"] > [data-testid="stHorizontalBlock"] > [data-testid="stColumn"]:nth-child(4) { grid-column: span 4; }
  .st-key-scope > [data-testid="stLayoutWrapper"] > [data-testid="stHorizontalBlock"] > [data-testid="stColumn"]:last-child { grid-column: span 8; }
  .st-key-scope > [data-testid="stLayoutWrapper"] > [data-testid="stHorizontalBlock"]:has(> :nth-child(6)) > [data-testid="stColumn"]:first-child { grid-column: span 5; }
  .st-key-scope > [data-testid="stLayoutWrapper"] > [data-testid="stHorizontalBlock"]:has(> :nth-child(6)) > [data-testid="stColumn"]:last-child { grid-column: span 7; order: 1; }
  .st-key-scope > [data-testid="stLayoutWrapper"] > [data-testid="stHorizontalBlock"]:has(> :nth-child(6)) > [data-testid="stColumn"]:nth-child(n + 2):nth-child(-n + 5) { grid-column: span 6; order: 2; }
  .st-key-scope :is([data-testid="stBaseLinkButton-secondary"], [data-testid="stPopoverButton"]) :is([data-testid="stIconMaterial"], :has(> [data-testid="stIconMaterial"]:only-child)) { display: none; }
  .st-key-scope { padding-bottom: .3rem; } .st-key-scope h1 { font-size: 1.2rem; line-height: 1.75; }
  .st-key-scope :is([data-testid="stPopoverButton"], [data-testid="stBaseLinkButton-secondary"], [data-testid="stBaseButton-secondary"]) { padding-inline: .45rem; }
}
""".replace("__GROUND__", GROUND)
