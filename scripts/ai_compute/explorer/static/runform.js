"use strict";
// A run of one's own: its fields, what is wrong with them, both estimates, where it stands, and its entry.
(() => {
  const { choosing, entry, estimating, form, numbers, possible, saving } = explorer;
  const { element, find } = form;
  const KINDS = { parameters: "plain", active: "plain", forward: "operations", count: "plain", time: "time", "device-hours": "plain", utilization: "plain" };
  const USUAL = { how: "parameters", through: "both", evidence: "paper", domain: "language", kind: "hardware" };
  const TRIED = {
    "my-name": "GPT-3", "my-published": "2020-05-28", "my-parameters": "174.6B", "my-passes": "tokens: 300B",
    "my-device": "V100", "my-count": "~10000", "my-time": "~14.8 days",
  };
  const WRITTEN = ["name", "title", "organization", "source"];
  const fields = find("own_run");
  let [facts, latest, built] = [null, null, false];

  const texts = (address) => Object.fromEntries(Object.entries(address).filter(([key]) => key.startsWith("my-")).map(([key, value]) => [key.slice(3), value.trim()]));

  function build(data) {
    facts = data.estimating;
    find("own_devices").replaceChildren(...facts.devices.flatMap(({ names }) => names.slice(0, 1)).sort().map((value) => element("option", { value })));
    find("own_architectures").replaceChildren(...Object.keys(facts.architectures).sort().map((value) => element("option", { value })));
    fields.elements.domain.replaceChildren(...data.vocabulary.domain.map((value) => element("option", { value }, value.replaceAll("-", " "))));
    built = true;
  }

  // `images: 1.2M, epochs: 90` as named values.
  function passesOf(text) {
    const passes = [];
    for (const part of text.split(/[,\n]/).map((each) => each.trim()).filter(Boolean)) {
      const named = /^([^:]+):\s*(.+)$/.exec(part);
      const value = named && estimating.parse(named[2], "plain", facts);
      if (!named) return { problem: "expected names and numbers, such as tokens: 300B, or images: 1.2M, epochs: 90 (a name, then a colon; no commas in numbers)" };
      if (value.problem) return { problem: `${named[1].trim()}: ${value.problem}` };
      if (passes.some(([name]) => name === named[1].trim())) return { problem: `expected each name once: “${named[1].trim()}” stands twice` };
      passes.push([named[1].trim(), value, named[2].trim()]);
    }
    return { passes };
  }

  // What an address says of a run: what it leaves out is usual, and so is a choice that no list has.
  function saidIn(address) {
    const said = { ...USUAL, ...texts(address) };
    const notes = {};
    const unknown = Object.keys(said).find((name) => !fields.elements[name]);
    if (unknown) notes.address = `the address says “my-${unknown}”, which is no field of this form: it is left out`;
    for (const name of Object.keys(USUAL)) {
      const known = [...fields.elements[name].options].map(({ value }) => value);
      if (known.includes(said[name])) continue;
      notes[name] = `my-${name} says “${said[name]}”: expected one of ${known.join(", ")}; until then it is ${USUAL[name]}`;
      said[name] = USUAL[name];
    }
    return { said, notes };
  }

  // What the fields say, and by field what is wrong.
  function readRun(said) {
    const problems = {};
    const values = {};
    for (const [name, kind] of Object.entries(KINDS)) {
      if (!said[name]) continue;
      values[name] = estimating.parse(said[name], kind, facts);
      if (values[name].problem) problems[name] = values[name].problem;
    }
    if (values.utilization?.problem) problems.utilization = "expected a share of the peak such as 0.4; ~ marks what is assumed";
    const impossible = { utilization: possible.share(values.utilization), parameters: possible.parameters(values.parameters), active: possible.parameters(values.active) };
    for (const name of WRITTEN) impossible[name] = possible.text(said[name]);
    for (const [name, problem] of Object.entries(impossible)) if (problem) problems[name] = problem;
    if (values.active?.value > values.parameters?.value) problems.active = "expected no more than all parameters";
    const published = said.published || "";
    const year = published ? publishedYear(published) : null;
    if (year && possible.published(year, facts)) problems.published = possible.published(year, facts);
    if (published && year === null) problems.published = "expected a date such as 2024-03-14, 2024-03 or 2024";
    const { passes, problem } = passesOf(said.passes ?? "");
    if (problem) problems.passes = problem;
    if (said.id && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(said.id)) problems.id = "expected small letters, digits and single hyphens";
    if (said.url && !/^https?:\/\/[^\s<>"'`\\{}|^]+$/.test(said.url)) problems.url = "expected an address that begins with https://";
    const run = { key: said.id || entry.keyOf(said.name ?? ""), year: year?.year ?? null, day: year?.day ?? "", evidence: said.evidence || USUAL.evidence, domain: said.domain || USUAL.domain, texts: said };
    const counting = countingOf(said, values, passes, problems);
    const hardware = hardwareOf(said, values, problems);
    if (Object.keys(problems).length === 0) {
      if (counting) run.counting = { given: counting, ...estimating.counting(run, counting, facts) };
      if (hardware) run.hardware = { given: hardware, ...estimating.hardware(run, hardware, facts) };
      for (const [name, field] of [["counting", "passes"], ["hardware", "time"]]) {
        if (run[name] && !(run[name].flop_low > 0 && Number.isFinite(run[name].flop_high))) problems[field] = "expected a product that a 64-bit float can hold: is an exponent wrong?";
      }
    }
    return { run, problems };
  }

  // The middle of a year or a month stands for it, as for entries; rounded as tables round, so that days are the same.
  function publishedYear(text) {
    if (choosing.firstDay(text) === null) return null;
    const day = text.length === 4 ? `${text}-07-01` : text.length === 7 ? `${text}-15` : text;
    return { day, year: Number(choosing.firstDay(day).toPrecision(9)) };
  }

  function countingOf(said, values, passes, problems) {
    const how = said.how || USUAL.how;
    const forwardOnly = said.through === "forward";
    const wanted = { parameters: said.parameters, forward: said.forward, architecture: said.architecture }[how];
    if (!said.passes) {
      if (wanted && how !== "parameters") problems.passes = "expected what multiplies one pass, such as tokens: 300B";
      return null;
    }
    if (!wanted) {
      problems[how] ??= { parameters: "expected the number of parameters, such as 70B", forward: `expected ${facts.examples.operations}`, architecture: "expected one of the architectures" }[how];
      return null;
    }
    if (how === "architecture") {
      if (!Object.hasOwn(facts.architectures, said.architecture)) { problems.architecture = `expected one of the architectures of data/raw/architectures; ${choosing.nearest(said.architecture, Object.keys(facts.architectures), "one is resnet-50")}`; return null; }
      return { architecture: said.architecture, passes, forwardOnly };
    }
    if (how === "forward") return { forward: values.forward, passes, forwardOnly };
    return { parameters: values.parameters, active: values.active, passes, forwardOnly };
  }

  function hardwareOf(said, values, problems) {
    if (!said.device && !said.count && !said.time && !said["device-hours"]) return null;
    const device = facts.devices.find(({ names }) => names.some((name) => name.toLowerCase() === (said.device ?? "").toLowerCase()));
    if (!device) problems.device = `expected a device of the list; ${choosing.nearest(said.device ?? "", facts.devices.flatMap(({ names }) => names), "one is V100")}`;
    else if (said.precision && !Object.hasOwn(device.peaks, said.precision)) problems.precision = `expected one of ${Object.keys(device.peaks).join(", ")}`;
    if (device && possible.count(values.count, device)) problems.count = possible.count(values.count, device);
    if (said["device-hours"] && (said.count || said.time)) problems["device-hours"] = "expected these, or count and time: not both";
    if (!said["device-hours"]) {
      if (!said.count) problems.count ??= "expected the number of devices, such as 2048";
      if (!said.time) problems.time ??= `expected ${facts.examples.time}`;
    }
    return device ? { device: said.device, precision: said.precision, count: values.count, time: values.time, deviceHours: values["device-hours"], utilization: values.utilization, kind: said.kind || USUAL.kind } : null;
  }

  function method(name, found) {
    if (!found) return [];
    const flop = `${numbers.power(found.flop)} FLOP`;
    return [element("h3", {}, `${name}: ${estimating.compute(found.flop)}`), element("p", { className: "quiet" }, `${estimating.interval(found)}; ${flop}`), element("p", { className: "arithmetic" }, found.arithmetic.replaceAll(" x ", " × "))];
  }

  function results(run, state, rows, data) {
    const adopted = estimating.adopted(run.counting, run.hardware, facts);
    if (!adopted) return null;
    const check = estimating.check(run.counting, run.hardware, facts);
    const parts = [...method("Operation counting", run.counting), ...method("Hardware time", run.hardware)];
    if (check) parts.push(element("p", {}, check.text));
    parts.push(element("p", { className: "adopted" }, `Adopted: ${estimating.compute(adopted.flop)} (${estimating.interval(adopted)}), our estimate by ${adopted.method}.`));
    if (run.year === null) parts.push(element("p", { className: "quiet" }, "With a date of publication, its rank, its distance from the trend and its neighbours stand here."));
    else parts.push(...placed(run, adopted, rows, state, data));
    return { adopted, parts };
  }

  function placed(run, adopted, rows, state, data) {
    const where = estimating.standing(run, adopted.flop, rows, data.trends);
    const parts = [element("p", {}, `Where it stands: ${where.text}.`)];
    for (const { name, fit, points } of state.groups) {
      if (fit.slope === undefined || explorer.states.bent(fit, state.choice) || state.choice.x !== "date" || state.choice.y !== "compute") continue;
      const beyond = run.year < Math.min(...points.x) || run.year > Math.max(...points.x);
      const whose = state.groups.length === 1 ? "Of the choice above" : `Of the choice above, ${name}`;
      parts.push(element("p", {}, `${whose}: ${estimating.distance(adopted.flop, run.year, fit)} its line${beyond ? " (extended beyond its years)" : ""}.`));
    }
    const near = estimating.nearest(run, adopted.flop, rows, 5).map((at) => element("li", {},
      element("a", { href: `index.html#${rows.run[at]}` }, rows.name[at]), ` ${rows.published[at]}, ${estimating.compute(rows.flop[at])}`));
    if (state.choice.x !== "date" || state.choice.y !== "compute") parts.push(element("p", { className: "quiet" }, "The chart shows it where training compute is drawn against the date."));
    parts.push(element("p", {}, "The nearest runs, a year counting as a factor of ten:"), element("ul", {}, ...near));
    return parts;
  }

  const EMPTY = ["Here stand the estimate with its interval, the cross-check of both methods, its rank on that date, its distance from the trend and the nearest runs.", "Fill in parameters and tokens, or devices and time, or both."];

  // Fills the fields from an address, tells what follows; returns the run as the chart draws it.
  function show(address, state, rows, data, typing) {
    if (!built) build(data);
    const { said, notes } = saidIn(address);
    for (const field of fields.elements) if (field.name && !(typing && field === document.activeElement)) field.value = said[field.name] ?? "";
    // What is not asked for now is kept in its field, and counts for nothing.
    for (const part of fields.querySelectorAll("[data-how]")) {
      part.hidden = part.dataset.how !== said.how;
      if (part.hidden) for (const field of part.querySelectorAll("input")) delete said[field.name];
    }
    const { run, problems } = readRun(said);
    const device = facts.devices.find(({ names }) => names.some((name) => name.toLowerCase() === (said.device ?? "").toLowerCase()));
    find("own_formats").replaceChildren(...Object.keys(device?.peaks ?? {}).map((value) => element("option", { value })));
    for (const place of fields.querySelectorAll("[data-problem]")) {
      const problem = problems[place.dataset.problem] ?? notes[place.dataset.problem] ?? "";
      place.textContent = problem;
      if (problem && place.closest("details")) place.closest("details").open = true;
      fields.elements[place.dataset.problem]?.setAttribute("aria-invalid", String(Boolean(problem)));
    }
    const found = Object.keys(problems).length ? null : results(run, state, rows, data);
    latest = found && { ...found.adopted, year: run.year, run };
    const instead = Object.keys(problems).length ? ["Correct what is marked: then the estimate stands here."] : EMPTY;
    find("own_result").replaceChildren(...(found ? found.parts : instead.map((text) => element("p", { className: "quiet" }, text))));
    find("own_try").hidden = Object.keys(texts(address)).length > 0;
    find("own_numbers").value = latest ? JSON.stringify({ counting: run.counting, hardware: run.hardware, adopted: found.adopted }) : "";
    showEntry(run, found, rows.run.includes(run.key) || data.without_value.includes(run.key) || Object.hasOwn(data.papers, run.key));
    find("own_look").hidden = !latest || latest.year === null;
    announce(found ? found.parts.find(({ className }) => className === "adopted").textContent : Object.values(problems).length ? `${numbers.count(Object.values(problems).length, "field")} to be corrected.` : "");
    return latest && latest.year !== null ? latest : null;
  }

  // What a screen reader says after a change: the value alone, and only when it is another.
  function announce(text) {
    if (find("own_said").textContent !== text) find("own_said").textContent = text;
  }

  function showEntry(run, found, taken) {
    find("own_entry").hidden = !found;
    if (!found) return;
    const { text, missing, file } = entry.entryOf({ ...run, texts: { ...run.texts, published: run.texts.published || "…" } });
    const lacking = run.texts.published ? missing : ["its date of publication", ...missing];
    find("own_yaml").textContent = text;
    find("own_file").textContent = file;
    const whole = lacking.length ? `It still lacks ${numbers.listing(lacking)}.` : taken ? "" : "It is complete.";
    find("own_lacks").textContent = `${taken ? "The collection has this key already: choose another. " : ""}${whole}`.trim();
  }

  // Tells of every change as my-… of an address.
  function listen(changed) {
    const read = () => Object.fromEntries([...fields.elements].filter(({ name, value }) => name && value.trim() && value !== USUAL[name]).map(({ name, value }) => [`my-${name}`, value]));
    const isStep = form.steps(fields);
    fields.addEventListener("input", (event) => changed(read(), isStep(event)));
    fields.addEventListener("submit", (event) => event.preventDefault());
    find("own_copy").addEventListener("click", (event) => saving.copy(find("own_yaml").textContent, event.target));
    find("own_clear").addEventListener("click", () => changed({}, true));
    find("own_look").addEventListener("click", () => find("explore_plot").scrollIntoView({ block: "center" }));
    find("own_try").addEventListener("click", () => changed(TRIED, true));
  }

  explorer.runform = { estimate: () => (latest && latest.year !== null ? latest : null), listen, show };
})();
