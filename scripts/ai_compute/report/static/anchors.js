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
    if (!id || id === "closed") return;
    // A run that is left out of a long page has no card: the section of runs says where it stands.
    const target = document.getElementById(id) ?? (/[_]/.test(id) ? null : document.getElementById("page_runs"));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at instanceof HTMLDetailsElement) at.open = true;
    if (target.classList.contains("card")) target.focus();
    else target.scrollIntoView();
  }

  window.addEventListener("hashchange", reveal);
  // Once more when the page is whole: what is drawn or unfolded above may have moved it.
  window.addEventListener("load", reveal, { once: true });
  reveal();
})();
