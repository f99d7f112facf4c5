"use strict";
// A run's card: a dialog over the page. Its address can be shared; opening and closing it leave no trace in the history.
(() => {
  const dialog = document.getElementById("page_dialog");
  let opener = null;

  function open(run, from) {
    const card = whole.card(run);
    if (!card) return false;
    dialog.replaceChildren(card);
    dialog.setAttribute("aria-labelledby", `${run}--name`);
    history.replaceState(null, "", `#${run}`);
    if (!dialog.open) {
      opener = from;
      dialog.showModal();
    }
    card.focus();
    return true;
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
    const link = event.target.closest("a[href^='#']");
    if (link && !link.closest(".close") && open(link.hash.slice(1), link)) event.preventDefault();
  });
  document.addEventListener("run", (event) => open(event.detail.run, event.detail.from));

  // All cards on paper, for who asks for them.
  const every = document.getElementById("page_print_cards");
  if (every) {
    every.addEventListener("click", () => {
      const holder = document.createElement("section");
      holder.className = "printed-cards";
      holder.append(whole.cards());
      document.querySelector("main").append(holder);
      window.addEventListener("afterprint", () => holder.remove(), { once: true });
      window.print();
    });
  }
})();
