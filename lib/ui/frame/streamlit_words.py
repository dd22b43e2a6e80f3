"""What Streamlit itself says, in the language of the page: it knows English only and has no way to be told.

One table holds its texts beside ours; a small script puts ours in place of its own, where Streamlit draws them
and nowhere else: what people wrote is never touched. Entries of its menu that are of no use here are hidden by
the stylesheet. Whether the installed Streamlit still says these texts is asked by
``tests/browser/test_streamlit_speaks_the_pages_language.py``.
"""

from __future__ import annotations

import json
from typing import Final

from lib.ui.frame.speech import Words

#: Thai, and the English that Streamlit says; ``{}`` stands for what differs.
TEXTS: Final[tuple[tuple[str, str], ...]] = (
    # Under and in boxes.
    ("กด Enter เพื่อใช้คำนี้", "Press Enter to apply"),
    ("กด Enter เพื่อส่ง", "Press Enter to submit form"),
    ("กด Ctrl+Enter เพื่อใช้คำนี้", "Press Ctrl+Enter to apply"),
    ("กด Ctrl+Enter เพื่อส่ง", "Press Ctrl+Enter to submit form"),
    ("กด ⌘+Enter เพื่อใช้คำนี้", "Press ⌘+Enter to apply"),
    ("กด ⌘+Enter เพื่อส่ง", "Press ⌘+Enter to submit form"),
    ("ไม่มีตัวเลือกที่ตรงกัน", "No results"),
    ("เลือกหนึ่งข้อ", "Choose an option"),
    ("เลือกได้หลายข้อ", "Choose options"),
    ("ไม่มีอะไรให้เลือก", "No options to select"),
    ("เลือกทั้งหมด", "Select all"),
    ("เลือกที่ตรงกัน {} ข้อ", "Select {} matches"),
    ("ที่เลือกไว้", "Selected values"),
    ("เปิดตัวเลือก", "Open"),
    ("ล้างทั้งหมด", "Clear all"),
    ("ล้างค่า", "Clear value"),
    ("เอา {} ออก", "Remove {}"),
    ("เพิ่มขึ้น", "Increment"),
    ("ลดลง", "Decrement"),
    ("คำอธิบายของ {}", "Help for {}"),
    ("มีให้เลือก {} ข้อ", "{} options available."),
    ("มีให้เลือก {} ข้อเดียว", "{} option available."),
    ("เลือก {} แล้ว", "{}, selected"),
    # Files.
    ("เพิ่มแฟ้ม", "Add files"),
    ("เลือกแฟ้ม", "file upload"),
    ("ลากแฟ้มมาวางที่นี่", "Drag and drop a file here"),
    ("ลากแฟ้มหลายแฟ้มมาวางที่นี่", "Drag and drop files here"),
    ("ใช้แฟ้มชนิด {} ไม่ได้", "{} files are not allowed."),
    ("แฟ้มต้องใหญ่ไม่เกิน {}", "File must be {} or smaller."),
    # Pages of a table.
    ("เลขหน้า", "Pagination"),
    ("หน้าก่อน", "Previous page"),
    ("หน้าถัดไป", "Next page"),
    ("หน้า {}", "Page {}"),
    # Around the page.
    ("แถบเมนู", "Sidebar"),
    ("หน้าทั้งหมด", "App pages"),
    ("ปิดแถบเมนู", "Collapse sidebar"),
    ("เปิดแถบเมนู", "Expand sidebar"),
    ("ตั้งค่าหน้าจอ", "Main menu"),
    ("สีของหน้าจอ", "Theme"),
    ("ตามเครื่อง", "System"),
    ("สว่าง", "Light"),
    ("มืด", "Dark"),
    ("พิมพ์", "Print"),
    ("ลิงก์ถึงหัวข้อนี้", "Link to heading"),
    ("คัดลอก", "Copy to clipboard"),
    ("ปิด", "Close"),
    # The server at work, and away.
    ("กำลังทำงาน…", "Running..."),
    ("หยุด", "Stop"),
    ("กำลังหยุด…", "Stopping..."),
    ("รอสักครู่…", "Please wait..."),
    ("กำลังเชื่อมต่อ", "Connecting"),
    ("กำลังเชื่อมต่อกับระบบ", "Connecting to Streamlit server"),
    ("ต่อกับระบบไม่ได้", "Unable to connect to Streamlit server"),
    ("การเชื่อมต่อขาด", "Connection error"),
    ("ระบบไม่ตอบ เครื่องนี้ต่ออินเทอร์เน็ตอยู่หรือไม่", "Streamlit server is not responding. Are you connected to the internet?"),
    (
        "ระบบยังเปิดอยู่หรือไม่ ถ้าปิดไปแล้ว เปิดใหม่ด้วยคำสั่งเดิม",
        "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:",
    ),
)

