"use strict";
// Folds stand in the page as text, and cards beside it: neither costs anything until it is asked for.
const whole = (() => {
  const folds = new Map();
  document.documentElement.dataset.scripts = "yes";
  let store = "";
  let loading = null;

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
    for (const picture of made.querySelectorAll("a:has(> img.static)")) picture.remove();
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

  // Cards stand in a file of their own: loaded once, when the first is asked for.
  function load() {
    loading ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = "runs/cards.js";
      script.onload = () => { store = window.page_cards; done(); };
      script.onerror = failed;
      document.head.append(script);
    });
    return loading;
  }

  const known = (run) => !!document.querySelector(`#page_runs_table a[href="runs/${CSS.escape(run)}.html"]`);

  function card(run) {
    const start = store.indexOf(`<${"article"} class="card" id="${run}"`);
    return start < 0 ? null : parsed(store.slice(start, store.indexOf("</article>", start) + 10)).firstElementChild;
  }

  function cards() { return parsed(store); }

  for (const holder of document.querySelectorAll("details > noscript")) keep(holder.parentElement, holder);
  return { find, load, known, card, cards };
})();
