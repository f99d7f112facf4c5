"use strict";
// The page: an address is its only state. What is chosen writes an address; an address draws what is seen.
(() => {
  const { chart, choosing, drawing, form, numbers, runform, saving, statistics, words } = explorer;
  const { element, find } = form;
  const data = JSON.parse(find("explore_data").textContent);
  const { rules, vocabulary } = data;
  const sources = Object.fromEntries(Object.entries(data.sources).map(([name, packed]) => [name, choosing.rowsOf(packed)]));
  const START = "#?domain=language&from=2020";
  const LISTED = 500;
  const choices = find("choices");
  let [address, state, built, queue, written] = [{}, null, "", Promise.resolve(), ""];

  const rowsIn = (wanted) => sources[wanted.source] ?? sources.own;

  // Runs, line and name of one group.
  function groupOf(rows, choice, name) {
    const places = choosing.chosen(rows, choice, rules);
    const points = choosing.pointsOf(rows, places, choice);
    return { name, places, points, fit: choosing.fitted(points, choice, rules) };
  }

  // All that an address leads to.
  function stateOf(wanted) {
    const rows = rowsIn(wanted);
    const { choice, problems } = choosing.choiceOf(wanted, rows, vocabulary);
    if (wanted.source && !sources[wanted.source]) problems.address = `the address asks for the source “${wanted.source}”, which nobody has added here`;
    let groups = [groupOf(rows, choice, words.called(wanted, choice))];
    const other = secondOf(wanted, rows, choice, problems);
    if (other) groups = [groupOf(rows, other.first, other.names[0]), groupOf(rows, other.second, other.names[1])];
    const known = ["domain", "organization", "basis", "evidence", "open", ...(other ? ["group"] : [])];
    const colour = known.includes(wanted.colour) ? wanted.colour : other ? "group" : "domain";
    const places = [...new Set(groups.flatMap((group) => group.places))];
    const items = drawing.colouring(colour, rows, places, vocabulary, groups);
    const laws = wanted.lines === "laws" && choice.y === "compute" ? data.laws : [];
    return { rows, rules, choice, problems, groups, colour, items, laws, log: wanted.scale !== "linear", places };
  }

  // The second group of a comparison: since a date, or with another item of a facet.
  function secondOf(wanted, rows, choice, problems) {
    if (wanted.split) {
      const day = choosing.firstDay(wanted.split);
      if (day === null) { problems.with = "expected a date such as 2018-05-17"; return null; }
      const names = [`before ${wanted.split}`, `since ${wanted.split}`];
      return { names, first: { ...choice, end: Math.min(day, choice.end ?? day) }, second: { ...choice, start: Math.max(day, choice.start ?? day) } };
    }
    if (!wanted.against) return null;
    const [facet, text] = wanted.against.split(/:(.*)/);
    const items = choosing.split(text ?? "");
    if (!choosing.LISTS.includes(facet)) { problems.address = `the address compares by “${facet}”: expected one of ${choosing.LISTS.join(", ")}`; return null; }
    const known = new Set([...(rows.lists[facet]?.flat() ?? []), ...(vocabulary[facet] ?? [])]);
    if (!items.length || items.some((item) => !known.has(item))) {
      problems.with = items.length ? `no run has “${items.find((item) => !known.has(item))}”` : "expected the other group";
      return null;
    }
    const named = (of) => of?.map((item) => words.label(facet, item)).join(" or ") ?? "all runs";
    return { names: [named(choice.lists[facet]), named(items)], first: choice, second: { ...choice, lists: { ...choice.lists, [facet]: items } } };
  }

  // Two groups that each have one line, as a sentence; else what stands against comparing them.
  function comparison() {
    const [one, other] = state.groups;
    const against = ({ name, fit }) => (fit.reason ? `${name} has ${fit.reason}` : bent(fit) ? `no one line fits ${name}` : "");
    const reasons = [one, other].map(against).filter(Boolean);
    if (reasons.length) return `No comparison: ${reasons.join("; ")}.`;
    const nominal = one.fit.nominal || !one.fit.interval;
    const found = one.fit.interval ? statistics.difference(one.fit, other.fit, rules.level) : { difference: other.fit.slope - one.fit.slope };
    const said = words.difference({ ...found, nominal }, [one.name, other.name], state.choice);
    const first = new Set(one.points.places);
    const both = other.points.places.filter((at) => first.has(at)).length;
    if (!both) return said;
    return `${said} ${numbers.sentence(numbers.count(both, "run"))} ${both === 1 ? "is" : "are"} in both groups${nominal ? "" : ", which the interval takes for separate"}.`;
  }
  const bent = (fit) => fit.curved && state.choice.x === "date" && state.choice.quantile === null;

  // Whether two slopes differ by more than chance, in a sentence; nothing where that cannot be said.
  function surely() {
    const [one, other] = state.groups;
    if ([one, other].some(({ fit }) => fit.reason || fit.nominal || !fit.interval || bent(fit))) return "";
    const { difference_low: low, difference_high: high } = statistics.difference(one.fit, other.fit, rules.level);
    return low > 0 || high < 0 ? "The difference is larger than chance." : "The difference may be chance.";
  }

  function sentence() {
    const { groups, choice } = state;
    if (groups.length === 1) return words.finding(groups[0].fit, choice);
    const each = groups.map(({ name, fit }) => `${numbers.sentence(name)}: ${words.finding(fit, choice).replace(/^./, (first) => first.toLowerCase())}`);
    return [...each, surely()].join(" ").trim();
  }

  // The same in as few words as a list of questions has room for.
  function shortly() {
    const { groups, choice } = state;
    if (groups.length === 1 || groups.some(({ fit }) => fit.reason || fit.curved)) return words.finding(groups[0].fit, choice);
    const paces = groups.map(({ name, fit }) => `${name} ${words.pace({ ...fit, nominal: true })}`);
    return `${numbers.sentence(paces.join(", "))}. ${surely()}`;
  }

  function told() {
    const { groups, choice } = state;
    const many = numbers.sentence(numbers.count(state.places.length, "run"));
    const beside = groups.length > 1 && !address.split ? `, beside ${groups[1].name}` : address.split ? `, before and since ${address.split}` : "";
    const drawnAgainst = choice.x === "date" ? "" : ` against ${words.QUANTITIES[choice.x].title.toLowerCase()}`;
    find("explore_called").textContent = `${words.QUANTITIES[choice.y].title}${drawnAgainst}: ${words.called(address, choice)}${beside}`;
    find("explore_finding").textContent = sentence().replaceAll(" %", "\u00a0%");
    const drawn = new Set(groups.flatMap(({ points }) => points.places)).size;
    const without = state.places.length - drawn;
    const missing = without ? [`${numbers.sentence(numbers.count(without, "chosen run"))} ${without === 1 ? "does" : "do"} not say what is drawn.`] : [];
    const each = groups.flatMap(({ fit, name }) => words.details(fit, choice, rules.level).map((text) => (groups.length > 1 ? `${numbers.sentence(name)}: ${text.replace(/^./, (first) => first.toLowerCase())}` : text)));
    const compared = groups.length > 1 ? [comparison()] : [];
    const lawful = state.laws.length ? ["Dotted: what laws in force count from. Some of them count what a run was trained on top of as well; a run’s own page tells how sure it is to be above."] : [];
    find("explore_details").replaceChildren(...[...compared, ...each, ...missing, ...lawful].map((text) => element("li", {}, text)));
    find("explore_left").textContent = `${many} of ${numbers.grouped(String(state.rows.length))} chosen`;
    find("explore_fit").value = JSON.stringify(groups.map(({ fit }) => fit));
    const there = new Set(groups.flatMap(({ points }) => points.places.map((at) => (state.colour === "group" ? "" : drawing.itemOf(state.colour, state.rows, at, state.items)))));
    find("explore_legend").replaceChildren(...state.items.filter(({ item }) => state.colour === "group" || there.has(item)).map(({ item, role }) => element(
      "li", { "data-item": item }, element("span", { className: `dot ${role.replaceAll("_", "-")}`, "aria-hidden": "true" }), words.label(state.colour, item) || "not said")));
    find("explore_python").textContent = python();
    if (find("explore_rows").open) listed();
  }

  function python() {
    const given = Object.entries(rules).map(([name, value]) => `${name}=${value}`).join(", ");
    const plain = Object.fromEntries(Object.entries(address).filter(([key]) => !key.startsWith("my-") && !choosing.DRAWING.includes(key)));
    return `trend_of("reports/tables", ${JSON.stringify(choosing.spelled(plain))}, ${given})`;
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
    form.fill(choices, wanted, typing);
    const own = runform.show(wanted, state, sources.own, data, typing);
    form.tell(choices, state, state.problems);
    const chosenNow = choosing.spelled(Object.fromEntries(Object.entries(wanted).filter(([key]) => !key.startsWith("my-"))));
    for (const link of document.querySelectorAll("#explore_examples a")) link.toggleAttribute("aria-current", choosing.spelled(choosing.addressOf(link.hash)) === chosenNow);
    choices.elements.colour.value = state.colour;
    told();
    const description = `${find("explore_called").textContent}. ${find("explore_finding").textContent}`;
    await chart.show(find("explore_plot"), { ...state, mine: own }, { tip, pick, description });
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
  const actions = {
    link: (button) => saving.copy(location.href, button),
    python: (button) => saving.copy(find("explore_python").textContent, button),
    rows: () => saving.saveCsv(state.places.map((at) => Object.fromEntries(Object.keys(data.sources.own).map((column) => [column, state.rows[column][at]]))), `${name()}-runs.csv`),
    fit: () => saving.saveCsv(state.groups.map(({ name: group, fit }) => ({ group, address: choosing.spelled(address), ...Object.fromEntries(Object.entries(fit).filter(([, value]) => typeof value !== "object")) })), `${name()}-fit.csv`),
  };
  for (const format of ["svg", "png"]) {
    actions[format] = async () => {
      const lines = (text, room) => text.split(" ").reduce((found, word) => {
        if (`${found.at(-1)} ${word}`.length > room) found.push(word); else found.push(`${found.pop()} ${word}`.trim());
        return found;
      }, [""]);
      const saved = { title: lines(find("explore_called").textContent, 88), subtitle: lines(find("explore_finding").textContent, 130), foot: [find("explore_source").textContent.trim().replace(/\s+/g, " "), `explore.html#?${choosing.spelled(address)}`], items: [...find("explore_legend").children].map(({ dataset }) => dataset.item), labels: Object.fromEntries([...find("explore_legend").children].map((item) => [item.dataset.item, item.textContent])) };
      saving.savePicture(await chart.picture({ ...state, mine: runform.estimate() }, saved), data.colours, name(), format);
    };
  }
  for (const button of document.querySelectorAll("[data-action]")) button.addEventListener("click", () => actions[button.dataset.action](button));

  // Each example tells its finding before it is opened.
  function examples() {
    for (const link of document.querySelectorAll("#explore_examples a")) {
      const wanted = choosing.addressOf(link.hash);
      const kept = state;
      state = stateOf(wanted);
      link.querySelector("span").textContent = shortly();
      state = kept;
    }
  }
  if (window.innerWidth < 960) find("explore_fold").open = false;
  renderSoon().then(examples);
})();
