"""The page says which language it speaks, and its way past the menu speaks it too: Streamlit says English of both."""

from __future__ import annotations

import json

from lib.ui.frame.speech import Words

# No less-than sign before a letter: Streamlit's sanitiser would take the script away.
_SCRIPT = """
(() => {
  const [language, past] = __SAID__;
  document.documentElement.lang = language;
  const tell = () => {
    const skip = document.querySelector('[data-testid="stSkipToContent"]');
    if (skip && skip.textContent !== past) skip.textContent = past;
    return skip;
  };
  if (!tell()) setTimeout(tell, 1000);
})();
"""


def language_script(say: Words) -> str:
    """For the frame of every page."""
    said = json.dumps([say.language, say("ข้ามเมนูไปที่เนื้อหา")], ensure_ascii=False)
    return _SCRIPT.replace("__SAID__", said)
