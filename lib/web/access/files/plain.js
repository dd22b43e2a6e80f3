// The secret of a link stands behind #, where no server, log or preview sees it: hand it over by a form.
(function () {
  "use strict";
  var form = document.querySelector("form[data-fragment]");
  function send() {
    var code = decodeURIComponent(location.hash.slice(1));
    if (!form || !code) return;
    form.elements.namedItem("code").value = code;
    form.hidden = true;
    document.querySelector(".wait").hidden = false;
    form.submit();
  }
  // Back from the next page: the form is here again for who wants it.
  addEventListener("pageshow", function (event) {
    if (event.persisted && form) form.hidden = false;
  });
  addEventListener("hashchange", send);
  send();
})();
