"use strict";
// Draws a state: one Vega view, whose data change with the choice and which is built anew only where its axes do.
(() => {
  const { drawing, numbers, words } = explorer;
  const SAMPLES = 48;
  const RIGHT = 16;
  // So far above (-) or below a line its label may stand.
  const BESIDE = [-10, 18, -28, 36, -46, 54, -64, 72];
  const PADDING = { log: 0.06, linear: 0.04 };
  // Above so many points, intervals would be a blot, and elements of their own too slow: one canvas holds them all.
  const [BARS_AT_MOST, ELEMENTS_AT_MOST] = [1000, 1000];
  // The view that is seen, and the one before, to which many choices lead back.
  const [kept, KEPT] = [new Map(), 2];
  let drawn = null;

  // What is drawn of a state, in the units of the axes: points, intervals, lines, a run of one's own, labels.
  function dataOf(state) {
    const { rows, choice, groups, items, colour, mine } = state;
    const unit = (name) => words.QUANTITIES[name].scale;
    const [byX, byY] = [unit(choice.x), unit(choice.y)];
    const toX = (x) => (choice.x === "date" ? x : 10 ** x * byX);
    const data = { points: [], bars: [], lines: [], laws: state.laws.map(({ flop, names }) => ({ y: flop * byY, names })), mine: [], labels: [] };
    const share = (at) => (choice.selfPlay ? 1 : rows.flop_without[at] / rows.flop[at]);
    groups.forEach(({ points, fit, name }, group) => {
      points.places.forEach((at, place) => {
        const point = { at, x: toX(points.x[place]), y: 10 ** points.y[place] * byY, item: colour === "group" ? name : drawing.itemOf(colour, rows, at, items), hollow: rows.basis[at] === "others", tip: rows.name[at] };
        data.points.push(point);
        if (choice.y === "compute") data.bars.push({ ...point, low: rows.flop_low[at] * share(at) * byY, high: rows.flop_high[at] * share(at) * byY });
      });
      if (data.bars.length > BARS_AT_MOST) data.bars = [];
      if (fit.reason || fit.curved && choice.quantile === null && choice.x === "date") return;
      data.lines.push(...samples(points, fit, toX, byY).map((sample) => ({ ...sample, group, role: group ? "second" : "trend" })));
    });
    if (mine && choice.y === "compute" && choice.x === "date") {
      data.mine.push({ x: mine.year, y: mine.flop * byY, low: mine.flop_low * byY, high: mine.flop_high * byY });
    }
    const ends = (values, log) => {
      if (!values.length) return log ? [1, 10] : [0, 1];
      const [low, high] = [Math.min(...values), Math.max(...values)];
      if (!log) return [0, high * (1 + PADDING.linear)];
      const room = Math.max((Math.log10(high) - Math.log10(low)) * PADDING.log, 0.15);
      return [10 ** (Math.log10(low) - room), 10 ** (Math.log10(high) + room)];
    };
    const everything = [...data.points, ...data.mine];
    data.y = ends(everything.map(({ y }) => y), state.log);
    if (choice.x === "date") {
      const years = everything.map(({ x }) => x);
      const [low, high] = years.length ? [Math.min(...years), Math.max(...years)] : [2010, 2026];
      const room = Math.max((high - low) * 0.03, 0.2);
      data.x = [low - room, high + room];
    } else data.x = ends(everything.map(({ x }) => x), state.log);
    [data.xTicks, data.yTicks] = [state.log && choice.x !== "date" ? decades(data.x) : [], state.log ? decades(data.y) : []];
    return data;
  }

  // Powers of ten within, few enough to be read.
  function decades([low, high]) {
    const [first, last] = [Math.ceil(Math.log10(low)), Math.floor(Math.log10(high))];
    const step = Math.max(1, Math.ceil((last - first + 1) / 8));
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at).filter((power) => power % step === 0).map((power) => 10 ** power);
  }

  function samples(points, fit, toX, byY) {
    const [low, high] = [Math.min(...points.x), Math.max(...points.x)];
    const half = fit.nominal || !fit.interval ? 0 : (fit.slope_high - fit.slope_low) / 2;
    const variance = half ? fit.sumOfSquares / fit.runs : 0;
    return Array.from({ length: SAMPLES }, (_, step) => {
      const x = low + (high - low) * step / (SAMPLES - 1);
      const [middle, reach] = [fit.intercept + fit.slope * x, half && half * Math.sqrt(variance + (x - fit.mean) ** 2)];
      return { x: toX(x), y: 10 ** middle * byY, low: 10 ** (middle - reach) * byY, high: 10 ** (middle + reach) * byY };
    });
  }

  // Counts points about a box, to the nearest cells: of each cell, how many lie above and left of it (a summed-area table).
  const CELL = 4;
  function counter(points, { width, height }) {
    const [across, down] = [Math.ceil(width / CELL) + 1, Math.ceil(height / CELL) + 1];
    const sums = new Int32Array(across * down);
    for (const [x, y] of points) {
      const [column, row] = [Math.floor(x / CELL) + 1, Math.floor(y / CELL) + 1];
      if (column > 0 && column < across && row > 0 && row < down) sums[row * across + column] += 1;
    }
    for (let row = 1; row < down; row += 1) {
      for (let column = 1, here = 0; column < across; column += 1) {
        here += sums[row * across + column];
        sums[row * across + column] = here + sums[(row - 1) * across + column];
      }
    }
    const within = (value, most) => Math.max(0, Math.min(most - 1, value));
    return ([left, top, right, bottom], room) => {
      const [x1, x2] = [within(Math.floor((left - room) / CELL), across), within(Math.ceil((right + room) / CELL), across)];
      const [y1, y2] = [within(Math.floor((top - room) / CELL), down), within(Math.ceil((bottom + room) / CELL), down)];
      return sums[y2 * across + x2] - sums[y1 * across + x2] - sums[y2 * across + x1] + sums[y1 * across + x1];
    };
  }

  // Names of the largest runs, and what each line does: where they fit.
  function labelled(data, state, frame) {
    const place = (value, [low, high], log, size) => size * (log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low));
    const at = ({ x, y }) => [place(x, data.x, state.log && frame.x !== "date", frame.width), frame.height - place(y, data.y, state.log, frame.height)];
    const [dots, along] = [counter(data.points.map(at), frame), counter(data.lines.map(at), frame)];
    const taken = [];
    // Where a label would stand, on one side of its point; null where there is no room.
    const room = (point, text, dy, side = null) => {
      const [x, y] = at(point);
      const wide = 6.6 * text.length;
      const left = side === null ? x > frame.width / 2 : side < 0;
      const box = [left ? x - wide - 8 : x + 8, y + dy - 12, left ? x - 8 : x + wide + 8, y + dy + 4];
      if (box[0] < 0 || box[2] > frame.width || box[1] < 0 || box[3] > frame.height) return null;
      if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) return null;
      return { box, dx: left ? -8 : 8, align: left ? "right" : "left" };
    };
    const put = ({ point, dy, found }, text, role, weight) => {
      if (!found) return;
      taken.push(found.box);
      data.labels.push({ ...point, text, role, weight, dy, dx: found.dx, align: found.align });
    };
    // Of places for a label, the one that hides the fewest dots and crosses no line, `far` away being as bad as one dot;
    // nothing if all are as bad as `most`.
    const putBest = (places, text, role, weight, far, most) => {
      const cost = ({ dy, found: { box } }) => Math.abs(dy) / far + dots(box, 4) + 3 * along(box, 2);
      const [best] = places.filter(({ found }) => found).map((each) => ({ ...each, cost: cost(each) })).sort((a, b) => a.cost - b.cost);
      if (best && best.cost < most) put(best, text, role, weight);
    };
    const putAlong = (line, text, role) => putBest(line.filter((_, step) => step % 4 === 2).flatMap((point) => BESIDE.flatMap((dy) => [-1, 1].map((side) => ({ point, dy, found: room(point, text, dy, side) })))), text, role, "bold", 8, Infinity);
    const putBeside = (point, text) => putBest([4, -7, 15].flatMap((dy) => [-1, 1].map((side) => ({ point, dy, found: room(point, text, dy, side) }))), text, "ink", "normal", 20, 1);
    for (const { y, names } of data.laws) {
      const text = `${numbers.power(y / words.QUANTITIES.compute.scale, 1).replace("1 × ", "")} FLOP`;
      const [point, label] = [{ x: data.x[0], y }, frame.width < 600 ? text : `${names}: ${text}`];
      put({ point, dy: -5, found: room(point, label, -5) }, label, "soft", "normal");
    }
    for (const { x, y } of data.mine) put({ point: { x, y }, dy: 4, found: room({ x, y }, "your run", 4) }, "your run", "trend", "bold");
    state.groups.forEach(({ fit, name }, group) => {
      const line = data.lines.filter((sample) => sample.group === group);
      if (!line.length) return;
      const said = state.choice.x !== "date" ? `slope ${numbers.significant(fit.slope)}`
        : fit.slope > 0 ? `${numbers.doubling(fit.doubling_months).replace(/ (month|year)s$/, "-$1")} doubling` : "no growth";
      putAlong(line, state.groups.length > 1 ? `${name}: ${said}` : said, group ? "second" : "trend");
    });
    const large = [...data.points].sort((a, b) => b.y - a.y).slice(0, frame.width < 500 ? 2 : 5);
    for (const point of large) putBeside(point, state.rows.name[point.at].split(" (")[0]);
  }

  function frameOf(plot, state) {
    // Where words are larger, so is the plot: it is drawn smaller and stretched.
    const larger = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    const whole = Math.max(280, Math.min((plot.clientWidth || 700) / larger, 1180));
    const left = 56;
    const height = Math.round(Math.min(560, Math.max(300, whole * 0.56)));
    return { left, width: whole - left - RIGHT, height, x: state.choice.x, y: state.choice.y, log: state.log };
  }

  // A canvas knows no variables of styles: their colours as they are now.
  function resolved(specification) {
    const styles = getComputedStyle(document.documentElement);
    return JSON.parse(JSON.stringify(specification).replace(/var\((--[a-z-]+)\)/g, (_all, role) => styles.getPropertyValue(role).trim()));
  }

  async function show(plot, state, listen) {
    const frame = frameOf(plot, state);
    const data = dataOf(state);
    labelled(data, state, frame);
    const many = data.points.length > ELEMENTS_AT_MOST;
    const dark = matchMedia("screen and (prefers-color-scheme: dark)").matches;
    const shape = JSON.stringify([frame, state.items, many, many && dark]);
    if (kept.has(shape)) {
      if (drawn.shape !== shape) plot.replaceChildren(kept.get(shape).holder);
      drawn = kept.get(shape);
      kept.delete(shape);
      kept.set(shape, drawn);
      const { view } = drawn;
      for (const name of drawing.LAYERS) view.data(name, data[name]);
      await view.signal("x_domain", data.x).signal("y_domain", data.y).signal("x_ticks", data.xTicks).signal("y_ticks", data.yTicks).signal("brush", null).runAsync();
    } else {
      const holder = document.createElement("div");
      const specification = drawing.specification({ ...frame, data }, state.items);
      const { view } = await vegaEmbed(holder, many ? resolved(specification) : specification, {
        mode: "vega", renderer: many ? "canvas" : "svg", actions: false, ast: true, defaultStyle: false, tooltip: listen.tip, logLevel: 1,
      });
      drawn = { shape, view, frame, holder };
      kept.set(shape, drawn);
      if (kept.size > KEPT) {
        const [oldest] = kept.keys();
        kept.get(oldest).view.finalize();
        kept.delete(oldest);
      }
      view.addEventListener("click", (_event, item) => { if (item?.datum?.at !== undefined) listen.pick(item.datum.at); });
      plot.replaceChildren(holder);
    }
    const picture = plot.querySelector("svg, canvas");
    picture?.setAttribute("role", "img");
    picture?.setAttribute("aria-label", listen.description);
    return { frame, data };
  }

  // Dragging over the plot chooses dates.
  function brush(plot, chosen) {
    let start = null;
    const dateAt = (event) => {
      const box = plot.querySelector("svg, canvas").getBoundingClientRect();
      const stretched = box.width / (drawn.frame.left + drawn.frame.width + RIGHT);
      const along = Math.max(0, Math.min(drawn.frame.width, (event.clientX - box.left) / stretched - drawn.frame.left));
      return drawn.view.scale("x").invert(along);
    };
    plot.addEventListener("pointerdown", (event) => {
      if (event.button === 0 && drawn?.frame.x === "date" && event.target.closest("svg, canvas")) start = { date: dateAt(event), x: event.clientX };
    });
    window.addEventListener("pointermove", (event) => {
      if (start && Math.abs(event.clientX - start.x) > 6) drawn.view.signal("brush", [start.date, dateAt(event)]).runAsync();
    });
    window.addEventListener("pointerup", (event) => {
      if (start && Math.abs(event.clientX - start.x) > 6) chosen(...[start.date, dateAt(event)].sort((a, b) => a - b));
      start = null;
    });
    window.addEventListener("pointercancel", () => { start = null; drawn?.view.signal("brush", null).runAsync(); });
  }

  // The state as a picture of its own, with what it shows and where it comes from.
  async function picture(state, saved) {
    const frame = { left: 60, width: 880, height: 500, x: state.choice.x, y: state.choice.y, log: state.log };
    const data = dataOf(state);
    labelled(data, state, frame);
    const { view } = await vegaEmbed(document.createElement("div"), drawing.specification({ ...frame, data }, state.items, saved), {
      mode: "vega", renderer: "none", actions: false, tooltip: false, ast: true, defaultStyle: false, logLevel: 1,
    });
    const text = await view.toSVG();
    view.finalize();
    return text;
  }

  explorer.chart = { brush, picture, show };
})();
