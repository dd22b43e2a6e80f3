"""How a screen comes out of a printer: whole, on A4, ink on white, without what can only be pressed."""

from __future__ import annotations

from typing import Final

from lib.ui.frame.colours import INK

#: 12 px a letter: an A4 page then holds what a laptop's screen holds. Charts shrink with their page, for they
#: are drawn before it is known.
PAPER: Final = """
@media print {
  @page { size: A4; margin: 12mm; }
  html { font-size: 12px !important; }
  html, body, .stApp { color-scheme: light !important; background: #fff !important; }
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stButton"], [data-testid="stDownloadButton"], [data-testid="stLinkButton"],
  [data-testid="stPopover"], [data-testid="stExpandSidebarButton"], [data-testid="stPagination"],
  [data-testid="stFileUploader"], [data-testid="stFormSubmitButton"], [data-testid="stToggle"], [data-testid="InputInstructions"],
  [data-testid="stHeaderActionElements"], [data-testid="stToast"], .thun-light,
  [data-testid="stTextInput"]:has(input:placeholder-shown), [data-testid="stMain"] button:not([data-selected="true"]),
  #thun-connection, .st-key-undo_bar { display: none !important; }
  .stApp, [data-testid="stAppViewContainer"], [data-testid="stMain"], [data-testid="stMainBlockContainer"]
    { position: static !important; overflow: visible !important; height: auto !important; }
  [data-testid="stMainBlockContainer"] { max-width: 100% !important; padding: 0 !important; }
  [data-testid="stMain"] :not(svg, svg *, .thun-grid i, .thun-grid-key i, .thun-marks i) { color: __INK__ !important; }
  /* Nothing scrolls on paper: what has a window of its own shows all of it, and lines are not cut where a page ends. */
  [data-testid="stMain"] :not(svg, svg *) { overflow: visible !important; }
  [data-testid="stMain"] :is([data-testid="stVerticalBlock"], [data-testid="stLayoutWrapper"], [data-testid="stTable"] > div, .thun-grid)
    { height: auto !important; max-height: none !important; }
  [data-testid="stTable"] table { display: table !important; width: 100% !important; }
  [data-testid="stButtonGroup"] * { text-overflow: clip !important; }
  details::details-content { content-visibility: visible !important; height: auto !important; }
  [data-testid="stExpanderDetails"] { height: auto !important; opacity: 1 !important; }
  [data-testid="stVegaLiteChart"], [data-testid="stVegaLiteChart"] * { max-width: 100% !important; }
  [data-testid="stVegaLiteChart"] svg { height: auto !important; background: none !important; }
  /* What was chosen is said as words: no boxes, and nothing of the bar lies over the page. */
  [data-testid="stLayoutWrapper"]:has(> .st-key-scope), .st-key-practice_mark { position: static !important; }
  [data-testid="stLayoutWrapper"]:has(> .st-key-practice_mark) { height: auto !important; margin-bottom: 0 !important; }
  .st-key-scope { height: auto !important; background: none; }
  [data-testid="stSelectbox"] .react-aria-ComboBox > div { border: 0 !important; background: none !important; }
  thead { display: table-header-group; } .thun-grid thead th { position: static; }
  tr, .thun-grid-key, p, li, [data-testid="stMetric"], [data-testid="stVegaLiteChart"] { break-inside: avoid; }
  h1, h2, h3 { break-after: avoid; }
  /* A mark above the first line of a page would else be printed on the page before. */
  [data-testid="stMain"] :is(p, li) { line-height: 1.8 !important; }
}
""".replace("__INK__", INK)
