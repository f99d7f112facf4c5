"use strict";
// A run's card: a dialog over the page. Its address can be shared; opening and closing it leave no trace in the history.
(() => {
  const dialog = document.getElementById("page_dialog");
  let opener = null;

  async function open(run, from) {
    if (!whole.known(run)) return;
    try {
      await whole.load();
    } catch {
      location.href = `runs/${run}.html`;
      return;
    }
    const card = whole.card(run);
    dialog.replaceChildren(card);
    dialog.setAttribute("aria-labelledby", `${run}--name`);
    history.replaceState(null, "", `#${run}`);
    if (!dialog.open) {
      opener = from;
      dialog.showModal();
    }
    card.focus();
  }

  dialog.addEventListener("close", () => {
    history.replaceState(null, "", location.href.split("#")[0]);
    dialog.replaceChildren();
    if (opener) opener.focus({ preventScroll: true });
    opener = null;
  });
  dialog.addEventListener("click", (event) => {
    if (event.target !== dialog && !event.target.closest(".close a")) return;
    event.preventDefault();
    dialog.close();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='runs/']:not(.own)");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link.getAttribute("href").slice("runs/".length, -".html".length), link);
  });
  document.addEventListener("run", (event) => open(event.detail.run, event.detail.from));

  // All cards on paper, for who asks for them.
  const every = document.getElementById("page_print_cards");
  if (every) {
    every.addEventListener("click", async () => {
      await whole.load();
      const holder = document.createElement("section");
      holder.className = "printed-cards";
      holder.append(whole.cards());
      document.querySelector("main").append(holder);
      window.addEventListener("afterprint", () => holder.remove(), { once: true });
      window.print();
    });
  }
})();
