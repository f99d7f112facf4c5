"use strict";
// A run of one's own as an entry for data/raw/papers/, ready to be pasted.
(() => {
  const WANTED = { title: "its title", url: "where it can be read", organization: "who trained it", source: "where the facts stand" };

  const quoted = (text) => JSON.stringify(text);
  // Values go in as they were written; what YAML would read otherwise is quoted.
  const value = (text) => (/[:#{}[\],&*?|<>=!%@`"']|^[-~]|^\s*$/.test(text) && !/^~[\w. ]+$/.test(text) ? quoted(text) : text);
  const key = (name) => (/^[A-Za-z][\w -]*$/.test(name) ? name : quoted(name));

  function keyOf(name) {
    return name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "my-run";
  }

  function methodLines(run) {
    const about = (indent) => [`source: ${quoted(run.texts.source || "…")}`, `evidence: ${run.evidence}`].map((line) => `${indent}${line}`);
    const lines = [];
    if (run.counting) {
      const { given } = run.counting;
      lines.push("    operation_counting:");
      if (given.architecture) lines.push(`      architecture: ${given.architecture}`);
      else lines.push(`      forward: ${given.forward ? value(run.texts.forward) : "active parameters"}`);
      const passes = given.passes.map(([name, , text]) => `${key(name)}: ${value(text)}`);
      lines.push(`      passes: {${passes.join(", ")}}`, ...(given.forwardOnly ? ["      backward: false"] : []), ...about("      "));
    }
    if (run.hardware) {
      const { given } = run.hardware;
      lines.push("    hardware_time:", `      device: ${value(given.device)}`);
      if (given.deviceHours) lines.push(`      device_hours: ${value(run.texts["device-hours"])}`);
      else lines.push(`      count: ${value(run.texts.count)}`, `      time: ${value(run.texts.time)}`);
      if (given.precision) lines.push(`      precision: ${given.precision}`);
      if (given.utilization) {
        const share = value(run.texts.utilization);
        lines.push(given.kind === "model" ? `      utilization: {value: ${share}, kind: model}` : `      utilization: ${share}`);
        if (given.kind === "model") lines.push("      independent: false");
      }
      lines.push(...about("      "));
    }
    return lines;
  }

  // The entry as text, and what it still lacks.
  function entryOf(run) {
    const missing = Object.entries(WANTED).filter(([name]) => !run.texts[name]).map(([, what]) => what);
    const parameters = run.texts.parameters ? [`    parameters: ${value(run.texts.parameters)}`] : [];
    if (run.texts.active) parameters.push(`    active_parameters: ${value(run.texts.active)}`);
    const lines = [
      "# yaml-language-server: $schema=../schema/paper.json",
      `title: ${quoted(run.texts.title || "…")}`,
      `url: ${quoted(run.texts.url || "https://example.org/")}`,
      `published: ${run.texts.published}`,
      `organization: ${quoted(run.texts.organization || "…")}`,
      `domain: ${run.domain}`,
      "runs:",
      `  - id: ${/^(?:null|true|false|[\d.e]+)$/.test(run.key) ? quoted(run.key) : run.key}`,
      `    name: ${quoted(run.texts.name || run.key)}`,
      ...parameters,
      ...methodLines(run),
    ];
    return { text: `${lines.join("\n")}\n`, missing, file: `data/raw/papers/${run.key}.yaml` };
  }

  explorer.entry = { entryOf, keyOf };
})();
