"use strict";
// What a dot says under the pointer: the arithmetic of its run from its card, or the values drawn.
(() => {
  const tip = document.getElementById("page_tip");
  let shownAt = 0;

  function element(kind, text) {
    const made = document.createElement(kind);
    made.textContent = text;
    return made;
  }

  function words(datum, value) {
    const title = element("strong", datum.name || "");
    const card = datum.run && document.getElementById(datum.run);
    if (!card) {
      const values = Object.entries(value).filter(([name]) => name !== "name");
      return [title, ...values.map(([name, found]) => element("span", `${name}: ${found}`))];
    }
    const facts = [...card.querySelectorAll(".meta, .adopted strong, .adopted span")];
    const worked = card.querySelector(".arithmetic");
    return [title, ...facts.map((part) => element("span", part.textContent)), ...(worked ? [element("p", worked.textContent)] : [])];
  }

  document.addEventListener("tip", ({ detail: { event, datum, value } }) => {
    tip.hidden = !datum;
    if (!datum) return;
    shownAt = window.scrollY;
    tip.replaceChildren(...words(datum, value));
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(event.clientX + 14, window.innerWidth - box.width - 8))}px`;
    const below = event.clientY + 16;
    tip.style.top = `${below + box.height > window.innerHeight ? Math.max(8, event.clientY - box.height - 12) : below}px`;
  });
  // The event of a scroll comes after it: a tip that has been shown since stays.
  window.addEventListener("scroll", () => { if (window.scrollY !== shownAt) tip.hidden = true; }, { passive: true });
})();
