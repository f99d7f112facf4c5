"use strict";
// The page: an address is its only state. What is chosen writes an address; an address draws what is seen.
(() => {
  const { chart, choosing, drawing, form, numbers, records, runform, saving, states, telling, words } = explorer;
  const { element, find } = form;
  const data = JSON.parse(find("explore_data").textContent);
  const { rules, vocabulary } = data;
  const sources = Object.fromEntries(Object.entries(data.sources).map(([name, packed]) => [name, choosing.rowsOf(packed)]));
  const START = "#?domain=language&from=2020";
  const LISTED = 500;
  const choices = find("choices");
  let [address, state, built, queue, written] = [{}, null, "", Promise.resolve(), ""];

  const stateOf = (wanted) => states.stateOf(wanted, sources, data);

  function told() {
    const { groups, choice, problems } = state;
    find("explore_called").textContent = telling.title(state, address);
    find("explore_finding").textContent = telling.answer(state).replaceAll(" %", "\u00a0%");
    find("explore_refused").textContent = words.refused(problems, address, choice);
    find("explore_details").replaceChildren(...telling.details(state).map((text) => element("li", {}, text)));
    const many = numbers.sentence(numbers.count(state.places.length, "run"));
    find("explore_left").textContent = `${many} of ${numbers.grouped(String(state.rows.length))} chosen`;
    find("explore_fit").value = JSON.stringify(groups.map(({ fit }) => fit));
    find("explore_difference").value = JSON.stringify(state.difference);
    const there = new Set(groups.flatMap(({ points }) => points.places.map((at) => (state.colour === "group" ? "" : drawing.itemOf(state.colour, state.rows, at, state.items)))));
    find("explore_legend").replaceChildren(...state.items.filter(({ item }) => state.colour === "group" || there.has(item)).map(({ item, role }) => element(
      "li", { "data-item": item }, element("span", { className: `dot ${role.replaceAll("_", "-")}`, "aria-hidden": "true" }), words.label(state.colour, item) || "not said")));
    find("explore_python").textContent = python();
    find("explore_import").textContent = `from ai_compute.explorer.${groups.length > 1 ? "comparing import comparison_of" : "fits import trend_of"}`;
    if (find("explore_rows").open) listed();
  }

  function python() {
    const given = Object.entries(rules).map(([name, value]) => `${name}=${value}`).join(", ");
    const comparing = state.groups.length > 1;
    const drawn = [...Object.keys(choosing.DRAWN), ...(comparing ? [] : ["split", "against"])];
    const plain = Object.fromEntries(Object.entries(address).filter(([key]) => choosing.KEYS.includes(key) && !drawn.includes(key) && (choosing.LISTS.includes(key) || !state.problems[key])));
    return `${comparing ? "comparison_of" : "trend_of"}("reports/tables", ${JSON.stringify(choosing.spelled(plain))}, ${given})`;
  }

  // The chosen runs as a table, when it is asked for.
  function listed() {
    const { rows, places, choice } = state;
    const shown = [...places].sort((a, b) => rows.decimal_year[b] - rows.decimal_year[a]).slice(0, LISTED);
    find("explore_listed").textContent = places.length > LISTED ? `The latest ${LISTED}; the file of runs (CSV) holds all ${numbers.grouped(String(places.length))}.` : "";
    const unit = words.QUANTITIES[choice.y];
    find("explore_table").replaceChildren(...shown.map((at) => {
      const value = choosing.valueOf(rows, choice.y, at, choice);
      return element("tr", {}, element("td", {}, nameOf(at)), element("td", { className: "date" }, rows.published[at]), element("td", {}, rows.organization[at]),
        element("td", { className: "number" }, value === null ? "–" : numbers.power(value * unit.scale, 3)), element("td", {}, words.label("basis", rows.basis[at])));
    }));
    find("explore_table_head").textContent = [unit.title, unit.axis].filter(Boolean).join(", ");
  }

  const nameOf = (at) => (state.rows === sources.own ? element("a", { href: `index.html#${state.rows.run[at]}` }, state.rows.name[at]) : state.rows.name[at]);

  // What is known of one run: value, arithmetic, sources.
  function facts(at) {
    const { rows, choice } = state;
    const unit = words.QUANTITIES[choice.y];
    const value = choosing.valueOf(rows, choice.y, at, choice);
    const ends = choice.y === "compute" ? ` (${explorer.estimating.interval({ flop_low: rows.flop_low[at], flop_high: rows.flop_high[at] })})` : "";
    return [`${rows.published[at]}; ${rows.organization[at]}`, `${numbers.power(value * unit.scale)}${unit.unit}${ends}`, words.label("basis", rows.basis[at]), rows.arithmetic[at].replaceAll(" x ", " × ")].filter(Boolean);
  }

  function tip(_handler, event, item, value) {
    const box = find("explore_tip");
    box.hidden = !value;
    if (!value) return;
    box.replaceChildren(element("strong", {}, state.rows.name[item.datum.at]), ...facts(item.datum.at).map((text) => element("span", {}, text)));
    const size = box.getBoundingClientRect();
    box.style.left = `${Math.max(8, Math.min(event.clientX + 14, window.innerWidth - size.width - 8))}px`;
    const below = event.clientY + 16;
    box.style.top = `${below + size.height > window.innerHeight ? Math.max(8, event.clientY - size.height - 12) : below}px`;
  }

  function pick(at) {
    const { rows } = state;
    const [title, url] = data.papers[rows.paper[at]] ?? ["", ""];
    const source = /^https?:\/\//.test(url) ? element("a", { href: url, rel: "noreferrer" }, title) : title;
    find("explore_picked").replaceChildren(element("p", {}, element("strong", {}, nameOf(at))), ...facts(at).map((text) => element("p", {}, text)), element("p", {}, source));
  }

  async function render() {
    const wanted = choosing.addressOf(location.hash || START);
    const source = sources[wanted.source] ? wanted.source : "own";
    if (built !== source) { form.build(sources[source], vocabulary); built = source; }
    address = wanted;
    state = stateOf(wanted);
    const chosen = state.choice;
    const hash = location.hash;
    // What this page has not written itself comes from Back, a link or an address: then fields follow it.
    const typing = hash === written;
    form.fill(choices, wanted, state, typing);
    const own = runform.show(wanted, state, sources.own, data, typing);
    form.tell(choices, state, state.problems);
    const chosenNow = choosing.spelled(Object.fromEntries(Object.entries(wanted).filter(([key]) => !key.startsWith("my-"))));
    for (const link of document.querySelectorAll("#explore_examples a")) link.toggleAttribute("aria-current", choosing.spelled(choosing.addressOf(link.hash)) === chosenNow);
    told();
    const description = `${find("explore_called").textContent}. ${find("explore_finding").textContent}`;
    const { data: drawn } = await chart.show(find("explore_plot"), { ...state, mine: own }, { tip, pick, description });
    find("explore_caption").textContent = words.caption(drawn);
    document.documentElement.dataset.drawn = hash;
    // Counts come after the answer: they look at every choice that could be made next.
    setTimeout(() => {
      if (state.choice !== chosen) return;
      form.count(choices, state);
      document.documentElement.dataset.counted = hash;
      document.documentElement.dataset.ready = "yes";
    });
  }
  const renderSoon = () => (queue = queue.catch(() => {}).then(render));

  function go(next, step) {
    const hash = `#?${choosing.spelled(next)}`;
    if (hash === location.hash) return;
    written = hash;
    if (step) location.hash = hash; else location.replace(hash);
  }
  const isStep = form.steps(choices);
  choices.addEventListener("input", (event) => {
    form.comparing(choices);
    go(form.read(choices, address, event.target.name), isStep(event));
  });
  choices.addEventListener("submit", (event) => event.preventDefault());
  runform.listen((mine, step) => go({ ...Object.fromEntries(Object.entries(address).filter(([key]) => !key.startsWith("my-"))), ...mine }, step));
  find("choose_reset").addEventListener("click", () => {
    choices.elements.compare.value = "";
    form.comparing(choices);
    go(Object.fromEntries(Object.entries(address).filter(([key]) => key.startsWith("my-"))), true);
  });
  // The address is the state: a link within the page may not put its own in its place.
  find("skip").addEventListener("click", (event) => {
    event.preventDefault();
    find("explore_finding").focus();
  });
  window.addEventListener("hashchange", renderSoon);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", renderSoon);
  // A phone's keyboard and bars change the height alone: nothing is drawn anew for them.
  let [width, resizing] = [window.innerWidth, 0];
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    clearTimeout(resizing);
    resizing = setTimeout(renderSoon, 120);
  });
  window.addEventListener("scroll", () => { find("explore_tip").hidden = true; }, { passive: true });
  find("explore_rows").addEventListener("toggle", () => { if (find("explore_rows").open) listed(); });
  chart.brush(find("explore_plot"), (low, high) => {
    const day = (year) => new Date((year - 1970) * 365.25 * 86_400_000).toISOString().slice(0, 10);
    go({ ...address, from: day(low), until: day(high) }, true);
  });

  // What can be taken along.
  const name = () => `explore-${choosing.spelled(address).replace(/[^a-z0-9]+/gi, "-").slice(0, 60)}`.replace(/-+$/, "");
  const about = () => records.about(address, find("explore_source").dataset.version);
  const actions = {
    link: (button) => saving.copy(location.href, button),
    python: (button) => saving.copy(find("explore_python").textContent, button),
    rows: () => saving.saveCsv(records.ofRuns(state, about()), `${name()}-runs.csv`),
    fit: () => saving.saveCsv(records.ofFit(state, about()), `${name()}-fit.csv`),
  };
  for (const format of ["svg", "png"]) {
    actions[format] = async () => {
      const lines = (text, room) => text.split(" ").reduce((found, word) => {
        if (`${found.at(-1)} ${word}`.length > room) found.push(word); else found.push(`${found.pop()} ${word}`.trim());
        return found;
      }, [""]);
      const saved = { title: lines(find("explore_called").textContent, 88), subtitle: lines(find("explore_finding").textContent, 130), foot: [...lines(find("explore_caption").textContent, 150), find("explore_source").textContent.trim().replace(/\s+/g, " "), `explore.html#?${choosing.spelled(address)}`], items: [...find("explore_legend").children].map(({ dataset }) => dataset.item), labels: Object.fromEntries([...find("explore_legend").children].map((item) => [item.dataset.item, item.textContent])) };
      saving.savePicture(await chart.picture({ ...state, mine: runform.estimate() }, saved), data.colours, name(), format);
    };
  }
  for (const button of document.querySelectorAll("[data-action]")) button.addEventListener("click", () => actions[button.dataset.action](button));

  // Each example tells its finding before it is opened.
  function examples() {
    for (const link of document.querySelectorAll("#explore_examples a")) {
      link.querySelector("span").textContent = telling.shortly(stateOf(choosing.addressOf(link.hash)));
    }
  }
  if (window.innerWidth < 960) find("explore_fold").open = false;
  renderSoon().then(examples);
})();
