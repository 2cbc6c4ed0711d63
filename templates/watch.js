// The page of `lacuna watch` loads itself anew from its file, as no port is open, and comes back as it was: what is
// unfolded, what is sought, where the reader stands. It waits while it is not seen or the reader types or marks words.
(function () {
  "use strict";
  var key = "lacuna-watch:" + location.pathname;
  var each = function (fn) { Array.prototype.forEach.call(document.querySelectorAll("details"), fn); };
  var tools = ["find", "by-tone", "by-cluster"];
  function keep() {
    var state = { open: [], at: window.scrollY, tools: {} };
    each(function (it, index) { if (it.open) { state.open.push(index); } });
    tools.forEach(function (id) {
      var it = document.getElementById(id);
      if (it) { state.tools[id] = it.value; }
    });
    try { sessionStorage.setItem(key, JSON.stringify(state)); } catch (error) { /* the page starts folded */ }
  }
  function restore() {
    var state;
    try { state = JSON.parse(sessionStorage.getItem(key)); } catch (error) { return; }
    if (!state) { return; }
    each(function (it, index) { it.open = state.open.indexOf(index) >= 0; });
    tools.forEach(function (id) {
      var it = document.getElementById(id);
      if (it && state.tools[id]) {
        it.value = state.tools[id];
        it.dispatchEvent(new Event("input", { bubbles: true }));
        it.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
    window.scrollTo(0, state.at);
  }
  function busy() {
    var at = document.activeElement;
    return document.hidden || String(window.getSelection()) !== "" || (at && at.id === "find" && at.value !== "");
  }
  restore();
  window.setInterval(function () {
    if (!busy()) { keep(); location.reload(); }
  }, 2000);
})();
