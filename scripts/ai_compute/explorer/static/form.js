"use strict";
// The choices as a form: built from what there is, filled from an address, read back into one; counts beside each item.
(() => {
  const { choosing, numbers, words } = explorer;
  const TICKED = ["domain", "set", "basis", "open", "evidence"];
  const WRITTEN = ["organization", "country"];
  const RULES = ["all", "record", "top-3", "top-5", "top-10", "top-20", "quantile-90", "quantile-80", "quantile-50"];
  const find = (id) => document.getElementById(id);

  function element(kind, attributes = {}, ...inside) {
    const made = document.createElement(kind);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "className") made.className = value; else made.setAttribute(name, value);
    }
    made.append(...inside);
    return made;
  }

  const itemsOf = (rows, facet, vocabulary) => {
    const there = [...new Set(rows.lists[facet].flat())].filter(Boolean);
    const order = vocabulary[facet];
    return order ? order.filter((item) => there.includes(item)) : there.sort();
  };

  // Boxes to tick and lists to choose from, of one source.
  function build(rows, vocabulary) {
    for (const facet of TICKED) {
      find(`choose_${facet}`).replaceChildren(...itemsOf(rows, facet, vocabulary).map((item) => element(
        "label", { className: "tick" }, element("input", { type: "checkbox", name: facet, value: item }),
        element("span", {}, words.label(facet, item)), element("span", { className: "count" }))));
    }
    for (const facet of WRITTEN) find(`known_${facet}`).replaceChildren(...itemsOf(rows, facet, vocabulary).map((item) => element("option", { value: item })));
    const selects = { rule: RULES, y: vocabulary.quantities, x: ["date", ...vocabulary.quantities], colour: ["domain", "organization", "basis", "evidence", "open", "group"] };
    for (const [name, options] of Object.entries(selects)) {
      find(`choose_${name}`).replaceChildren(...options.map((value) => element("option", { value }, optionText(name, value))));
    }
  }

  const COLOURS = { domain: "domain", organization: "organization", basis: "what the value rests on", evidence: "evidence", open: "openness of weights", group: "the two groups" };
  function optionText(name, value) {
    if (name === "rule") return words.ruleName(value, true);
    return name === "colour" ? COLOURS[value] : words.QUANTITIES[value].title;
  }

  // Whether a change is a step that Back undoes: typing goes on with the step that its first key made.
  function steps(form) {
    let typed = null;
    form.addEventListener("focusout", () => { typed = null; });
    return ({ target }) => {
      const goesOn = target === typed;
      typed = ["text", "search"].includes(target.type) ? target : null;
      return !goesOn;
    };
  }

  // An address from what the form says; what is usual is left out. Colours stay those chosen until others are.
  function read(form, before, changed) {
    const said = new FormData(form);
    const address = Object.fromEntries(Object.entries(before).filter(([key]) => key.startsWith("my-")));
    for (const facet of TICKED) if (said.getAll(facet).length) address[facet] = said.getAll(facet).join(";");
    for (const name of [...WRITTEN, "from", "until", "text"]) if (said.get(name).trim()) address[name] = said.get(name).trim();
    const compared = said.get("compare") && said.get("with")?.trim();
    said.set("colour", changed === "colour" ? said.get("colour") : before.colour ?? (compared ? "group" : "domain"));
    for (const [name, usual] of [["rule", "all"], ["y", "compute"], ["x", "date"], ["colour", compared ? "group" : "domain"], ["scale", "log"], ["source", "own"]]) {
      const value = said.get(name) ?? usual;
      if (value !== usual && (value !== "group" || compared)) address[name] = value;
    }
    if (!said.get("selfplay")) address.selfplay = "no";
    if (said.get("lines") && !address.y) address.lines = said.get("lines");
    const [facet, value] = [said.get("compare"), (said.get("with") ?? "").trim()];
    if (facet === "split" && value) address.split = value;
    else if (facet && facet !== "split" && value) address.against = `${facet}:${value}`;
    return address;
  }

  // Fields as an address and its choice have them; what has no place to be typed shows what holds instead of a mistake.
  // `typing`: a reader is at it, and is not interrupted.
  function fill(form, address, { choice, log, colour, laws }, typing) {
    for (const box of form.querySelectorAll("input[type=checkbox]")) {
      const held = { selfplay: choice.selfPlay, lines: laws.length > 0 }[box.name];
      box.checked = held ?? choosing.split(address[box.name] ?? "").includes(box.value);
    }
    const put = (name, value) => {
      const field = form.elements[name];
      if (field && !(typing && field === document.activeElement)) field.value = value;
    };
    for (const name of [...WRITTEN, "from", "until", "text"]) put(name, address[name] ?? "");
    if (![...form.elements.rule.options].some((option) => option.value === choice.rule)) form.elements.rule.append(element("option", { value: choice.rule }, words.ruleName(choice.rule, true)));
    for (const [name, value] of Object.entries({ rule: choice.rule, y: choice.y, x: choice.x, colour })) form.elements[name].value = value;
    const radios = { scale: log ? "log" : "linear", source: choice.source };
    for (const radio of form.querySelectorAll("input[type=radio]")) radio.checked = radio.value === radios[radio.name];
    const [facet, value] = address.split ? ["split", address.split] : (address.against ?? ":").split(/:(.*)/);
    // What is to be compared by may stand before with what.
    if (facet || form.elements.with.value.trim()) {
      form.elements.compare.value = facet;
      put("with", value ?? "");
    }
    comparing(form);
  }

  // The field of the other group asks for what it is compared by.
  function comparing(form) {
    const facet = form.elements.compare.value;
    find("with_field").hidden = !facet;
    find("with_label").textContent = facet === "split" ? "First day of the second group" : "The other group";
    form.elements.with.setAttribute("list", WRITTEN.includes(facet) ? `known_${facet}` : "known_with");
    if (facet && facet !== "split" && !WRITTEN.includes(facet)) {
      find("known_with").replaceChildren(...[...form.querySelectorAll(`input[name=${facet}]`)].map(({ value }) => element("option", { value })));
    } else find("known_with").replaceChildren();
  }

  // How many runs each item would leave, beside it.
  function count(form, { rows, choice, rules }) {
    for (const facet of TICKED) {
      const found = choosing.counts(rows, choice, rules, facet);
      for (const box of form.querySelectorAll(`input[name=${facet}]`)) {
        const left = found.get(box.value) ?? 0;
        box.parentElement.querySelector(".count").textContent = numbers.grouped(String(left));
        box.parentElement.classList.toggle("none", left === 0 && !box.checked);
      }
    }
    for (const facet of WRITTEN) {
      const found = choosing.counts(rows, choice, rules, facet);
      for (const option of find(`known_${facet}`).options) option.label = `${words.label(facet, option.value)}: ${numbers.count(found.get(option.value) ?? 0, "run")}`;
    }
    for (const option of form.elements.rule.options) {
      const top = option.value === "record" ? 1 : option.value.startsWith("top-") ? Number(option.value.slice(4)) : null;
      const quantile = option.value.startsWith("quantile-") ? 0.5 : null;
      const left = choosing.chosen(rows, { ...choice, top, quantile }, rules).length;
      option.textContent = `${words.ruleName(option.value, true)} (${numbers.grouped(String(left))})`;
    }
  }

  // What a folded group holds, in its summary; mistakes beside fields.
  function tell(form, { choice }, problems) {
    find("choose_lines").hidden = choice.y !== "compute";
    for (const summary of form.querySelectorAll("summary[data-facet]")) {
      const held = summary.dataset.facet.split(" ").flatMap((name) => (choice.lists[name] ?? []).map((item) => words.label(name, item)));
      summary.querySelector(".held").textContent = held.length ? held.join(", ") : "all";
    }
    for (const field of form.querySelectorAll("[data-problem]")) {
      const problem = problems[field.dataset.problem] ?? "";
      field.textContent = problem;
      for (let fold = problem && field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      for (const input of form.querySelectorAll(`[name="${field.dataset.problem}"]`)) input.setAttribute("aria-invalid", String(Boolean(problem)));
    }
  }

  explorer.form = { build, comparing, count, element, fill, find, read, steps, tell };
})();
