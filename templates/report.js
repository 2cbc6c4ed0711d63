"use strict";
// Filter, search and folding. The page is whole without it: anchors and details work by themselves.
(function () {
  var all = function (selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); };
  var byId = function (id) { return document.getElementById(id); };
  var plain = function (text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/\s+/g, " ").toLowerCase();
  };
  var find = byId("find"), tone = byId("by-tone"), cluster = byId("by-cluster"), shown = byId("shown");
  var entries = all(".entry").map(function (element) {
    var group = element.closest(".group");
    return { element: element, group: group, text: plain(element.textContent), cluster: element.dataset.cluster };
  });
  var groups = all(".group");

  function filter() {
    var words = plain(find.value).split(" ").filter(Boolean), count = 0, left = new Set();
    entries.forEach(function (it) {
      var fits = (!tone.value || it.group.id === tone.value) && (!cluster.value || it.cluster === cluster.value) &&
        words.every(function (word) { return it.text.indexOf(word) >= 0; });
      it.element.hidden = !fits;
      if (fits) { count += 1; left.add(it.group); }
    });
    groups.forEach(function (group) { group.hidden = !left.has(group); });
    var say = count ? shown.dataset.say : shown.dataset.none;
    shown.textContent = say.replace("{n}", count).replace("{x}", entries.length);
  }

  function fold(open) {
    all(".group details").forEach(function (details) { details.open = open; });
  }

  // A link leads to what it names, also where that is folded or filtered away.
  function arrive() {
    var name = "";
    try { name = decodeURIComponent(location.hash.slice(1)); } catch (error) { name = location.hash.slice(1); }
    var target = name && byId(name);
    if (!target) { return; }
    var entry = target.closest(".entry");
    if (entry && entry.hidden) {
      find.value = tone.value = cluster.value = "";
      filter();
    }
    for (var at = target; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") { at.open = true; }
    }
    var own = target.querySelector(":scope > details");
    if (own) { own.open = true; }
    if (!target.hasAttribute("tabindex")) { target.setAttribute("tabindex", "-1"); }
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "start" });
  }

  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = all("details:not([open])");
    folded.forEach(function (details) { details.open = true; });
  });
  window.addEventListener("afterprint", function () {
    folded.forEach(function (details) { details.open = false; });
  });
  window.addEventListener("hashchange", arrive);
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href^='#']");
    if (link && link.getAttribute("href") === location.hash) { arrive(); }
  });
  byId("tools").addEventListener("submit", function (event) { event.preventDefault(); });
  find.addEventListener("input", filter);
  tone.addEventListener("change", filter);
  cluster.addEventListener("change", filter);
  byId("unfold").addEventListener("click", function () { fold(true); });
  byId("fold").addEventListener("click", function () { fold(false); });
  byId("tools").hidden = false;
  filter();
  arrive();
})();
