"use strict";
// Folds and cards stand in the page as text, which costs nothing until they are asked for.
const whole = (() => {
  const folds = new Map();
  document.documentElement.dataset.scripts = "yes";
  const store = document.getElementById("page_cards").textContent;

  function parsed(text) {
    const made = document.createElement("template");
    made.innerHTML = text;
    return made.content;
  }

  function keep(details, holder) {
    folds.set(details, holder.textContent);
    holder.remove();
    details.addEventListener("toggle", () => { if (details.open) unfold(details); });
  }

  function unfold(details) {
    const text = folds.get(details);
    if (text === undefined) return;
    folds.delete(details);
    const made = parsed(text);
    // Pictures are for readers without scripts.
    for (const picture of made.querySelectorAll("img.static")) picture.remove();
    details.append(made);
    document.dispatchEvent(new CustomEvent("unfolded", { detail: details }));
  }

  // The element of that id, made if it stands in a fold.
  function find(id) {
    if (!document.getElementById(id)) {
      for (const [details, text] of folds) if (text.includes(` id="${id}"`)) { unfold(details); break; }
    }
    return document.getElementById(id);
  }

  function card(run) {
    const start = store.indexOf(`<${"article"} class="card" id="${run}"`);
    return start < 0 ? null : parsed(store.slice(start, store.indexOf("</article>", start) + 10)).firstElementChild;
  }

  function cards() { return parsed(store); }

  for (const holder of document.querySelectorAll("details > noscript")) keep(holder.parentElement, holder);
  return { find, card, cards, unfold };
})();
