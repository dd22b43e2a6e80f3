"""The one stylesheet: what the theme cannot say. Bar, focus and paper have sheets of their own."""

from __future__ import annotations

from lib.ui.frame.bar_styles import BAR
from lib.ui.frame.colours import GROUND, ON_DARK, themed
from lib.ui.frame.focus_styles import FOCUS
from lib.ui.frame.print_styles import PAPER


def _scales() -> str:
    """Colours of marks in charts, by what stands in their picture."""
    return "\n".join(
        f'[data-testid="stVegaLiteChart"] [{what}="{colour}"] {{ {what}: {themed(colour)}; }}'
        for colour in ON_DARK
        for what in ("fill", "stroke")
    )


#: Streamlit cuts labels to Latin line heights: Thai vowels below and tone marks above need more.
#: A link's text may run over two lines on a phone.
_SCREEN = """
[data-testid="stMetricLabel"], [data-testid="stMetricLabel"] *, [data-testid="stMetricDelta"], [data-testid="stMetricDelta"] *, [data-testid="stMetricDeltaDescription"], [data-testid="stProgress"] [data-testid="stMarkdownContainer"],
[data-testid="stProgress"] [data-testid="stMarkdownContainer"] * { line-height: 1.75; overflow: visible; }
/* Captions are read in the last row too: more ink than Streamlit gives them. */
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p { color: inherit !important; }
[data-testid="stCaptionContainer"] { opacity: .86; }
/* Names and figures beside a chart take the ink of the page, on paper and on the dark ground alike. */
[data-testid="stVegaLiteChart"] :is(.role-axis-label, .role-axis-title, .role-legend-label, .role-legend-title) text,
[data-testid="stVegaLiteChart"] text[fill="#5b6f6d"] { fill: currentColor !important; }
/* On the dark ground what matters is the brighter: the scale turns round. */
__SCALES__
/* On the bright button of the dark ground white words cannot be read. */
:is([data-testid="stBaseButton-primary"], [data-testid="stBaseButton-primaryFormSubmit"]):not(:disabled) { color: light-dark(#fff, #0b1a1a) !important; }
/* What cannot be pressed now is quieter, and can be read all the same. */
button:disabled, [aria-disabled="true"] { color: light-dark(#6b7d7a, #8ba09d) !important; }
[data-testid="stButtonGroup"] [data-selected="true"] * { color: light-dark(#0f4c52, #8bd0d4) !important; }
[data-testid="stSkipToContent"]:focus { color: light-dark(#fff, #0b1a1a); }
[data-testid="stPageLink"] a span, [data-testid="stPageLink"] a p { white-space: normal; overflow: visible; }
/* A quiet button that needs two lines is read from the left. */
[data-testid="stBaseButton-tertiary"] [data-testid="stMarkdownContainer"] { text-align: start; }
[data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
/* The ring of what has the focus is whole at the drawer's edge. */
.st-key-centres_drawer { padding: 4px; }
/* Inputs and selects stand at Latin line height: at one pixel a dot Thai upper marks are cut. */
[data-testid="stTextInputRootElement"] input, [data-testid="stNumberInputContainer"] input, [data-baseweb="input"] input,
[data-baseweb="select"] > div > div, [data-baseweb="select"] [value], [role="listbox"] [role="option"],
[data-testid="stTextArea"] textarea { line-height: 1.75 !important; overflow: visible; }
.react-aria-ComboBox input { line-height: 1.9 !important; padding-block: 0 !important; }
[data-testid="stMultiSelect"] span { line-height: 1.75; }
/* What clips a line gives room for two marks above a letter and one below, and moves nothing. */
.stMarkdownEllipsis, [data-testid="stExpander"] summary > span, [data-testid="stExpander"] summary > span > div,
.stMarkdownEllipsis p, [data-testid="stButtonGroup"] button > div, [data-testid="stButtonGroup"] [data-testid="stMarkdownContainer"],
[data-testid="stButtonGroup"] p, [data-testid="stTable"] [data-testid="stMarkdownContainer"] { padding-block: .35em !important; margin-block: -.35em !important; }
/* The map fills the screen; its filters and its legend lie on it. */
.st-key-centres_map { position: relative; }
@media (min-width: 900px) {
  [data-testid="stLayoutWrapper"]:has(> .st-key-centres_filters) { height: 0; margin-bottom: -1rem; z-index: 60; width: 67%; }
  .st-key-centres_filters { padding: .6rem 1rem 0 4rem; }
  .st-key-centres_map iframe { height: calc(100vh - 9.5rem) !important; min-height: 26rem; }
  [data-testid="stLayoutWrapper"]:has(> .st-key-centres_drawer) { flex: 0 0 max(26rem, 100vh - 9.5rem) !important; height: max(26rem, 100vh - 9.5rem) !important; }
  .st-key-centres_drawer { height: max(26rem, 100vh - 9.5rem) !important; }
  [data-testid="stLayoutWrapper"]:has(> .st-key-centres_legend) { position: absolute; left: .5rem; bottom: .9rem; max-width: calc(100% - 1rem); width: auto; z-index: 60; }
  .st-key-centres_legend { padding: .25rem .6rem; border-radius: .4rem; backdrop-filter: blur(14px);
    background: color-mix(in srgb, __GROUND__ 82%, transparent); }
}
/* A goal's figure is read from across the room. */
[class*="st-key-goal-"] [data-testid="stMetricValue"], [class*="st-key-goal-"] [data-testid="stMetricValue"] * { font-size: 3.6rem; line-height: 1.15; }
/* The undo is at the hand wherever somebody has scrolled to, and moves nothing. */
.st-key-undo_bar { position: fixed; bottom: 1rem; left: 50%; transform: translateX(-50%); z-index: 1000;
  width: min(92vw, 34rem); backdrop-filter: blur(16px); box-shadow: 0 4px 18px rgb(0 0 0 / .22); }
/* Provinces × rungs: a square each; the heads stay while one scrolls. */
.thun-grid { max-height: 27rem; overflow: auto; border: 1px solid color-mix(in srgb, currentColor 18%, transparent); border-radius: .4rem; }
.thun-grid table { border-collapse: collapse; width: 100%; font-size: .95rem; }
.thun-grid th, .thun-grid td { padding: .2rem .5rem; text-align: center; border-bottom: 1px solid color-mix(in srgb, currentColor 10%, transparent); line-height: 1.6; font-weight: 400; }
.thun-grid thead th { position: sticky; top: 0; z-index: 2; backdrop-filter: blur(16px); font-weight: 600; vertical-align: bottom; }
.thun-grid tbody th { text-align: left; } .thun-grid a { color: inherit; } .thun-grid small { display: block; opacity: .86; line-height: 1.5; }
.thun-grid i, .thun-grid-key i { display: inline-flex; align-items: center; justify-content: center; width: 1.5rem; height: 1.5rem; border: 2px solid; border-radius: 3px; vertical-align: middle; font-style: normal; font-weight: 700; line-height: 1; }
.thun-grid-key { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; font-size: .95rem; } .thun-grid-key span { display: inline-flex; align-items: center; gap: .4em; }
/* The heads of a long table stay while one reads down. */
[data-testid="stTable"] > div { max-height: 80vh; overflow: auto; }
[data-testid="stTable"] thead th { position: sticky; top: 0; z-index: 1; background: __GROUND__ !important; }
/* The buttons over charts and pictures speak English and show names of columns. */
[data-testid="stElementToolbar"] { display: none !important; }
/* Of Streamlit's menu the colours and the printer are of use; recording, deploying and its version are not. */
[data-testid="stMainMenuItem-recordScreencast"], [data-testid="stMainMenuItem-about"], [data-testid="stAppDeployButton"],
[data-testid="stMainMenuList"] ~ * { display: none !important; }
[data-testid="stFileUploaderFileName"] { line-height: 1.8; }
[data-testid="stLayoutWrapper"]:has(> .st-key-followed) { display: none; }
/* The word about the connection: over everything, in nobody's way. Its script takes no room. */
[data-testid="stElementContainer"]:has(.thun-connection-home) { display: none; }
#thun-connection { position: fixed; top: 0; left: 0; right: 0; z-index: 1000001; padding: .55rem 1rem; text-align: center;
  line-height: 1.75; color: #fff; background: #1f6f78; }
.thun-light { color: inherit; display: inline-flex; min-height: 3rem; align-items: center; }
#thun-connection.away, #thun-connection.unsure { background: #8a3b12; }
""".replace("__SCALES__", _scales()).replace("__GROUND__", GROUND)
EVERYWHERE = f"<style>{_SCREEN}{BAR}{FOCUS}{PAPER}</style>"


def uploader(word: str) -> str:
    """The uploader's button in our own word: Streamlit has no other way to say it."""
    return (
        '<style>[data-testid="stFileUploaderDropzone"] button p { font-size: 0; }'
        f'[data-testid="stFileUploaderDropzone"] button p::after {{ content: "{word}"; font-size: 1rem; }}'
        "</style>"
    )


#: Projector mode: larger type and no chrome, readable from the last row.
PROJECTOR = """<style>
html { font-size: 22px; }
[data-testid="stHeader"], [data-testid="stSidebarCollapsedControl"] { display: none; }
[data-testid="stMainBlockContainer"] { padding-top: 1rem; max-width: 100%; }
[data-testid="stLayoutWrapper"]:has(> .st-key-scope) { top: 0; }
.st-key-practice_mark { position: static !important; }
[data-testid="stLayoutWrapper"]:has(> .st-key-practice_mark) { height: auto !important; margin-bottom: 0 !important; }
[data-testid="stMetricValue"] { font-size: 3.4rem; }
</style>"""
