"use strict";
// The chart as a Vega specification: axes and sizes are its own, points and lines come in as data.
(() => {
  const { words } = explorer;
  // What comes in as data.
  const LAYERS = ["points", "bars", "lines", "laws", "mine", "labels"];
  const FONT = "Arial, Liberation Sans, Helvetica, sans-serif";

  const variable = (role) => `var(--${role.replaceAll("_", "-")})`;
  const SERIES = ["vision", "language", "speech", "games", "multimodal", "image_generation", "video_generation", "biology", "robotics", "mathematics_code", "earth_weather", "recommendation", "other"];

  // By what is coloured: the items in their order, each with the role of its colour.
  function colouring(by, rows, places, vocabulary, groups) {
    if (by === "group") return groups.map(({ name }, at) => ({ item: name, role: at ? "second" : "trend" }));
    if (by === "domain") return vocabulary.domain.map((item) => ({ item, role: item.replaceAll("-", "_") }));
    const steady = { basis: vocabulary.basis, evidence: vocabulary.evidence, open: vocabulary.open };
    if (steady[by]) {
      const roles = { basis: ["language", "vision", "speech", "games", "other"], evidence: ["speech", "vision", "multimodal", "language", "other"], open: ["speech", "language", "other"] };
      return steady[by].map((item, at) => ({ item, role: roles[by][at] }));
    }
    const often = new Map();
    for (const at of places) often.set(rows.lists.organization[at][0], (often.get(rows.lists.organization[at][0]) ?? 0) + 1);
    const largest = [...often].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, 8).map(([item]) => item);
    return [...largest.map((item, at) => ({ item, role: SERIES[at] })), { item: "others", role: "context" }];
  }

  // The item of a row that its colour stands for.
  function itemOf(by, rows, at, items) {
    const own = rows.lists[by][at][0];
    return items.some(({ item }) => item === own) ? own : items.at(-1).item;
  }

  const axisText = { labelColor: variable("soft"), titleColor: variable("soft"), labelFont: FONT, titleFont: FONT, labelFontSize: 11, titleFontSize: 11, titleFontWeight: "normal", ticks: false, labelPadding: 8, gridColor: variable("grid"), gridWidth: 0.75 };
  // Ticks of a logarithmic axis are powers of ten; large numbers of a linear one are told in thousands, millions, billions.
  const RAISED = `['${[..."⁰¹²³⁴⁵⁶⁷⁸⁹"].join("','")}']`;
  const EXPONENT = "abs(round(log(datum.value) / LN10))";
  const LOG_LABEL = `datum.value >= 10000 || datum.value < 0.01 ? '10' + (datum.value < 1 ? '⁻' : '') + (${EXPONENT} >= 10 ? ${RAISED}[floor(${EXPONENT} / 10)] : '') + ${RAISED}[${EXPONENT} % 10] : format(datum.value, ',~g')`;
  const LINEAR_LABEL = "datum.value >= 10000 ? replace(format(datum.value, '.3~s'), 'G', 'B') : format(datum.value, ',~g')";

  function axes(frame) {
    const labels = { labels: { update: { text: { signal: frame.log ? LOG_LABEL : LINEAR_LABEL } } } };
    const across = frame.x === "date"
      ? { format: "d", tickCount: Math.max(3, Math.floor(frame.width / 90)) }
      : { encode: labels, tickCount: 5, ...(frame.log ? { values: { signal: "x_ticks" } } : {}) };
    const up = { encode: labels, ...(frame.log ? { values: { signal: "y_ticks" } } : {}) };
    const title = (name) => [words.QUANTITIES[name].title, words.QUANTITIES[name].axis].filter(Boolean).join(", ");
    return [
      { orient: "bottom", scale: "x", ...axisText, domainColor: variable("soft"), domainWidth: 0.75, grid: false, labelOverlap: true, title: frame.x === "date" ? null : title(frame.x), ...across },
      { orient: "left", scale: "y", ...axisText, domain: false, grid: true, labelOverlap: true, tickCount: 7, title: title(frame.y), titleAngle: 0, titleAlign: "left", titleAnchor: "end", titleX: -frame.left + 4, titleY: -16, ...up },
    ];
  }

  const at = (field, scale) => ({ scale, field });
  function pointMarks(saved) {
    // A picture needs no hand.
    const hand = saved ? {} : { cursor: { value: "pointer" } };
    const colour = { scale: "colour", field: "item" };
    const bars = { x: at("x", "x"), y: at("low", "y"), y2: at("high", "y"), stroke: colour, strokeOpacity: { value: 0.28 }, strokeWidth: { value: 1 } };
    const dots = {
      x: at("x", "x"), y: at("y", "y"), size: { signal: "dot" }, shape: { value: "circle" }, stroke: colour, strokeWidth: { value: 1.4 },
      fill: [{ test: "datum.hollow", value: variable("ground") }, colour], fillOpacity: { value: 0.85 }, ...hand, tooltip: { field: "tip" },
    };
    return [
      { type: "rule", from: { data: "bars" }, clip: true, aria: false, encode: { update: bars } },
      { type: "symbol", name: "dots", from: { data: "points" }, clip: true, aria: false, encode: { update: dots } },
    ];
  }

  // One mark a group: bands lie under the dots, lines over them with a rim that sets them off.
  const ROLE = { scale: "role", field: "role" };
  const grouped = (marks) => ({ type: "group", clip: true, interactive: false, from: { facet: { name: "line", data: "lines", groupby: "group" } }, marks: marks.map((mark) => ({ ...mark, from: { data: "line" }, aria: false, interactive: false })) });
  const bandMarks = () => [grouped([{ type: "area", encode: { update: { x: at("x", "x"), y: at("low", "y"), y2: at("high", "y"), fill: ROLE, fillOpacity: { value: 0.14 } } } }])];
  const lineMarks = () => [grouped([
    { type: "line", encode: { update: { x: at("x", "x"), y: at("y", "y"), stroke: { value: variable("ground") }, strokeWidth: { value: 5 }, strokeOpacity: { value: 0.75 } } } },
    { type: "line", encode: { update: { x: at("x", "x"), y: at("y", "y"), stroke: ROLE, strokeWidth: { value: 2.25 }, strokeDash: { value: [7, 4] } } } },
  ])];

  // Lines that laws draw, right across.
  function lawMarks(frame) {
    const rule = { x: { value: 0 }, x2: { value: frame.width }, y: at("y", "y"), stroke: { value: variable("ink") }, strokeWidth: { value: 1 }, strokeDash: { value: [1.5, 3] } };
    return [{ type: "rule", from: { data: "laws" }, clip: true, aria: false, encode: { update: rule } }];
  }

  function otherMarks(frame) {
    const label = { x: at("x", "x"), y: at("y", "y"), dy: { field: "dy" }, dx: { field: "dx" }, align: { field: "align" }, text: { field: "text" }, fill: { scale: "role", field: "role" }, font: { value: FONT }, fontSize: { value: 12 }, fontWeight: { field: "weight" } };
    const halo = { ...label, stroke: { value: variable("ground") }, strokeWidth: { value: 3.5 }, strokeJoin: { value: "round" } };
    const star = { x: at("x", "x"), y: at("y", "y"), shape: { value: "diamond" }, size: { value: 170 }, fill: { value: variable("trend") }, stroke: { value: variable("ground") }, strokeWidth: { value: 1.5 } };
    const bar = { x: at("x", "x"), y: at("low", "y"), y2: at("high", "y"), stroke: { value: variable("trend") }, strokeWidth: { value: 2 } };
    const brush = { x: { scale: "x", signal: "brush ? brush[0] : 0" }, x2: { scale: "x", signal: "brush ? brush[1] : 0" }, y: { value: 0 }, y2: { value: frame.height }, fill: { value: variable("link") }, fillOpacity: { signal: "brush ? 0.12 : 0" } };
    return [
      { type: "rule", from: { data: "mine" }, clip: true, aria: false, encode: { update: bar } },
      { type: "symbol", name: "own", from: { data: "mine" }, clip: true, aria: false, encode: { update: star } },
      { type: "text", from: { data: "labels" }, aria: false, encode: { update: halo } },
      { type: "text", from: { data: "labels" }, aria: false, encode: { update: label } },
      { type: "rect", interactive: false, clip: true, aria: false, encode: { update: brush } },
    ];
  }

  // A whole specification. frame: width, height, left, x, y, log; words above and below where it is saved.
  function specification(frame, colours, saved = null) {
    const type = frame.log ? "log" : "linear";
    const across = frame.x === "date" ? "linear" : type;
    const empty = LAYERS.map((name) => ({ name, values: frame.data?.[name] ?? [] }));
    const title = saved && {
      title: { text: saved.title, subtitle: saved.subtitle, anchor: "start", frame: "bounds", offset: 26, font: FONT, fontSize: 18, color: variable("ink"), subtitleFont: FONT, subtitleFontSize: 12.5, subtitleColor: variable("soft"), subtitlePadding: 6, subtitleLineHeight: 17 },
    };
    const legend = { fill: "colour", orient: "bottom", direction: "horizontal", columns: 6, offset: 26, symbolType: "circle", symbolStrokeWidth: 0, labelFont: FONT, labelColor: variable("ink"), labelFontSize: 11, values: saved?.items, encode: { labels: { update: { text: { signal: `${JSON.stringify(saved?.labels ?? {})}[datum.value]` } } } } };
    const below = frame.height + 46 + 22 * Math.ceil((saved?.items.length ?? 0) / 6) + (frame.x === "date" ? 0 : 14);
    const foot = (saved?.foot ?? []).map((text, line) => ({
      type: "text", aria: false, encode: { enter: { x: { value: 4 - frame.left }, y: { value: below + 14 + 16 * line }, text: { value: text }, font: { value: FONT }, fontSize: { value: 11 }, fill: { value: variable("soft") } } },
    }));
    return {
      $schema: "https://vega.github.io/schema/vega/v6.json", width: frame.width, height: frame.height, background: "transparent",
      padding: saved ? 20 : { left: frame.left, right: 16, top: 30, bottom: frame.x === "date" ? 30 : 44 }, autosize: saved ? "pad" : "none", ...title,
      signals: [
        { name: "x_domain", value: frame.data?.x ?? [2010, 2026] }, { name: "y_domain", value: frame.data?.y ?? [1, 10] },
        { name: "x_ticks", value: frame.data?.xTicks ?? [] }, { name: "y_ticks", value: frame.data?.yTicks ?? [] },
        { name: "dot", value: frame.width < 500 ? 28 : 46 }, { name: "brush", value: null },
      ],
      data: empty,
      scales: [
        { name: "x", type: across, domain: { signal: "x_domain" }, range: "width", zero: false, nice: false },
        { name: "y", type, domain: { signal: "y_domain" }, range: "height", zero: false, nice: false },
        { name: "colour", type: "ordinal", domain: colours.map(({ item }) => item), range: colours.map(({ role }) => variable(role)) },
        { name: "role", type: "ordinal", domain: ["trend", "second", "ink", "soft"], range: ["trend", "second", "ink", "soft"].map(variable) },
      ],
      axes: axes(frame), legends: saved?.items.length ? [legend] : [],
      marks: [...lawMarks(frame), ...bandMarks(), ...pointMarks(saved), ...lineMarks(), ...otherMarks(frame), ...foot],
    };
  }

  explorer.drawing = { LAYERS, colouring, itemOf, specification, variable };
})();
