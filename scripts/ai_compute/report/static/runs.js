"use strict";
// Search, filter and sort the table of runs; keyboard for cards.
(() => {
  const table = document.getElementById("page_runs_table");
  let hidden = new Set();
  let opener = null;

  if (table) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const domains = rows.map((row) => row.querySelector(".domain").textContent);
    const search = document.getElementById("page_search");
    const found = document.getElementById("page_found");

    const filter = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, index) => {
        row.hidden = hidden.has(domains[index]) || !words.every((word) => texts[index].includes(word));
        shown += row.hidden ? 0 : 1;
      });
      found.textContent = `${shown} of ${rows.length} ${rows.length === 1 ? "run" : "runs"}`;
    };
    search.addEventListener("input", filter);
    document.addEventListener("domains", (event) => { hidden = event.detail; filter(); });

    const value = (row, index) => row.cells[index].dataset.sort ?? row.cells[index].textContent;
    const compare = (a, b) => (Number.isNaN(Number(a)) || Number.isNaN(Number(b)) ? String(a).localeCompare(String(b), "en") : a - b);
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, index) => head.addEventListener("click", () => {
      const order = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", order);
      const sign = order === "ascending" ? 1 : -1;
      body.append(...[...rows].sort((a, b) => sign * compare(value(a, index), value(b, index))));
    }));
  }

  const openCard = () => document.querySelector(".card:target");
  window.addEventListener("hashchange", () => {
    if (!openCard() && opener) { opener.focus({ preventScroll: true }); opener = null; }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (target && target.classList.contains("card")) opener = link;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !openCard()) return;
    const { scrollX, scrollY } = window;
    location.hash = "closed";
    window.scrollTo(scrollX, scrollY);
  });
})();
