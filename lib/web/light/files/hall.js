// The hall on a phone: looks for the hall's turn, fetches what changed and leaves alone what did not, so that
// an answer half given is never redrawn; and sends what was pressed until the server has said that it has it.
(function () {
  "use strict";
  var doc = document, hall = doc.getElementById("hall"), wire = doc.getElementById("wire");
  if (!hall || !window.fetch) return;
  doc.documentElement.classList.add("js");
  var LOOK = 3000, LATER = [1000, 2000, 4000, 8000, 15000], memory = {};
  var all = function (sel, el) { return [].slice.call((el || doc).querySelectorAll(sel)); };
  function turn() { var at = doc.getElementById("turn"); return at ? +at.dataset.turn : 0; }
  function online(yes) { wire.hidden = yes; }

  // --- what was pressed waits here until it is kept: through a drop, a reload, a phone that slept ---------
  var SHELF = "thun:hall:" + hall.dataset.now;
  function waiting() { try { return JSON.parse(localStorage.getItem(SHELF)) || memory; } catch (e) { return memory; } }
  function put(slot, body) {
    memory = waiting();
    if (body) memory[slot] = body; else delete memory[slot];
    try { if (Object.keys(memory).length) localStorage.setItem(SHELF, JSON.stringify(memory)); else localStorage.removeItem(SHELF); } catch (e) { /* it stays in the page */ }
  }
  function slotOf(form) { return form.dataset.send + ":" + (form.elements.namedItem("ballot") || form.elements.namedItem("key")).value + ":" + form.elements.namedItem("seat").value; }
  function formOf(slot) { return all("form[data-send]").filter(function (f) { return slotOf(f) === slot; })[0]; }
  function mark(slot, words, sort) {
    var form = formOf(slot) || (slot.indexOf("idea") === 0 && boxFor(waiting()[slot])), place = form && form.querySelector(".state");
    if (place) { place.className = "state " + (sort || ""); place.textContent = words; }
  }
  // Words have a box of their own for what they are about: the step's question, or the plan of a group.
  function aboutOf(form) { var el = form.elements.namedItem("about"); return el ? el.value : ""; }
  function boxFor(item) {
    var about = (item && new URLSearchParams(item.body).get("about")) || "";
    return all('form[data-send="idea"]').filter(function (f) { return aboutOf(f) === about; })[0];
  }
  var busy = {}, tries = {};
  function send(slot) {
    var item = waiting()[slot];
    if (!item || busy[slot]) return;
    busy[slot] = true;
    mark(slot, hall.dataset.sending);
    var stop = window.AbortController ? new AbortController() : null, timer = setTimeout(function () { if (stop) stop.abort(); }, 15000);
    // The token is the page's of now: the one that was pressed may be older than the browser's cookie.
    var body = new URLSearchParams(item.body), token = doc.querySelector('input[name="token"]');
    if (token) body.set("token", token.value);
    fetch(item.to, { method: "POST", credentials: "same-origin", signal: stop ? stop.signal : undefined, headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" }, body: body.toString() })
      .then(function (r) { return r.json().then(function (told) { return [r.status, told]; }); })
      .then(function (r) {
        clearTimeout(timer); busy[slot] = false; online(true);
        if (r[0] >= 500 || r[0] === 409) { later(slot); return; }
        tries[slot] = 0;
        mark(slot, r[1].say || "", r[0] === 200 ? "kept" : "wrong");
        put(slot, null);
        if (slot.indexOf("idea") === 0) {
          if (r[0] === 200) look(true);
          else { var box = boxFor(item), again = box && box.querySelector("textarea"); if (again && !again.value) { again.value = new URLSearchParams(item.body).get("text"); keep(box); } }
        } else if (r[0] !== 200) { look(true); }
      }, function () { clearTimeout(timer); busy[slot] = false; online(false); later(slot); });
  }
  function later(slot) {
    var n = tries[slot] = (tries[slot] || 0) + 1;
    setTimeout(function () { send(slot); }, LATER[Math.min(n, LATER.length) - 1]);
  }
  function draw() { var b = new Uint8Array(16); crypto.getRandomValues(b); return [].map.call(b, function (x) { return ("0" + x.toString(16)).slice(-2); }).join(""); }
  doc.addEventListener("submit", function (e) {
    var form = e.target;
    if (!form.dataset.send) return;
    e.preventDefault();
    var slot = slotOf(form);
    put(slot, { to: form.action, body: new URLSearchParams(new FormData(form)).toString() });
    form.dataset.dirty = "";
    if (form.dataset.send === "idea") {
      form.elements.namedItem("text").value = "";
      form.elements.namedItem("key").value = draw();
      keep(form);
    }
    send(slot);
  });
  // Half-typed words survive a reload.
  function shelfOf(form) { return SHELF + ":text" + (aboutOf(form) && ":" + aboutOf(form)); }
  function keep(form) {
    var text = form.elements.namedItem("text").value;
    try { if (text) localStorage.setItem(shelfOf(form), text); else localStorage.removeItem(shelfOf(form)); } catch (e) { /* it stays in the page */ }
  }
  function take(form) {
    var box = form.elements.namedItem("text");
    try { if (!box.value) box.value = localStorage.getItem(shelfOf(form)) || ""; } catch (e) { /* none */ }
  }
  doc.addEventListener("input", function (e) {
    var form = e.target.form;
    if (!form || !form.dataset.send) return;
    form.dataset.dirty = "1";
    var place = form.querySelector(".state");
    if (place) { place.textContent = ""; place.className = "state"; }
    if (form.dataset.send === "idea") keep(form);
  });

  // --- what is new ---------------------------------------------------------------------------------------
  var looking = false;
  function look(now) {
    if (looking || (doc.hidden && !now)) return;
    looking = true;
    fetch(hall.dataset.now, { credentials: "same-origin", headers: { "If-None-Match": '"' + turn() + '"' } }).then(function (r) {
      online(true);
      if (r.status === 304 && !now) return;
      var here = hall.dataset.here, part = here + (here.indexOf("?") < 0 ? "?" : "&") + "part=1";
      return fetch(part, { credentials: "same-origin" }).then(function (r) {
        // The seat was taken away, or the forum: the whole page says so.
        if (r.status === 403 || r.status === 404) { location.reload(); return; }
        if (r.ok) return r.text().then(function (text) { merge(new DOMParser().parseFromString(text, "text/html")); });
      });
    }).then(function () { looking = false; }, function () { looking = false; online(false); });
  }
  // What somebody has words in stays until they are sent, whatever the desk goes on to.
  function typed(section) { return all('form[data-send="idea"] textarea', section).some(function (el) { return el.value.trim(); }); }
  function merge(fresh) {
    var seen = {}, last = null;
    all("[data-part]", fresh).forEach(function (theirs) {
      var name = theirs.dataset.part, mine = hall.querySelector('[data-part="' + name + '"]');
      seen[name] = true;
      if (mine && mine.dataset.key === theirs.dataset.key) { last = mine; return; }
      var put_ = doc.importNode(theirs, true);
      if (mine && typed(mine)) { mine.dataset.part = name + "-" + mine.dataset.key; mine.after(put_); }
      else if (mine) mine.replaceWith(put_); else if (last) last.after(put_); else hall.prepend(put_);
      all('form[data-send="idea"]', put_).forEach(take);
      last = put_;
    });
    all("[data-part]", hall).forEach(function (mine) { if (!seen[mine.dataset.part] && !typed(mine) && !mine.contains(doc.activeElement)) mine.remove(); });
    var at = doc.getElementById("turn"), next = fresh.getElementById("turn");
    if (at && next) at.dataset.turn = next.dataset.turn;
  }
  function wake() { Object.keys(waiting()).forEach(send); look(true); }
  ["online", "focus", "pageshow"].forEach(function (name) { addEventListener(name, wake); });
  doc.addEventListener("visibilitychange", function () { if (!doc.hidden) wake(); });
  all('form[data-send="idea"]').forEach(take);
  wake();
  // Not all phones of a hall in the same moment.
  setTimeout(function () { setInterval(look, LOOK); }, Math.random() * LOOK);
})();
