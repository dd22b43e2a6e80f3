"""While the connection to the server is away: the page says so, typing goes on, and everything stands anew after.

Streamlit disables every box the moment the websocket is gone and says nothing; when it is back, the page
stays as it was. So a small script says on the page what is going on, keeps text boxes open (what is typed
in them is sent when the server is back), and names a button whose press may not have arrived. That the page
is drawn anew is asked for by a part that would come round once a day: Streamlit runs a page that has such
a part whenever it connects again. The other half stands in ``lib/web/reconnecting.py``.
"""

from __future__ import annotations

import json
from functools import cache

import streamlit as st

from lib.config import forgettable
from lib.ui.frame.back_button import SCRIPT
from lib.ui.frame.page_language import language_script
from lib.ui.frame.speech import Words
from lib.ui.frame.streamlit_words import streamlit_words_script

#: Its own turn never comes: a page is left, or connects again, before.
ONCE_A_DAY = 86_400.0

# No less-than sign before a letter: Streamlit's sanitiser would take the script away.
_SCRIPT = """
(() => {
  const words = __WORDS__;
  if (window.thunConnection) { window.thunConnection.words = words; return; }
  const state = window.thunConnection = { words };
  const FIELDS = '[data-testid="stTextInput"], [data-testid="stTextArea"], [data-testid="stNumberInput"]';
  let was = "", away = false, ran = false, pressed = null, unsure = "", hiding = 0, left = null;

  const app = () => document.querySelector('[data-testid="stApp"]');
  const show = (kind, text) => {
    let box = document.getElementById("thun-connection");
    if (!box) {
      box = document.createElement("div");
      box.id = "thun-connection";
      box.setAttribute("role", "status");
      document.body.appendChild(box);
    }
    box.className = kind;
    box.textContent = text;
    clearTimeout(hiding);
  };
  const hide = () => document.getElementById("thun-connection")?.remove();
  const fill = (text, button) => text.replace("{button}", button);

  const lost = () => {
    away = true;
    ran = false;
    // Pressed, and no run that it asked for has come to its end: nobody may have heard it.
    unsure = pressed ? pressed.button : "";
    show("away", state.words.away);
  };
  const back = () => {
    away = false;
    pressed = null;
    if (unsure) show("unsure", fill(state.words.unsure, unsure));
    else show("back", state.words.back);
    hiding = setTimeout(hide, unsure ? 60000 : 4000);
    unsure = "";
  };
  const look = () => {
    const here = app();
    if (!here) return;
    const { testConnectionState: now, testScriptState: script } = here.dataset;
    if (was === "CONNECTED" && now !== "CONNECTED" && !away) lost();
    // Back is who has drawn the page anew.
    if (away && now === "CONNECTED") {
      if (script !== "notRunning") ran = true;
      else if (ran) back();
    }
    if (pressed && !away) {
      if (script !== "notRunning") pressed.heard = true;
      // A button that asks for no run is forgotten in a while.
      else if (pressed.heard || performance.now() - pressed.at > 10000) pressed = null;
    }
    was = now;
  };
  // A box that is disabled under the cursor loses it: it gets it back, where it was.
  const keepOpen = (field) => {
    if (!away || !field.disabled || !field.closest(FIELDS)) return;
    field.removeAttribute("disabled");
    if (left?.field !== field) return;
    field.focus({ preventScroll: true });
    if (left.from !== null) field.setSelectionRange(left.from, left.to);
    left = null;
  };
  document.addEventListener("blur", ({ target: field }) => {
    if (field.disabled && field.closest?.(FIELDS)) left = { field, from: field.selectionStart, to: field.selectionEnd };
  }, true);
  new MutationObserver((changes) => {
    look();
    for (const one of changes) if (one.attributeName === "disabled") keepOpen(one.target);
  }).observe(document.documentElement, { subtree: true, attributes: true,
    attributeFilter: ["data-test-connection-state", "data-test-script-state", "disabled"] });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.('[data-testid="stMain"] button');
    if (!button || away) return;
    hide();
    pressed = { button: button.innerText.trim().split("\\n").pop(), at: performance.now() };
  }, true);
  look();
  setInterval(look, 1000);
})();
"""


@forgettable
@cache
def _html(away: str, back: str, unsure: str, language: str) -> str:
    words = json.dumps({"away": away, "back": back, "unsure": unsure}, ensure_ascii=False)
    return (
        f'<i class="thun-connection-home"></i><script>{_SCRIPT.replace("__WORDS__", words)}{SCRIPT}{language}</script>'
    )


def watch_connection(say: Words) -> None:
    """Once in the frame of every page."""
    st.html(
        _html(
            say("การเชื่อมต่อขาด กำลังต่อกลับเอง… พิมพ์ต่อได้ สิ่งที่พิมพ์ยังอยู่ ปุ่มใช้ได้เมื่อต่อกลับแล้ว"),
            say("ต่อกลับแล้ว ข้อมูลบนหน้านี้เป็นปัจจุบัน"),
            say("ต่อกลับแล้ว แต่ไม่แน่ว่าการกด “{button}” ก่อนขาดมาถึงหรือไม่ ดูผลบนหน้านี้ ถ้ายังไม่เกิด กดอีกครั้ง", button="{button}"),
            language_script(say) + streamlit_words_script(say),
        ),
        unsafe_allow_javascript=True,
    )
    _stand_anew()


@st.fragment(run_every=ONCE_A_DAY)
def _stand_anew() -> None:
    """Nothing is drawn here: that it is there makes the page run when the browser connects again."""
