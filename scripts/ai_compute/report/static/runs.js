"use strict";
// Search and filter the table of runs; sort it, and every other table that can be sorted.
(() => {
  const table = document.getElementById("page_runs_table");
  let hidden = new Set();

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
  }

  const value = (row, index) => row.cells[index].dataset.sort ?? row.cells[index].textContent;
  const compare = (a, b) => (Number.isNaN(Number(a)) || Number.isNaN(Number(b)) ? String(a).localeCompare(String(b), "en") : a - b);
  // Tables within folds are not there yet.
  document.addEventListener("click", (event) => {
    const head = event.target.closest("table.sortable thead th");
    if (!head) return;
    const order = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", order);
    const sign = order === "ascending" ? 1 : -1;
    const body = head.closest("table").tBodies[0];
    body.append(...[...body.rows].sort((a, b) => sign * compare(value(a, head.cellIndex), value(b, head.cellIndex))));
  });
})();
