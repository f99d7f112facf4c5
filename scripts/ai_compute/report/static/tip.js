"use strict";
// What a dot says under the pointer: the arithmetic of its run from its card, or the values drawn.
(() => {
  const tip = document.getElementById("page_tip");
  let shownAt = 0;
  let latest = null;

  function element(kind, text) {
    const made = document.createElement(kind);
    made.textContent = text;
    return made;
  }

  function words(datum, value) {
    const title = element("strong", datum.name || "");
    const card = datum.run && whole.card(datum.run);
    if (!card) {
      const values = Object.entries(value).filter(([name]) => name !== "name");
      return [title, ...values.map(([name, found]) => element("span", `${name}: ${found}`))];
    }
    const facts = [...card.querySelectorAll(".meta, .adopted strong, .adopted span")];
    const worked = card.querySelector(".arithmetic");
    return [title, ...facts.map((part) => element("span", part.textContent)), ...(worked ? [element("p", worked.textContent)] : [])];
  }

  function show(x, y, ...parts) {
    tip.hidden = false;
    shownAt = window.scrollY;
    tip.replaceChildren(...parts);
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(x + 14, window.innerWidth - box.width - 8))}px`;
    const below = y + 16;
    tip.style.top = `${below + box.height > window.innerHeight ? Math.max(8, y - box.height - 12) : below}px`;
  }

  document.addEventListener("tip", ({ detail: { event, datum, value } }) => {
    latest = datum;
    if (!datum) {
      tip.hidden = true;
      return;
    }
    const tell = () => show(event.clientX, event.clientY, ...words(datum, value));
    tell();
    // The arithmetic of a run comes with the cards.
    if (datum.run && !whole.card(datum.run)) whole.load().then(() => { if (latest === datum && !tip.hidden) tell(); }, () => {});
  });

  // A term of the glossary tells its meaning where it stands.
  function explain(event) {
    const term = event.target.closest && event.target.closest("a.term");
    if (!term) return;
    const named = document.getElementById(term.hash.slice(1));
    const box = term.getBoundingClientRect();
    if (named) show(box.left, box.bottom - 8, element("strong", named.textContent), element("span", named.nextElementSibling.textContent));
  }
  const forget = (event) => { if (event.target.closest && event.target.closest("a.term")) tip.hidden = true; };
  for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, explain);
  for (const kind of ["pointerout", "focusout"]) document.addEventListener(kind, forget);
  // The event of a scroll comes after it: a tip that has been shown since stays.
  window.addEventListener("scroll", () => { if (window.scrollY !== shownAt) tip.hidden = true; }, { passive: true });
})();
