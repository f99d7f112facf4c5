"use strict";
// What an address leads to is seen: folded places open, filtered rows come back; at first load and when it changes.
(() => {
  function named() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return location.hash.slice(1);
    }
  }

  function reveal() {
    const id = named();
    if (!id) return;
    if (whole.known(id)) {
      document.dispatchEvent(new CustomEvent("run", { detail: { run: id, from: null } }));
      return;
    }
    // A run that is left out of a long page has no card: the section of runs says where it stands.
    const target = whole.find(id) ?? (/[_]/.test(id) ? null : document.getElementById("page_runs"));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at instanceof HTMLDetailsElement) at.open = true;
    for (const marked of document.querySelectorAll(".marked")) marked.classList.remove("marked");
    if (target.matches("tr, dt, details.table, .scoreboard")) target.classList.add("marked");
    // Names of columns and of sections stay in sight above a row.
    target.scrollIntoView({ block: target.matches("tr") ? "center" : "start" });
  }

  window.addEventListener("hashchange", reveal);
  // The same address once more: nothing changes, yet the reader wants to be led there.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash && !event.defaultPrevented) reveal();
  });
  // Once more when the page is whole: what is drawn or unfolded above may have moved it.
  window.addEventListener("load", reveal, { once: true });
  reveal();
})();
