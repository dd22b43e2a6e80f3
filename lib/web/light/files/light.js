// What is typed is kept on the phone at each letter, sent when a field is left or after two quiet seconds,
// and shown as what it is: on this phone, on its way, kept. What was sent once never changes: it goes again
// under the same key until the server says what became of it.
(function () {
  "use strict";
  var doc = document, body = doc.body, data = body.dataset, who = data.who, root = doc.documentElement;
  root.classList.add("js");
  var t = function (name) { return data["t" + name.split("-").map(function (p) { return p[0].toUpperCase() + p.slice(1); }).join("")] || ""; };
  var QUIET = 2000, LATER = [2000, 4000, 8000, 15000, 30000], PREFIX = "thun:", memory = {};
  var all = function (sel, el) { return [].slice.call((el || doc).querySelectorAll(sel)); };

  // What came in answer to a form stands under its own address: going back and reloading ask for no form again.
  if (data.at && location.pathname !== data.at) history.replaceState(null, "", data.at + (data.lang === "en" ? "?lang=en" : "") + location.hash);

  var near = doc.querySelector("[data-near]");
  if (near && navigator.geolocation) {
    near.hidden = false;
    near.onclick = function () {
      navigator.geolocation.getCurrentPosition(function (at) {
        location.href = near.dataset.near + at.coords.latitude.toFixed(2) + "," + at.coords.longitude.toFixed(2);
      });
    };
  }
  // A page that is the same for everybody sends nothing.
  if (!who) return;

  // --- what waits, by the place it was typed at ---------------------------------------------
  function put(slot, item) {
    memory[slot] = item;
    if (item && item.personal) return;
    try {
      if (item) localStorage.setItem(PREFIX + slot, JSON.stringify(item));
      else localStorage.removeItem(PREFIX + slot);
    } catch (e) { if (item) item.personal = true; /* full or forbidden: it stays in the page */ }
  }
  function get(slot) {
    if (memory[slot]) return memory[slot];
    try { return JSON.parse(localStorage.getItem(PREFIX + slot)); } catch (e) { return null; }
  }
  function waiting() {
    var found = {};
    Object.keys(memory).forEach(function (s) { if (memory[s]) found[s] = memory[s]; });
    try {
      for (var i = 0; i < localStorage.length; i++) {
        var name = localStorage.key(i);
        if (name.indexOf(PREFIX) === 0 && !found[name.slice(PREFIX.length)]) {
          var item = get(name.slice(PREFIX.length));
          if (item) found[name.slice(PREFIX.length)] = item;
        }
      }
    } catch (e) { /* no storage here: what is in memory is all there is */ }
    return found;
  }
  function draw() {
    var bytes = new Uint8Array(16);
    crypto.getRandomValues(bytes);
    return [].map.call(bytes, function (b) { return ("0" + b.toString(16)).slice(-2); }).join("");
  }

  // --- a form on the page -------------------------------------------------------------------
  // The practice country's forms have the same names as the real ones: theirs are other places.
  var world = /\/practice\/m\/answer$/.test(data.send) ? "~practice" : "";
  function slotOf(form) { return who + "|" + (form.dataset.canvas || form.dataset.form || "") + world + "|" + form.dataset.slot; }
  function values(form, name) {
    return all('[name="a.' + name + '"]', form).filter(function (el) {
      return el.type === "radio" || el.type === "checkbox" ? el.checked : true;
    }).map(function (el) { return el.value; });
  }
  function declined(form, name) {
    var el = form.querySelector('[name="n.' + name + '"]:checked');
    return el ? el.value : "";
  }
  function questionOf(el) { return /^[an]\./.test(el.name) && !/given/.test(el.className) ? el.name.slice(2) : ""; }
  function grow(el) { if (el.tagName === "TEXTAREA" && !(window.CSS && CSS.supports("field-sizing", "content"))) { el.style.height = "auto"; el.style.height = el.scrollHeight + 2 + "px"; } }
  function mark(form, state, words) {
    var place = form.querySelector(".state");
    if (!place) return;
    place.className = "state " + state;
    place.textContent = words || "";
  }
  function branches(form) {
    all("[data-if]", form).forEach(function (el) {
      var said = el.dataset.if.split("="), wanted = said[1].split("|");
      var now = values(form, said[0]);
      if (!form.querySelector('[name="a.' + said[0] + '"]')) return;
      el.hidden = !(now.length ? now : [""]).some(function (v) { return wanted.indexOf(v) >= 0; });
    });
  }

  // A new line shows its first box only, until there is something in it.
  function bare(form) {
    if (form.dataset.slot.indexOf("new-canvas") !== 0) return;
    form.classList.toggle("bare", form.classList.contains("new") && !(values(form, "text")[0] || "").trim());
  }

  // A new record is sent with what its form began with, and a draft that was found with all that stands in it.
  function begun(form, whole) {
    var item = { fields: {}, no: {}, at: 0, about: about(form) };
    if (form.dataset.personal) item.personal = true;
    if (whole) all("[data-q]", form).forEach(function (q) {
      var name = q.dataset.q;
      item.fields[name] = values(form, name);
      if (declined(form, name)) item.no[name] = declined(form, name);
    });
    return item;
  }
  function keepTyping(el) {
    var form = el.form, name = questionOf(el);
    if (!form || !name || !form.dataset.kind) return;
    var slot = slotOf(form), item = get(slot);
    if (!item) item = begun(form, !form.dataset.id || form.dataset.left);
    if (el.name[0] === "n" && el.checked) {
      all('[name="n.' + name + '"]', form).forEach(function (o) { if (o !== el) o.checked = false; });
      all('[name="a.' + name + '"]', form).forEach(function (o) { if (o.type === "radio" || o.type === "checkbox") o.checked = false; else o.value = ""; });
    } else if (el.name[0] === "a") {
      all('[name="n.' + name + '"]', form).forEach(function (o) { o.checked = false; });
    }
    item.fields[name] = values(form, name);
    item.no[name] = declined(form, name);
    item.at = Date.now();
    item.refused = false;
    item.title = values(form, "text")[0] || values(form, "name")[0] || doc.querySelector("h1").textContent;
    put(slot, item);
    var box = el.closest("[data-q]");
    if (box) all("b.wrong", box).forEach(function (b) { b.remove(); });
    all('[aria-invalid]', box || form).forEach(function (i) { i.removeAttribute("aria-invalid"); });
    mark(form, "", t("here"));
    branches(form);
    bare(form);
    sum(form, name);
    grow(el);
    show();
    clearTimeout(form.timer);
    form.timer = setTimeout(function () { if (form.dataset.press) draftOf(form, slot); else push(slot); }, QUIET);
  }
  function about(form) {
    var d = form.dataset, given = {};
    all(".given", form).forEach(function (el) { given[el.name.slice(2)] = el.value; });
    return { kind: d.kind, canvas: d.canvas || "", id: d.id, base: d.base, given: given, press: !!d.press, send: data.send, path: location.pathname + location.search, slot: d.slot };
  }
  // A short form is sent when its button is pressed; until then another phone may go on with it as well.
  function draftOf(form, slot) {
    var item = get(slot);
    if (!item || item.sent || busy[slot] || drafting[slot]) return;
    var out = new URLSearchParams(new FormData(form)), stop = window.AbortController ? new AbortController() : null;
    out.set("who", who); out.set("token", data.token);
    var timer = setTimeout(function () { if (stop) stop.abort(); }, 8000);
    function over() { clearTimeout(timer); delete drafting[slot]; }
    drafting[slot] = fetch((item.about.send || data.send).replace(/answer$/, "draft"), {
      method: "POST", credentials: "same-origin", signal: stop ? stop.signal : undefined,
      headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" }, body: out.toString()
    }).then(function (r) { over(); var now = get(slot); if (r.ok && now && !now.sent && !busy[slot]) mark(form, "", t("draft-kept")); }, over);
  }
  function formOf(slot) { return all("form[data-kind]").filter(function (f) { return slotOf(f) === slot; })[0]; }

  // --- sending ------------------------------------------------------------------------------
  var busy = {}, tries = {}, drafting = {};
  function ready(item) {
    // A new line waits for its words, as it does on the big screen.
    if (item.about.press) return item.ready;
    return item.about.id || item.fields.text === undefined || (item.fields.text[0] || "").trim() || item.ready;
  }
  function seal(item) {
    var a = item.about, asked = Object.keys(item.fields), out = new URLSearchParams();
    out.set("kind", a.kind); out.set("canvas", a.canvas); out.set("record", a.id); out.set("base", a.base); out.set("slot", a.slot);
    if (!a.id) Object.keys(a.given).forEach(function (n) { if (asked.indexOf(n) < 0) { asked.push(n); out.append("a." + n, a.given[n]); } });
    asked.forEach(function (n) {
      (item.fields[n] || []).forEach(function (v) { out.append("a." + n, v); });
      if (item.no && item.no[n]) out.set("n." + n, item.no[n]);
    });
    out.set("asked", asked.join(","));
    if (item.act) out.set("act", item.act);
    item.sent = { key: draw(), body: out.toString(), fields: item.fields, no: item.no };
    item.fields = {}; item.no = {};
  }
  function push(slot) {
    var item = get(slot);
    if (!item || busy[slot] || item.aside || slot.split("|")[0] !== who) return;
    // A draft that is on its way must not arrive after what was sent, and offer it again.
    if (drafting[slot]) { drafting[slot].then(function () { push(slot); }); return; }
    if (!item.sent) {
      if (item.refused || !(item.act || Object.keys(item.fields).length) || !ready(item)) return;
      seal(item);
      put(slot, item);
    }
    var form = formOf(slot);
    busy[slot] = true;
    if (form) mark(form, "", t("sending"));
    var tail = new URLSearchParams({ key: item.sent.key, token: data.token, who: who, lang: data.lang, from: item.about.path });
    var stop = window.AbortController ? new AbortController() : null;
    var timer = setTimeout(function () { if (stop) stop.abort(); }, 20000);
    // What was typed in the other world is sent there.
    fetch(item.about.send || data.send, {
      method: "POST", credentials: "same-origin", signal: stop ? stop.signal : undefined,
      headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" },
      body: item.sent.body + "&" + tail
    }).then(function (r) {
      return r.json().then(function (told) { return [r.status, told]; }, function () { return [599, {}]; });
    }).then(function (r) { clearTimeout(timer); busy[slot] = false; answered(slot, r[0], r[1]); }, function () {
      clearTimeout(timer); busy[slot] = false; later(slot);
    });
  }
  function later(slot) {
    var n = tries[slot] = (tries[slot] || 0) + 1, form = formOf(slot);
    if (form) mark(form, "", t("here"));
    show();
    setTimeout(function () { push(slot); }, LATER[Math.min(n, LATER.length) - 1]);
  }
  function answered(slot, status, told) {
    var item = get(slot), form = formOf(slot);
    if (!item || !item.sent) return;
    if (status === 200) {
      tries[slot] = 0;
      wrote += 1;
      heard[item.about.canvas] = Math.max(heard[item.about.canvas] || 0, told.number || 0);
      again();
      var act = item.act, title = item.title;
      item.sent = null; item.act = ""; item.about.id = told.id; item.about.base = told.base;
      if (form) settle(form, told);
      var next = form ? slotOf(form) : slot.replace(/[^|]*$/, told.id);
      item.about.slot = next.split("|")[2];
      put(slot, null);
      if (Object.keys(item.fields).length) { put(next, item); push(next); }
      else if (form) { mark(form, "kept", t("kept")); }
      if (act === "away") undo(item, title);
      show();
      look(true);
      return;
    }
    if (status === 401) { item.again = true; put(slot, item); if (form) mark(form, "wrong", t("sign-in-again")); show(); return; }
    if (status === 409 || status === 422) {
      // Not kept: the answers are what is being typed again, to be put right under a new key.
      var sent = item.sent; item.sent = null;
      Object.keys(sent.fields).forEach(function (n) { if (!(n in item.fields)) { item.fields[n] = sent.fields[n]; item.no[n] = sent.no[n]; } });
      item.refused = true; item.ready = false; item.why = (told.said || []).map(function (s) { return s.say; }).join(" ");
      put(slot, item);
      if (form) refuse(form, item, told, status === 409);
      show();
      return;
    }
    if (status === 404 || status === 403) {
      item.aside = true; item.why = (told.said || []).map(function (s) { return s.say; }).join(" ") || t("gone");
      put(slot, item); if (form) mark(form, "wrong", item.why); show(); return;
    }
    later(slot);
  }
  function settle(form, told) {
    var fresh = !form.dataset.id && form.dataset.canvas;
    if (fresh) another(form);
    form.dataset.id = told.id; form.dataset.base = told.base;
    if (form.dataset.slot.indexOf("new-") === 0 && form.dataset.canvas) { form.dataset.slot = told.id; form.id = "l-" + told.id; form.classList.remove("new"); }
    // Another look at the page may have brought it already.
    all("form.line").forEach(function (one) { if (one !== form && one.dataset.id === told.id) one.remove(); });
    [["record", "id"], ["base", "base"], ["slot", "slot"]].forEach(function (p) { var el = form.elements.namedItem(p[0]); if (el) el.value = form.dataset[p[1]]; });
  }
  function another(form) {
    // The line became one where it stands; the next empty one comes below it.
    var next = form.cloneNode(true);
    all("input,textarea,select", next).forEach(function (el) {
      if (el.type === "hidden") return;
      if (el.type === "radio" || el.type === "checkbox") el.checked = el.defaultChecked; else el.value = el.defaultValue || "";
      if (el.tagName === "SELECT") el.selectedIndex = Math.max(0, [].findIndex.call(el.options, function (o) { return o.defaultSelected; }));
    });
    all("textarea", next).forEach(function (el) { el.value = ""; el.textContent = ""; el.style.height = ""; });
    all("[id]", next).forEach(function (el) { el.id += "-" + draw().slice(0, 4); });
    all("label[for]", next).forEach(function (el) { var box = el.parentNode.querySelector("input,textarea,select"); if (box) el.htmlFor = box.id; });
    var key = next.elements.namedItem("key"); if (key) key.value = draw();
    mark(next, "", "");
    all(".strip, .sum", next).forEach(function (el) { el.remove(); });
    branches(next);
    bare(next);
    strip(next);
    form.parentNode.insertBefore(next, form.nextSibling);
  }
  function refuse(form, item, told, clash) {
    all("b.wrong, .clash", form).forEach(function (el) { el.remove(); });
    mark(form, "wrong", clash ? t("both") : t("not-kept"));
    (told.said || []).forEach(function (one) {
      var box = one.field ? form.querySelector('[data-q="' + one.field + '"]') : null, b = doc.createElement("b");
      b.className = "wrong"; b.setAttribute("role", "alert"); b.textContent = one.say;
      (box ? box.querySelector(".about") : form.querySelector(".foot")).appendChild(b);
      if (box) {
        var el = box.querySelector("input,textarea,select"); if (el) el.setAttribute("aria-invalid", "true");
        var fold = box.closest("details"); if (fold) fold.open = true;
      }
    });
    Object.keys(told.theirs || {}).forEach(function (name) {
      var box = form.querySelector('[data-q="' + name + '"]') || form, row = doc.createElement("div"), their = told.theirs[name];
      row.className = "clash";
      [["mine", item.fields[name]], ["theirs", their]].forEach(function (pair) {
        var button = doc.createElement("button");
        button.type = "button"; button.className = "quiet";
        button.textContent = t(pair[0]) + ": " + [].concat(pair[1] === "" ? "–" : pair[1]).join(", ");
        button.onclick = function () { choose(form, name, pair[0] === "mine", their, told.base); row.remove(); };
        row.appendChild(button);
      });
      box.appendChild(row);
    });
  }
  function choose(form, name, mine, theirs, base) {
    var slot = slotOf(form), item = get(slot);
    if (!item) return;
    all("b.wrong", form).forEach(function (b) { b.remove(); });
    if (!mine) {
      delete item.fields[name];
      all('[name="a.' + name + '"]', form).forEach(function (el) {
        if (el.type === "radio" || el.type === "checkbox") el.checked = [].concat(theirs).indexOf(el.value) >= 0; else el.value = theirs;
      });
      if (form.redraw) form.redraw();
    }
    item.refused = false; item.about.base = base; form.dataset.base = base;
    if (!Object.keys(item.fields).length) { put(slot, null); mark(form, "kept", t("kept")); show(); return; }
    put(slot, item);
    push(slot);
  }

  // --- taking a line away, and ten seconds to take it back -----------------------------------
  function act(form, what) {
    var slot = slotOf(form), item = get(slot) || { fields: {}, no: {} };
    item.about = about(form); item.act = what; item.refused = false;
    item.title = values(form, "text")[0] || "";
    if (what === "away") { item.fields = {}; item.no = {}; form.hidden = true; }
    put(slot, item);
    push(slot);
  }
  function undo(item, title) {
    var place = doc.getElementById("side") || doc.querySelector("main"), note = doc.createElement("p"), button = doc.createElement("button");
    note.className = "note undo"; note.setAttribute("role", "status"); note.textContent = t("undo") + (title ? " “" + title + "” " : " ");
    button.type = "button"; button.className = "quiet"; button.textContent = t("bring-back");
    button.onclick = function () {
      note.remove();
      var slot = who + "|" + item.about.canvas + world + "|" + item.about.id;
      put(slot, { fields: {}, no: {}, act: "back", about: item.about });
      push(slot);
    };
    note.appendChild(button);
    place.parentNode.insertBefore(note, place);
    setTimeout(function () { note.remove(); }, 10000);
  }

  // --- a gain's sum, while it is typed -----------------------------------------------------------
  function number(text) {
    var plain = (text || "").replace(/[๐-๙]/g, function (c) { return c.charCodeAt(0) - 3664; }).replace(/[, ]/g, "");
    return /^\d+(\.\d+)?$/.test(plain) ? +plain : null;
  }
  var SUMMED = ["units", "price", "months", "unit_cost", "units_high", "price_high", "from_month", "gain"];
  function sum(form, name) {
    if (!form.querySelector(".sentence") || SUMMED.indexOf(name) < 0) return;
    var told = SUMMED.map(function (n) { return (values(form, n)[0] || "").trim(); }), old = form.querySelector(".sum");
    if (old) old.textContent = "";
    // Ranges, and months beyond the plan's year, are the server's to reckon: it says so once the line is kept.
    if (told[4] || told[5] || told[6]) return;
    var units = number(told[0]), price = number(told[1]), months = told[2] ? number(told[2]) : 12, cost = number(told[3]), place = old;
    if (units === null || price === null || months === null || (told[3] && cost === null)) return;
    if (!place) { place = doc.createElement("span"); place.className = "sum"; form.querySelector(".state").after(place); }
    var all_ = function (n) { return Math.round(n).toLocaleString("en-US"); }, year = units * Math.min(months, 12);
    var saves = form.querySelector('[name="a.gain"]:checked'), costs = cost && !(saves && saves.value === "saving");
    place.textContent = t(costs ? "a-year-left" : "a-year").replace("#", all_(year * price)).replace("$", all_(year * cost)).replace("@", all_(year * (price - cost)));
  }

  // --- months on a strip; the two lists behind it stay for ears and for keys -----------------------
  function strip(form) {
    var from = form.querySelector('select[name="a.from_month"]'), to = form.querySelector('select[name="a.to_month"]');
    if (!from || !to || form.querySelector(".strip")) return;
    var row = from.closest(".row"), box = doc.createElement("div"), hint = doc.createElement("p"), buttons = [], begun_ = 0, was, moved, tapped;
    box.className = "strip"; box.setAttribute("aria-hidden", "true");
    hint.className = "about"; hint.textContent = t("months-strip"); box.appendChild(hint);
    function draw_() {
      var a = +from.value, b = +to.value || a;
      buttons.forEach(function (one, n) { one.classList.toggle("on", !!a && n + 1 >= a && n + 1 <= b); one.hidden = n >= 12 && !box.dataset.all && !(b > 12); });
    }
    form.redraw = draw_;
    [from, to].forEach(function (el) { el.addEventListener("input", draw_); el.addEventListener("change", draw_); });
    function choose_(a, b, done) {
      from.value = a ? String(Math.min(a, b)) : ""; to.value = a ? String(Math.max(a, b)) : ""; draw_();
      if (done) [from, to].forEach(function (el) { el.dispatchEvent(new Event("input", { bubbles: true })); });
      if (done) to.dispatchEvent(new Event("change", { bubbles: true }));
    }
    [].slice.call(from.options, 1).forEach(function (option, n) {
      var named = option.textContent.split(" "), year = named.pop();
      // The year where it begins; the lists behind say it of every month.
      var one = press(named.join(" ") + (n === 0 || /^(ม\.ค\.|Jan)/.test(named[0]) ? "\n" + year : ""), null);
      one.className = ""; one.tabIndex = -1; one.dataset.n = n + 1; buttons.push(one); box.appendChild(one);
    });
    var rest = press(t("more-months") + " ▾", function () { box.dataset.all = "1"; rest.remove(); draw_(); });
    rest.className = "quiet rest"; rest.tabIndex = -1;
    if (buttons.length > 12 && !(+to.value > 12)) box.appendChild(rest);
    function month(e) { var el = doc.elementFromPoint(e.clientX, e.clientY); return el && box.contains(el) ? +el.dataset.n || 0 : 0; }
    box.addEventListener("pointerdown", function (e) {
      var n = month(e), a = +from.value, b = +to.value || a;
      if (!n) return;
      was = [from.value, to.value]; moved = false; tapped = String(n);
      begun_ = a && a === b && n > a ? a : n;
      choose_(begun_, n, false);
    });
    box.addEventListener("pointermove", function (e) { var n = begun_ && month(e); if (n) { moved = moved || n !== begun_; choose_(begun_, n, false); } });
    doc.addEventListener("pointerup", function () {
      if (!begun_) return;
      // The one month that stood there, tapped again, is taken away.
      var gone = !moved && was[0] === tapped && was[1] === tapped;
      begun_ = 0;
      choose_(gone ? 0 : +from.value, +to.value, true);
    });
    // The thumb was scrolling: what stood there stands.
    doc.addEventListener("pointercancel", function () { if (begun_) { begun_ = 0; from.value = was[0]; to.value = was[1]; draw_(); } });
    row.classList.add("striped");
    row.parentNode.insertBefore(box, row);
    draw_();
  }

  // --- the bar: how much waits, and what to do about it ---------------------------------------
  function show() {
    var bar = doc.getElementById("bar"), items = waiting(), mine = [], strange = 0, again = false, personal = false;
    Object.keys(items).forEach(function (slot) {
      if (slot.split("|")[0] !== who) { strange += 1; return; }
      if (items[slot].sent || items[slot].act || Object.keys(items[slot].fields).length) mine.push(slot);
      again = again || items[slot].again; personal = personal || items[slot].personal;
    });
    bar.textContent = "";
    bar.hidden = !mine.length && !strange;
    if (bar.hidden) return;
    var fold = doc.createElement("details"), head = doc.createElement("summary"), list = doc.createElement("ul");
    head.textContent = mine.length ? t("waiting").replace("#", mine.length) : t("strange");
    fold.appendChild(head);
    var offline = mine.some(function (s) { return tries[s]; });
    if (mine.length && offline) { var why = doc.createElement("p"); why.textContent = personal ? t("page-only") : t("here-why"); fold.appendChild(why); fold.open = true; }
    if (mine.length && strange) { var other = doc.createElement("p"); other.textContent = t("strange"); fold.appendChild(other); }
    mine.forEach(function (slot) {
      var item = items[slot], li = doc.createElement("li"), link = doc.createElement("a"), text = (item.fields.text || (item.sent && item.sent.fields.text) || [""])[0];
      link.href = item.about.path; link.textContent = text || item.title || ""; li.appendChild(link);
      if (item.why) { var said = doc.createElement("span"); said.textContent = " " + item.why; li.appendChild(said); }
      // What can be sent no more is not carried along for ever; until then its words stand here.
      if (item.aside) li.appendChild(press(t("discard"), function () { put(slot, null); show(); look(true); }));
      else li.appendChild(press(t("set-aside"), function () { item.aside = true; put(slot, item); show(); }));
      li.appendChild(press(t("send-now"), function () { item.aside = false; item.again = false; item.refused = false; put(slot, item); push(slot); }));
      list.appendChild(li);
    });
    fold.appendChild(list);
    if (again) { var way = doc.createElement("a"); way.href = data.in; way.textContent = t("sign-in-again"); bar.appendChild(way); }
    bar.appendChild(fold);
  }
  function press(words, what) {
    var b = doc.createElement("button"); b.type = "button"; b.className = "quiet"; b.textContent = words; b.onclick = what; return b;
  }

  // --- the others' lines ---------------------------------------------------------------------
  var live, looking = null, wrote = 0, heard = {};
  // What this page has heard of is said with each look: a part from before it is not shown as what stands.
  function numberOf(tag) { var n = /^(?:W\/)?"(\d+)-/.exec(tag || ""); return n ? +n[1] : 0; }
  function look(now) {
    if (due) renew();
    var at = live;
    if (!at || looking === at || (doc.hidden && !now)) return;
    looking = at;
    var then = wrote;
    fetch(at.dataset.part + "&heard=" + Math.max(heard[at.dataset.canvas] || 0, numberOf(at.dataset.tag)), { credentials: "same-origin", headers: { "If-None-Match": at.dataset.tag } }).then(function (r) {
      // It may have come for the step before: that page is gone.
      if (looking === at) looking = null;
      // Asked before one's own words were kept, it would put older ones over them: the next look tells.
      if (r.status !== 200 || live !== at || wrote !== then) return;
      return r.text().then(function (text) {
        if (live !== at || wrote !== then) return;
        at.dataset.tag = r.headers.get("ETag") || "";
        again();
        merge(new DOMParser().parseFromString(text, "text/html"));
      });
    }, function () { if (looking === at) looking = null; });
  }
  // Whose box a finger or the mouse is down on: what it does when it is lifted is done there.
  var pressed = null;
  doc.addEventListener("pointerdown", function (e) { pressed = e.target.closest ? e.target.closest("form[data-kind]") : null; }, true);
  ["pointerup", "pointercancel"].forEach(function (name) {
    // The click comes after it.
    doc.addEventListener(name, function () { var was = pressed; setTimeout(function () { if (pressed === was) pressed = null; }, 0); }, true);
  });
  function held(form) { if (form === pressed) return true; var item = get(slotOf(form)); return form.contains(doc.activeElement) || busy[slotOf(form)] || (item && (item.sent || Object.keys(item.fields).length)); }
  function unheard(theirs) {
    return all('form.new[data-kind="' + theirs.dataset.kind + '"]').some(function (form) {
      var item = get(slotOf(form)), sent = item && item.sent && item.sent.fields.text;
      return sent && sent[0] === values(theirs, "text")[0];
    });
  }
  function merge(fresh) {
    var seen = {};
    all("#lines form", fresh).forEach(function (theirs) {
      seen[theirs.id] = true;
      var mine = doc.getElementById(theirs.id);
      if (theirs.dataset.slot.indexOf("new-") === 0) return;
      if (!mine) {
        // It may be this phone's own, whose answer got lost: it stands here already and will hear so.
        if (unheard(theirs)) return;
        var before = all('form.new[data-slot^="new-' + theirs.dataset.kind + '"]').filter(function (f) {
          return all(".given", f).every(function (g) { var o = theirs.elements.namedItem(g.name); return !o || !o.value || o.value === g.value; });
        })[0];
        if (before) { before.parentNode.insertBefore(doc.importNode(theirs, true), before); prepare(before.previousSibling); }
        else { all("#lines")[0].appendChild(doc.importNode(theirs, true)); }
      } else if (held(mine)) {
        var sum = mine.querySelector(".sum"), now_ = theirs.querySelector(".sum");
        if (now_ && sum) sum.textContent = now_.textContent;
        else if (now_) mine.querySelector(".state").after(doc.importNode(now_, true));
        else if (sum) sum.remove();
      } else {
        if (mine.hidden || mine.dataset.base !== theirs.dataset.base || mine.querySelector(".foot").textContent !== theirs.querySelector(".foot").textContent) {
          var open = all("details", mine).some(function (d) { return d.open; }), put_ = doc.importNode(theirs, true), state = mine.querySelector(".state").cloneNode(true);
          mine.parentNode.replaceChild(put_, mine);
          put_.querySelector(".state").replaceWith(state);
          if (open) all("details", put_).forEach(function (d) { d.open = true; });
          prepare(put_);
        }
      }
    });
    all("#lines form").forEach(function (mine) {
      if (seen[mine.id] || !mine.dataset.id || held(mine)) return;
      mine.remove();
    });
    // In the order that they stand in by now; what somebody is typing in stays where it is.
    var last = null;
    all("#lines form", fresh).forEach(function (theirs) {
      var mine = theirs.dataset.id ? doc.getElementById(theirs.getAttribute("id")) : null;
      if (!mine) { last = null; return; }
      if (last && last.nextElementSibling !== mine && !mine.contains(doc.activeElement)) last.after(mine);
      last = mine;
    });
    var side = doc.getElementById("side"), other = fresh.getElementById("side");
    if (side && other && !side.contains(doc.activeElement) && side.innerHTML !== other.innerHTML) {
      var folds = all("details", side).map(function (d) { return d.open; });
      side.innerHTML = other.innerHTML;
      all("details", side).forEach(function (d, i) { d.open = !!folds[i]; });
    }
  }

  // --- a household's form: personal, so it rests on the server and in this page only --------------
  function draft(form) {
    var sent = "", busy_ = false, wait = 0, timer;
    function now() { return new URLSearchParams(new FormData(form)).toString(); }
    function send() {
      clearTimeout(timer);
      var body_ = now();
      if (busy_ || body_ === sent) return;
      busy_ = true;
      mark(form, "", t("sending"));
      fetch(form.action, { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" }, body: body_ })
        .then(function (r) { if (!r.ok && r.status !== 401 && r.status !== 403 && r.status !== 404) throw 0; return r.json().then(function (told) { return [r.status, told]; }); })
        .then(function (r) {
          busy_ = false; wait = 0;
          if (r[0] !== 200) { mark(form, "wrong", t("sign-in-again")); return; }
          sent = body_;
          var sums = doc.getElementById("sums");
          if (sums) sums.textContent = r[1].sums || "";
          all("b.wrong", form).forEach(function (b) { b.remove(); });
          (r[1].said || []).forEach(function (one) {
            var box = form.querySelector('[data-q="' + one.field + '"] > .about');
            if (!box) return;
            var b = doc.createElement("b"); b.className = "wrong"; b.setAttribute("role", "alert"); b.textContent = one.say; box.appendChild(b);
          });
          mark(form, "kept", t("kept"));
          if (now() !== sent) timer = setTimeout(send, 300);
        }, function () { busy_ = false; mark(form, "wrong", t("page-only")); timer = setTimeout(send, LATER[Math.min(++wait, LATER.length) - 1]); });
    }
    sent = now();
    form.addEventListener("input", function (e) { branches(form); grow(e.target); mark(form, "", ""); clearTimeout(timer); timer = setTimeout(send, QUIET); });
    form.addEventListener("change", send);
    ["online", "focus", "pageshow"].forEach(function (name) { addEventListener(name, send); });
    addEventListener("beforeunload", function (e) { if (now() !== sent && wait) e.preventDefault(); });
    form.addEventListener("submit", function () { sent = now(); wait = 0; });
    all("[data-add]", form).forEach(function (button) {
      button.hidden = false;
      button.onclick = function () {
        var rows_ = all('[data-row="' + button.dataset.add + '"]', form), last = rows_[rows_.length - 1], next = last.cloneNode(true), n = rows_.length;
        all("[name]", next).forEach(function (el) {
          el.name = el.name.replace(/^(a\.r\.[^.]+\.)\d+/, "$1" + n).replace(/^(i\.[^.]+\.)\d+/, "$1" + n);
          if (el.type === "radio" || el.type === "checkbox") el.checked = false; else el.value = "";
        });
        last.parentNode.insertBefore(next, button);
        var first = next.querySelector("input,select,textarea"); if (first) first.focus();
      };
    });
    branches(form);
  }

  // --- in a frame of the office's screens: as tall as what it holds, its bar where it can be seen -------
  var frame = /\bframed\b/.test(root.className) ? window.frameElement : null;
  function fit() {
    var tall = doc.querySelector("main").getBoundingClientRect().bottom + scrollY;
    frame.style.height = Math.max(320, Math.ceil(tall) + 8) + "px";
    doc.getElementById("bar").style.top = Math.max(0, 64 - frame.getBoundingClientRect().top) + "px";
  }
  if (frame) {
    frame.style.scrollMarginTop = "4.5rem";
    new ResizeObserver(fit).observe(doc.body);
    window.parent.document.addEventListener("scroll", fit, { capture: true, passive: true });
    addEventListener("pagehide", function () { window.parent.document.removeEventListener("scroll", fit, { capture: true }); });
  }

  // --- beginning ----------------------------------------------------------------------------
  function prepare(form) {
    var item = get(slotOf(form));
    // Another phone went on with this form later than this one.
    if (item && form.dataset.left && !item.sent && item.at < +form.dataset.left) { put(slotOf(form), null); item = null; }
    if (item) {
      var typed = Object.assign({}, item.sent ? item.sent.fields : {}, item.fields);
      Object.keys(typed).forEach(function (name) {
        all('[name="a.' + name + '"]', form).forEach(function (el) {
          if (/given/.test(el.className)) return;
          if (el.type === "radio" || el.type === "checkbox") el.checked = typed[name].indexOf(el.value) >= 0; else el.value = typed[name][0] || "";
        });
      });
      mark(form, item.refused ? "wrong" : "", item.refused ? item.why || t("not-kept") : t("here"));
    }
    branches(form);
    bare(form);
    strip(form);
    all("textarea", form).forEach(grow);
  }
  // --- the next page is here before it is asked for -------------------------------------------
  var ahead = {};
  function fetchAhead() {
    all("a[data-ahead]").forEach(function (a) {
      if (ahead[a.href]) return;
      var page = ahead[a.href] = { at: Date.now() };
      fetch(a.href, { credentials: "same-origin" }).then(function (r) {
        if (r.ok && !r.redirected) return r.text().then(function (text) { page.text = text; });
      }, function () { delete ahead[a.href]; });
    });
  }
  // What was fetched before somebody wrote is told anew: the next step asks about the lines of this one.
  function again() { ahead = {}; clearTimeout(again.timer); again.timer = setTimeout(fetchAhead, 400); }
  var due = false;
  function swap(fresh) {
    ["main", "header"].forEach(function (part) { doc.querySelector(part).replaceWith(doc.importNode(fresh.querySelector(part), true)); });
    doc.title = fresh.title;
  }
  function renew() {
    var at = location.href, pending = Object.keys(busy).some(function (slot) { return busy[slot]; });
    if (pending || all("form[data-kind]").some(held)) return;
    due = false;
    fetch(at, { credentials: "same-origin" }).then(function (r) {
      if (!r.ok || r.redirected) return;
      return r.text().then(function (text) {
        if (location.href !== at || all("form[data-kind]").some(held)) { due = location.href === at; return; }
        swap(new DOMParser().parseFromString(text, "text/html"));
        begin();
      });
    }, function () { due = true; });
  }
  function turn(href) {
    var held_ = ahead[href], fresh = held_ && held_.text && Date.now() - held_.at < 300000 && new DOMParser().parseFromString(held_.text, "text/html");
    delete ahead[href];
    // Somebody else signed in meanwhile, or another version runs: the whole page is fetched.
    if (!fresh || fresh.body.dataset.who !== who || fresh.scripts[0].src !== doc.scripts[0].src) return false;
    all("form[data-kind]").forEach(function (form) { push(slotOf(form)); });
    // What has just been typed here is not in the next page yet: that one is fetched anew once it is kept.
    due = all("form[data-kind]").some(function (form) { var item = get(slotOf(form)); return busy[slotOf(form)] || (item && (item.sent || Object.keys(item.fields).length)); });
    swap(fresh);
    history.pushState(1, "", href);
    scrollTo(0, 0);
    if (frame && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
    begin();
    var title = doc.querySelector("h1"); title.tabIndex = -1; title.focus({ preventScroll: true });
    return true;
  }
  addEventListener("popstate", function () { location.reload(); });
  doc.addEventListener("click", function (e) {
    var any = e.target.closest && e.target.closest("a[href]"), a = any && any.matches("[data-ahead]") ? any : null;
    // Out of the frame into the whole window: the office's screens do not stand in themselves.
    if (frame && any && any.pathname.indexOf("/m/") < 0) any.target = "_top";
    if (a && !e.ctrlKey && !e.metaKey && !e.shiftKey && turn(a.href)) e.preventDefault();
  });

  function wake() {
    Object.keys(waiting()).forEach(function (slot) { push(slot); });
    look(true);
  }
  doc.addEventListener("input", function (e) { if (e.target.form) keepTyping(e.target); });
  doc.addEventListener("change", function (e) { 
    var form = e.target.form, name = form && questionOf(e.target);
    if (!name) return;
    // Every browser says so at `input` for text; some only now for what is chosen.
    var item = get(slotOf(form)), known = item && (item.fields[name] || (item.sent && item.sent.fields[name]));
    var chosen = e.target.tagName === "SELECT" || /^(radio|checkbox)$/.test(e.target.type);
    if (chosen && String(known) !== String(values(form, name))) keepTyping(e.target);
    push(slotOf(form));
  });
  doc.addEventListener("focusout", function (e) { if (e.target.form && e.target.form.dataset.kind) push(slotOf(e.target.form)); });
  doc.addEventListener("submit", function (e) {
    var form = e.target, by = e.submitter;
    if (!form.dataset.kind || !window.fetch) return;
    e.preventDefault();
    if (by && by.name === "act") { act(form, by.value); return; }
    var item = get(slotOf(form));
    if (!item && form.dataset.press) { item = begun(form, true); item.title = doc.querySelector("h1").textContent; }
    if (item) { item.ready = true; item.refused = false; put(slotOf(form), item); }
    push(slotOf(form));
  });
  ["online", "focus", "pageshow"].forEach(function (name) { addEventListener(name, wake); });
  doc.addEventListener("visibilitychange", function () { if (!doc.hidden) wake(); });
  addEventListener("storage", function (e) { if (e.key && e.key.indexOf(PREFIX) === 0) { delete memory[e.key.slice(PREFIX.length)]; show(); } });
  function begin() {
    live = doc.getElementById("live");
    if (innerWidth > 736) all("details[data-wide-open]").forEach(function (d) { d.open = true; });
    all("form[data-draft]").forEach(draft);
    all("form[data-kind]").forEach(prepare);
    show();
    wake();
    // Once this page has come to rest, for a signal that may be gone when it is wanted.
    setTimeout(fetchAhead, 400);
  }
  begin();
  setInterval(look, 2000);
})();
