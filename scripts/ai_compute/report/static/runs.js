"use strict";
// Search, filter and sort the table of runs.
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

})();