# No less-than sign before a letter: Streamlit's sanitiser would take the script away.
_SCRIPT = """
(() => {
  const texts = __TEXTS__, thai = __THAI__;
  const pick = (one) => thai ? [one[1], one[0]] : [one[0], one[1]];
  const exact = new Map(), shapes = [];
  const plain = (text) => text.replace(/[.*+?^${}()|[\\]\\\\]/g, "\\\\$&");
  for (const one of texts) {
    const [from, to] = pick(one);
    if (from.includes("{}")) shapes.push([new RegExp("^" + plain(from).replace("\\\\{\\\\}", "(.+)") + "$", "s"), to]);
    else exact.set(from, to);
  }
  const said = (text) => {
    const whole = text.trim();
    if (exact.has(whole)) return exact.get(whole);
    for (const [shape, to] of shapes) {
      const found = shape.exec(whole);
      if (found) return to.replace("{}", () => found[1]);
    }
    return null;
  };
  // Where Streamlit writes by itself; options and file names stand there too, and are none of its texts.
  const PLACES = '[data-testid="InputInstructions"], [data-testid="stMainMenuPopover"], [role="listbox"][data-empty], '
    + '[data-testid="stStatusWidget"], [data-testid="stTooltipContent"], [data-testid="stFileUploader"], '
    + '[data-live-announcer], [role="listbox"] [role="option"][data-key^="__select_"], [role="dialog"]:not(:has([data-testid="stVerticalBlock"]))';
  const NAMES = ["aria-label", "title", "placeholder"], NAMED = NAMES.map((name) => `[${name}]`).join(",");
  const name = (el) => {
    if (el.closest('[data-testid="stVegaLiteChart"], .thun-grid')) return;
    // An icon is read aloud by its English name, and its words stand beside it.
    if (el.getAttribute("role") === "img" && el.ariaLabel?.endsWith(" icon")) { el.setAttribute("aria-hidden", "true"); return; }
    for (const which of NAMES) {
      const to = el.hasAttribute(which) ? said(el.getAttribute(which)) : null;
      if (to !== null) el.setAttribute(which, to);
    }
  };
  const write = (node) => {
    const to = said(node.data);
    if (to !== null && to !== node.data) node.data = to;
  };
  const words = (place) => {
    const walk = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) write(walk.currentNode);
  };
  const all = (el) => {
    if (el.matches(NAMED)) name(el);
    el.querySelectorAll(NAMED).forEach(name);
    if (el.closest(PLACES)) words(el);
    else el.querySelectorAll(PLACES).forEach(words);
    // The page says itself that the connection is away, and typing goes on: no dialog lies over it.
    const lost = document.querySelector('#thun-connection.away') && el.querySelector('[role="dialog"] > h2');
    if (lost && texts.some((one) => one[1] === "Connection error" && one.includes(lost.textContent.trim())))
      lost.parentElement.querySelector("button")?.click();
  };
  window.thunWords?.disconnect();
  const watch = window.thunWords = new MutationObserver((changes) => {
    for (const one of changes) {
      const el = one.target;
      if (one.type === "attributes") name(el);
      else if (one.type === "characterData") { if (el.parentElement?.closest(PLACES)) write(el); }
      else for (const added of one.addedNodes) {
        if (added.nodeType === 1) all(added);
        else if (added.nodeType === 3 && el.closest(PLACES)) write(added);
      }
    }
  });
  watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: NAMES });
  all(document.body);
})();
"""


def streamlit_words_script(say: Words) -> str:
    """For the frame of every page; run anew, it turns everything to the other language."""
    texts = json.dumps(TEXTS, ensure_ascii=False)
    return _SCRIPT.replace("__TEXTS__", texts).replace("__THAI__", json.dumps(say.language == "th"))
