// The wall: follows the desk within a second, turns pages by arrows or a clicker, changes scenes by number keys.
// Type is never made smaller: what does not fit goes on to the next page.
(function () {
  "use strict";
  var doc = document, body = doc.body, data = body.dataset, wall = doc.getElementById("wall");
  var all = function (sel, el) { return [].slice.call((el || doc).querySelectorAll(sel)); };
  doc.documentElement.style.setProperty("--type", (+data.share * 100).toFixed(3) + "vw");
  var pages = [], at = 0, tag = "", scene = "", scenes = JSON.parse(doc.getElementById("scenes").textContent);

  // --- pages: so many items as fit, box by box --------------------------------------------------------
  function cut(list) {
    var items = all(":scope > li", list), found = [], first = 0;
    items.forEach(function (li) { li.hidden = false; });
    while (first < items.length) {
      var last = first;
      items.forEach(function (li, n) { li.hidden = n !== first; });
      while (last + 1 < items.length) {
        items[last + 1].hidden = false;
        if (list.scrollHeight > list.clientHeight + 2) { items[last + 1].hidden = true; break; }
        last += 1;
      }
      // A heading of a heap does not stand alone at the foot of a page.
      if (last > first && last + 1 < items.length && items[last].classList.contains("heap")) last -= 1;
      found.push([first, last]);
      first = last + 1;
    }
    return found.length ? found : [[0, -1]];
  }
  function lay(keep) {
    var was = pages[at];
    pages = [];
    var boxes = all(".box", wall);
    if (boxes.length) boxes.forEach(function (box) {
      boxes.forEach(function (one) { one.classList.toggle("on", one === box); });
      cut(box.querySelector(".items")).forEach(function (span) { pages.push({ box: box.dataset.box, here: "here" in box.dataset, span: span }); });
    });
    else {
      var list = wall.querySelector(".items");
      (list ? cut(list) : [[0, -1]]).forEach(function (span) {
        pages.push({ box: "", here: !!list && all(":scope > li", list).slice(span[0], span[1] + 1).some(function (li) { return "here" in li.dataset; }), span: span });
      });
    }
    at = 0;
    if (keep && was) {
      // Where the hall was looking, it goes on looking: the same box, the same first item.
      at = Math.max(0, pages.findIndex(function (p) { return p.box === was.box && p.span[0] <= was.span[0] && was.span[0] <= Math.max(p.span[1], p.span[0]); }));
    } else {
      at = Math.max(0, pages.findIndex(function (p) { return p.here; }));
    }
    show();
  }
  function show() {
    var page = pages[at];
    if (!page) return;
    all(".box", wall).forEach(function (box) { box.classList.toggle("on", box.dataset.box === page.box); });
    all(".strip li", wall).forEach(function (li) { li.classList.toggle("on", li.dataset.box === page.box); });
    var list = page.box ? wall.querySelector('.box[data-box="' + page.box + '"] .items') : wall.querySelector(".items");
    if (list) all(":scope > li", list).forEach(function (li, n) { li.hidden = n < page.span[0] || n > page.span[1]; });
    all(".bar", wall).forEach(function (bar) { bar.style.width = (100 * bar.dataset.part / bar.dataset.of).toFixed(1) + "%"; });
    doc.getElementById("page").textContent = pages.length > 1 ? data.page.replace("#", at + 1).replace("$", pages.length) : "";
    tick();
  }
  function turn(by) { at = Math.min(pages.length - 1, Math.max(0, at + by)); show(); }

  // --- the timer ------------------------------------------------------------------------------------------
  function tick() {
    all("[data-until]", wall).forEach(function (el) {
      var left = Math.ceil((+el.dataset.until * 1000 - Date.now() - ahead) / 60000);
      el.textContent = left > 0 ? data.left.replace("#", left) : data.up;
    });
  }
  // The server's clock is the hall's: a laptop and a second screen may disagree.
  var ahead = 0;

  // --- following the desk -----------------------------------------------------------------------------------
  var looking = false;
  function look() {
    if (looking) return;
    looking = true;
    fetch(data.here + "?part=1&lang=" + data.lang, { credentials: "same-origin", headers: tag ? { "If-None-Match": tag } : {} }).then(function (r) {
      var told = Date.parse(r.headers.get("Date") || "");
      if (told) ahead = Math.abs(told - Date.now()) > 5000 ? told - Date.now() : 0;
      if (r.status === 403 || r.status === 404) { location.reload(); return; }
      if (r.status !== 200) return;
      return r.text().then(function (text) {
        tag = r.headers.get("ETag") || "";
        wall.innerHTML = text;
        var now = (wall.querySelector("[data-scene]") || { dataset: {} }).dataset.scene || "", who = (wall.querySelector(".who, h1") || {}).textContent;
        var same = now + "|" + who;
        lay(same === scene);
        scene = same;
      });
    }).then(function () { looking = false; }, function () { looking = false; });
  }
  function go(name) {
    var out = new URLSearchParams({ token: data.token, scene: name, lang: data.lang });
    fetch(data.here, { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" }, body: out.toString() }).then(look, function () { /* the next press */ });
  }
  addEventListener("keydown", function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (["ArrowRight", "PageDown", " ", "ArrowDown"].indexOf(e.key) >= 0) turn(1);
    else if (["ArrowLeft", "PageUp", "ArrowUp"].indexOf(e.key) >= 0) turn(-1);
    else if (e.key === "f" || e.key === "F") { if (doc.fullscreenElement) doc.exitFullscreen(); else doc.documentElement.requestFullscreen(); }
    else {
      var found = scenes.filter(function (s) { return String(s[0]) === e.key; })[0];
      if (!found) return;
      go(found[1]);
    }
    e.preventDefault();
  });
  addEventListener("click", function (e) { turn(e.clientX > innerWidth / 3 ? 1 : -1); });
  addEventListener("resize", function () { lay(true); });
  // Letters that come after the picture are of another width.
  if (doc.fonts && doc.fonts.addEventListener) doc.fonts.addEventListener("loadingdone", function () { lay(true); });
  (doc.fonts && doc.fonts.ready || Promise.resolve()).then(function () { lay(false); look(); setInterval(look, 800); setInterval(tick, 1000); });
})();
