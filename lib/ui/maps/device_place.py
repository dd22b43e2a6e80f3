"""Where this device is, when its owner says so: one button that asks the browser.

Only the rounded answer reaches the app, for this session, to find the nearest centre.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import streamlit as st

from lib.ui.frame.speech import Words

_HTML = '<button type="button" class="here"></button><span role="status"></span>'
_CSS = """
.here { font: inherit; color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius);
  padding: .45rem .9rem; min-height: 2.5rem; cursor: pointer; }
span { display: block; font-size: .9em; color: var(--st-text-color); padding-top: .3rem; }
"""
_JS = """
export default function ({ parentElement, data, setTriggerValue }) {
  const button = parentElement.querySelector(".here");
  const told = parentElement.querySelector("span");
  button.textContent = data.label;
  button.onclick = () => {
    if (!navigator.geolocation) { told.textContent = data.none; return; }
    told.textContent = data.asking;
    navigator.geolocation.getCurrentPosition(
      (p) => {
        told.textContent = "";
        setTriggerValue("place", {
          lat: Math.round(p.coords.latitude * 1000) / 1000,
          lon: Math.round(p.coords.longitude * 1000) / 1000,
          accuracy: Math.round(p.coords.accuracy),
        });
      },
      () => { told.textContent = data.none; },
      { timeout: 15000, maximumAge: 60000 },
    );
  };
}
"""


@cache
def _component() -> Any:
    return st.components.v2.component("thun_device_place", html=_HTML, css=_CSS, js=_JS)


def device_place(say: Words, key: str) -> tuple[float, float, float] | None:
    """(latitude, longitude, accuracy in metres) when the button was just pressed and allowed."""
    words = {
        "label": say("ใช้ตำแหน่งของเครื่องนี้"),
        "asking": say("กำลังถามตำแหน่งจากเครื่อง…"),
        "none": say("เครื่องไม่บอกตำแหน่ง เลือกจังหวัดหรือพิมพ์พิกัดแทน"),
    }
    got = _component()(key=key, data=words, on_place_change=lambda: None)
    place = getattr(got, "place", None)
    if not place:
        return None
    return float(place["lat"]), float(place["lon"]), float(place["accuracy"])
