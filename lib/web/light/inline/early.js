// In a frame of the office's screens: without the heading that stands around it, and in its colours.
(function () {
  var root = document.documentElement, outer = null;
  try { outer = window.frameElement && window.parent.document; } catch (e) { /* somebody else's frame */ }
  if (!outer) return;
  root.classList.add("framed");
  var app = outer.querySelector(".stApp"), paint = app && getComputedStyle(app).backgroundColor.match(/\d+(\.\d+)?/g);
  if (!paint) return;
  root.dataset.theme = +paint[0] + +paint[1] + +paint[2] < 384 ? "dark" : "light";
  root.style.setProperty("--paper", "rgb(" + paint.slice(0, 3) + ")");
})();
