"use strict";
// Which runs a choice leaves, as ai_compute/explorer/choices.py and fits.py have it: an address spells a choice.
(() => {
  const { statistics } = explorer;
  const LISTS = ["domain", "organization", "country", "open", "set", "basis", "evidence"];
  const COLUMN_OF = { domain: "domains", set: "sets" };
  const COMPETE = ["domain", "set"];
  const SINGLE = ["source", "from", "until", "text", "rule", "selfplay", "y", "x"];
  const DRAWN = { colour: ["domain", "organization", "basis", "evidence", "open", "group"], scale: ["log", "linear"], lines: ["laws"] };
  const COMPARING = ["split", "against"];
  const COLUMNS = { compute: "flop" };
  const RULE = /^(?:all|record|top-[1-9]\d{0,3}|quantile-(?![0.]+$)\d{1,2}(?:\.\d+)?)$/;
  const KEYS = [...SINGLE.slice(0, 1), ...LISTS, ...SINGLE.slice(1), ...Object.keys(DRAWN), ...COMPARING];
  const [FEW, SHORT, GUESSED] = [20, 2, 3];
  const DAY_EXPECTED = "a date such as 2012-12-03, 2012-12 or 2012";

  // The rows of a source: columns of numbers, of text, and lists of each run by column.
  function rowsOf(packed) {
    const rows = { length: packed.run.length, lists: {} };
    for (const [name, column] of Object.entries(packed)) {
      rows[name] = Array.isArray(column) ? column : column.of.map((place) => column.words[place]);
    }
    for (const name of LISTS) rows.lists[name] = rows[COLUMN_OF[name] ?? name].map((text) => text.split("; "));
    rows.found = rows.run.map((run, at) =>
      [rows.name[at], rows.organization[at], rows.paper[at], run].join("\n").toLowerCase());
    return rows;
  }

  // The first day of a year, a month or a day, as a decimal year; null if it is no date.
  function firstDay(text) {
    const parts = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text.trim());
    if (!parts) return null;
    const [year, month, day] = [Number(parts[1]), Number(parts[2] ?? 1), Number(parts[3] ?? 1)];
    const at = new Date(Date.UTC(year, month - 1, day));
    if (year < 1000 || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return null;
    return decimalYear(at);
  }
  const decimalYear = (at) => 1970 + at.getTime() / 86_400_000 / 365.25;

  const split = (text) => text.split(";").map((item) => item.trim()).filter(Boolean);

  // What an address says: the choice, and by key what is wrong with it. What cannot be read is left out.
  function choiceOf(address, rows, vocabulary) {
    const problems = {};
    const unknown = Object.keys(address).find((key) => !KEYS.includes(key) && !key.startsWith("my-"));
    if (unknown) problems.address = `the address says “${unknown}”, which is none of the choices: it is left out`;
    const choice = { lists: {}, start: null, end: null, text: "", rule: "all", selfPlay: true, y: "compute", x: "date" };
    for (const name of LISTS) {
      const wanted = split(address[name] ?? "");
      if (wanted.length) choice.lists[name] = wanted;
      const there = new Set([...rows.lists[name].flat(), ...(vocabulary[name] ?? [])]);
      const missing = wanted.find((item) => !there.has(item));
      if (missing !== undefined) problems[name] = `no run has “${missing}”; ${instead(missing, there, vocabulary)}`;
    }
    for (const [key, field] of [["from", "start"], ["until", "end"]]) {
      if (!address[key]) continue;
      choice[field] = firstDay(address[key]);
      if (choice[field] === null) problems[key] = `expected ${DAY_EXPECTED}`;
    }
    if (choice.start !== null && choice.end !== null && choice.start >= choice.end) problems.until = "expected a date after the first";
    choice.text = address.text ?? "";
    if (address.rule && !RULE.test(address.rule)) problems.rule = `“${address.rule}” is no rule: expected all, record, top-10 or quantile-90`;
    else choice.rule = address.rule || "all";
    choice.selfPlay = address.selfplay !== "no";
    if (address.selfplay && choice.selfPlay) problems.selfplay = `selfplay says “${address.selfplay}”: expected no, or nothing`;
    for (const [key, allowed] of Object.entries(DRAWN)) {
      if (address[key] && !allowed.includes(address[key])) problems[key] = `${key} says “${address[key]}”: expected ${allowed.length > 1 ? "one of " : ""}${allowed.join(", ")}`;
    }
    for (const axis of ["y", "x"]) {
      const allowed = [...(axis === "x" ? ["date"] : []), ...vocabulary.quantities];
      if (address[axis] && !allowed.includes(address[axis])) problems[axis] = `${axis} says “${address[axis]}”: expected one of ${allowed.join(", ")}`;
      else choice[axis] = address[axis] || choice[axis];
    }
    if (choice.x === choice.y) {
      problems.x = "expected another quantity than the one that is drawn";
      choice.x = "date";
    }
    choice.top = choice.rule === "record" ? 1 : choice.rule.startsWith("top-") ? Number(choice.rule.slice(4)) : null;
    choice.quantile = choice.rule.startsWith("quantile-") ? Number(choice.rule.slice(9)) / 100 : null;
    return { choice, problems };
  }

  // What to write instead of an item that no run has: what is meant, or all items if they are few.
  function instead(missing, there, { codes }) {
    const small = missing.toLowerCase();
    if (Object.hasOwn(codes, small) && there.has(codes[small])) return `did you mean “${codes[small]}”?`;
    const all = [...there].filter(Boolean).sort();
    return nearest(missing, there, all.length > FEW ? "several are joined by ;" : `expected one of ${all.join(", ")}, or several joined by ;`);
  }

  // The name that holds what is wanted, or the longest that it holds, or one that differs by a slip; a short one is in many by chance.
  function nearest(wanted, there, otherwise) {
    const small = wanted.toLowerCase();
    const all = [...there].filter(Boolean).sort();
    const first = (test) => all.find((item) => test(item.toLowerCase()));
    const longest = (items) => items.reduce((best, item) => (item.length > (best?.length ?? SHORT) ? item : best), undefined);
    const alike = all.map((item) => [slips(small, item.toLowerCase()), item]).filter(([number]) => number <= Math.max(1, small.length / 4));
    const guessed = () => first((item) => item.startsWith(small)) ?? first((item) => item.includes(small))
      ?? longest(all.filter((item) => small.includes(item.toLowerCase()))) ?? alike.sort(([a], [b]) => a - b)[0]?.[1];
    const found = first((item) => item === small) ?? (small.length >= GUESSED ? guessed() : undefined);
    return found ? `did you mean “${found}”?` : otherwise;
  }

  // Letters added, left out or changed.
  function slips(one, other) {
    let row = Array.from({ length: other.length + 1 }, (_, at) => at);
    for (let place = 1; place <= one.length; place += 1) {
      const above = row;
      row = [place];
      for (let at = 1; at <= other.length; at += 1) row.push(Math.min(above[at] + 1, row[at - 1] + 1, above[at - 1] + Number(one[place - 1] !== other[at - 1])));
    }
    return row[other.length];
  }

  // The two groups of a comparison, before and since a day or these runs and those with other items; null if there is none.
  function groupsOf(address, choice, rows, vocabulary, problems) {
    if (address.split && address.against) {
      problems.with = "expected a date to compare before and since, or another group: not both (split and against)";
      return null;
    }
    if (address.split) {
      const day = firstDay(address.split);
      if (day === null) problems.with = `expected ${DAY_EXPECTED}`;
      else if (day <= (choice.start ?? -Infinity) || day >= (choice.end ?? Infinity)) problems.with = "expected a date within those chosen, with runs before and since";
      return problems.with ? null : { first: { ...choice, end: day }, second: { ...choice, start: day } };
    }
    if (!address.against) return null;
    const [facet, text] = address.against.split(/:(.*)/);
    const items = split(text ?? "");
    if (!LISTS.includes(facet)) {
      problems.address = `the address compares by “${facet}”: expected one of ${LISTS.join(", ")}`;
      return null;
    }
    const there = new Set([...rows.lists[facet].flat(), ...(vocabulary[facet] ?? [])]);
    const missing = items.find((item) => !there.has(item));
    if (!items.length || missing !== undefined) {
      problems.with = items.length ? `no run has “${missing}”; ${instead(missing, there, vocabulary)}` : "expected the other group";
      return null;
    }
    if (`${[...items].sort()}` === `${[...(choice.lists[facet] ?? [])].sort()}`) {
      problems.with = "expected another group than the one that it is compared with";
      return null;
    }
    return { facet, items, first: choice, second: { ...choice, lists: { ...choice.lists, [facet]: items } } };
  }

  const hasOne = (items, wanted) => !wanted || items.some((item) => wanted.includes(item));

  // Rank at publication and frontier; trends/frontier.py.
  function frontier(rows, candidates, flop, top, start) {
    const running = candidates.filter((at) => rows.decimal_year[at] >= start);
    const seen = [];
    const above = (value) => {
      let [low, high] = [0, seen.length];
      while (low < high) { const middle = (low + high) >> 1; if (seen[middle] <= value) low = middle + 1; else high = middle; }
      return low;
    };
    const leading = [];
    for (let first = 0, last = 0; first < running.length; first = last) {
      const year = rows.decimal_year[running[first]];
      while (last < running.length && rows.decimal_year[running[last]] === year) last += 1;
      const day = running.slice(first, last);
      for (const at of day) seen.splice(above(flop[at]), 0, flop[at]);
      leading.push(...day.filter((at) => seen.length - above(flop[at]) + 1 <= top));
    }
    const order = leading.map((at, place) => ({ at, place })).sort((a, b) =>
      rows.decimal_year[a.at] - rows.decimal_year[b.at] || flop[a.at] - flop[b.at] || a.place - b.place);
    return new Set(order.slice(top).map(({ at }) => at));
  }

  // Places of the rows that a choice leaves; `except` one facet, to count what each of its items would leave.
  function chosen(rows, choice, rules, except = "") {
    const flop = choice.selfPlay ? rows.flop : rows.flop_without;
    const listed = (name, at) => name === except || hasOne(rows.lists[name][at], choice.lists[name]);
    let left = rows.run.map((_, at) => at).filter((at) => COMPETE.every((name) => listed(name, at)));
    if (choice.top !== null && !COMPETE.includes(except)) {
      const leading = frontier(rows, left, flop, choice.top, rules.frontier_start);
      left = left.filter((at) => leading.has(at));
    }
    const words = choice.text.toLowerCase().split(/\s+/).filter(Boolean);
    const others = LISTS.filter((name) => !COMPETE.includes(name) && choice.lists[name]);
    return left.filter((at) => {
      const year = rows.decimal_year[at];
      return (choice.quantile === null || year >= rules.frontier_start)
        && others.every((name) => listed(name, at))
        && (choice.start === null || year >= choice.start) && (choice.end === null || year < choice.end)
        && words.every((word) => rows.found[at].includes(word));
    });
  }

  // How many runs each item of a facet would leave, were it the only one chosen there.
  function counts(rows, choice, rules, facet) {
    const found = new Map([...new Set(rows.lists[facet].flat())].map((item) => [item, 0]));
    if (choice.top !== null && COMPETE.includes(facet)) {
      for (const item of found.keys()) {
        found.set(item, chosen(rows, { ...choice, lists: { ...choice.lists, [facet]: [item] } }, rules).length);
      }
      return found;
    }
    for (const at of chosen(rows, choice, rules, facet)) for (const item of rows.lists[facet][at]) found.set(item, found.get(item) + 1);
    return found;
  }

  // The value of a quantity of a row; compute as the choice counts it.
  function valueOf(rows, name, at, choice) {
    if (name === "date") return rows.decimal_year[at];
    return name === "compute" && !choice.selfPlay ? rows.flop_without[at] : rows[COLUMNS[name] ?? name][at];
  }

  // Points that can be drawn: those of the places that have both quantities.
  function pointsOf(rows, places, choice) {
    const points = { places: [], x: [], y: [], clusters: [] };
    for (const at of places) {
      const [x, y] = [valueOf(rows, choice.x, at, choice), valueOf(rows, choice.y, at, choice)];
      if (x === null || y === null) continue;
      points.places.push(at);
      points.x.push(choice.x === "date" ? x : Math.log10(x));
      points.y.push(Math.log10(y));
      points.clusters.push(rows.cluster[at] || rows.run[at]);
    }
    return points;
  }

  // The line through points, or why there is none.
  function fitted(points, choice, rules) {
    const { x, y, clusters } = points;
    if (x.length < rules.runs_at_least) return { reason: `${x.length} of the ${rules.runs_at_least} runs that a line needs` };
    if (new Set(x).size < 2) return { reason: choice.x === "date" ? "all runs have one date" : `all runs have one value of ${choice.x}` };
    const bent = statistics.curvature(x, y, clusters, rules.organizations_at_least);
    const found = choice.quantile === null
      ? statistics.line(x, y, clusters, rules.level, rules.organizations_at_least)
      : { ...statistics.quantileLine(x, y, choice.quantile), slope_low: NaN, slope_high: NaN, interval: "", r_squared: NaN, residual_sd: NaN };
    const months = (slope) => (slope > 0 ? 12 * Math.log10(2) / slope : NaN);
    return {
      ...found,
      doubling_months: months(found.slope), doubling_months_low: months(found.slope_high), doubling_months_high: months(found.slope_low),
      open_ended: found.slope_low <= 0 && found.slope_high >= 0,
      growth_per_year: 10 ** found.slope, growth_per_year_low: 10 ** found.slope_low, growth_per_year_high: 10 ** found.slope_high,
      organizations: new Set(clusters).size, nominal: choice.top !== null,
      curvature_p: bent, curved: bent < rules.curved_below, quantile: choice.quantile,
    };
  }

  // What an address leads to, in a steady order and readable: only what would break it is encoded.
  function spelled(address) {
    const mine = Object.keys(address).filter((key) => key.startsWith("my-")).sort();
    const plain = (text) => encodeURIComponent(text).replace(/%(3B|3A|2C|2F|7E)/g, decodeURIComponent).replaceAll("%20", "+");
    return [...KEYS, ...mine].filter((key) => address[key]).map((key) => `${key}=${plain(address[key])}`).join("&");
  }

  // A list that stands twice is one list; anything else that does cannot be read, and says so beside its field.
  function addressOf(hash) {
    const found = {};
    for (const [key, value] of new URLSearchParams(hash.replace(/^#/, "").replace(/^(?:explore)?\?/, ""))) {
      if (value) found[key] = key in found ? `${found[key]}${LISTS.includes(key) ? ";" : " and "}${value}` : value;
    }
    return found;
  }

  explorer.choosing = {
    DRAWN, KEYS, LISTS, addressOf, choiceOf, chosen, counts, decimalYear, firstDay, fitted, groupsOf, nearest, pointsOf, rowsOf, spelled, split, valueOf,
  };
})();
