// The deck: arrows, space, a clicker and dots turn slides; "a" lets it turn by itself; Esc goes back to the page.
// Everything is on the page already: it runs on when the network is gone.
(function () {
  "use strict";
  var doc = document, slides = [].slice.call(doc.querySelectorAll(".slide")), dots = doc.getElementById("dots");
  var at = 0, timer = 0, EVERY = 20000;
  slides.forEach(function (_one, n) {
    var dot = doc.createElement("button");
    dot.type = "button";
    dot.setAttribute("aria-label", String(n + 1));
    dot.addEventListener("click", function () { show(n); });
    dots.appendChild(dot);
  });
  function show(n) {
    at = (n + slides.length) % slides.length;
    slides.forEach(function (one, k) { one.classList.toggle("on", k === at); });
    [].forEach.call(dots.children, function (dot, k) { dot.classList.toggle("on", k === at); });
    // The slide stays when the page is loaded again.
    history.replaceState(null, "", "#" + (at + 1));
  }
  function automatic(wanted) {
    clearInterval(timer);
    timer = wanted ? setInterval(function () { show(at + 1); }, EVERY) : 0;
    doc.body.classList.toggle("automatic", !!timer);
  }
  doc.addEventListener("keydown", function (event) {
    var key = event.key;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (key === "ArrowRight" || key === "ArrowDown" || key === "PageDown" || key === " " || key === "Enter") show(Math.min(at + 1, slides.length - 1));
    else if (key === "ArrowLeft" || key === "ArrowUp" || key === "PageUp") show(Math.max(at - 1, 0));
    else if (key === "Home") show(0);
    else if (key === "End") show(slides.length - 1);
    else if (key === "a" || key === "A" || key === "ฟ") { automatic(!timer); return; }
    else if (key === "Escape") { location.href = doc.body.dataset.back; return; }
    else return;
    event.preventDefault();
    // Who turns by hand goes on by hand.
    automatic(false);
  });
  var from = null;
  doc.addEventListener("pointerdown", function (event) { from = event.clientX; });
  doc.addEventListener("pointerup", function (event) {
    var way = from === null ? 0 : event.clientX - from;
    from = null;
    if (Math.abs(way) > 60) { automatic(false); show(way < 0 ? Math.min(at + 1, slides.length - 1) : Math.max(at - 1, 0)); }
  });
  show(Math.max(0, Math.min(slides.length, +location.hash.slice(1) || 1) - 1));
  if (new URLSearchParams(location.search).has("auto")) automatic(true);
})();
