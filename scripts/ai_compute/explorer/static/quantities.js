"use strict";
// Values as entries give them: `~1.2M`, `0.75 GMAC`, `5 to 6 days` (ai_compute/values/quantities.py).
(() => {
  const { numbers } = explorer;
  const SUFFIXES = { "": 1, k: 1e3, K: 1e3, M: 1e6, B: 1e9, G: 1e9, T: 1e12, P: 1e15, E: 1e18, Z: 1e21, Y: 1e24 };
  const LONG = { kilo: 1e3, mega: 1e6, giga: 1e9, tera: 1e12, peta: 1e15, exa: 1e18, zetta: 1e21, yotta: 1e24 };
  const TIMES = { s: 1, sec: 1, second: 1, min: 60, minute: 60, h: 3600, hr: 3600, hour: 3600, d: 86_400, day: 86_400, week: 604_800, month: 2_629_800, year: 31_557_600 };
  const NUMBER = "(\\d+(?:\\.\\d*)?|\\.\\d+)((?:[eE][+-]?\\d+)?)(?:\\s*([kKMBGTPE])(?![A-Za-z/]))?";
  const VALUE = new RegExp(`^(~?)\\s*\\+?${NUMBER}(?:\\s+to\\s+\\+?${NUMBER})?\\s*(.*)$`);
  const [WIDEST_ARITHMETIC, WIDEST_MIXED] = [3, 30];

  // How many of FLOP, FLOP/s or seconds a unit is; it is one that the pattern of its kind takes.
  function unitSize(unit) {
    if (/^(?:pfs|petaflop\/s)[- _]days?$/i.test(unit)) return 8.64e19;
    const product = /^(.*?)\s*[* ]\s*([a-z]+)$/.exec(unit);
    if (product && /\/|^pfs/.test(product[1])) return unitSize(product[1]) * unitSize(product[2]);
    if (unit === "pfs" || /^petaflops?$/.test(unit)) return 1e15;
    const [amount] = unit.split("/").map((part) => part.trim());
    const found = /^(.*?)(FLOP|MAC)s?$/.exec(amount);
    if (found) return (LONG[found[1]] ?? SUFFIXES[found[1]]) * (found[2] === "MAC" ? 2 : 1);
    return TIMES[amount] ?? TIMES[amount.replace(/s$/, "")];
  }

  // A value of a kind: value, ends and spread of a range (spread null if none), assumed, the text that a product shows; or what is expected.
  function parse(text, kind, facts) {
    const written = text.trim();
    const problem = `expected ${facts.examples[kind]}; ~ marks what is assumed, a range is written 5 to 6`;
    if (!new RegExp(facts.patterns[kind]).test(written)) return { problem };
    const [, mark, one, power, suffix, other, otherPower, otherSuffix, unit] = VALUE.exec(written);
    const size = unit ? unitSize(unit) : 1;
    const first = Number(`${one}${power}`) * SUFFIXES[suffix ?? ""] * size;
    if (!(first > 0 && Number.isFinite(first))) return { problem };
    const about = { mark, assumed: mark === "~", unit };
    if (other === undefined) return { ...about, value: first, spread: null, shown: written };
    const second = Number(`${other}${otherPower}`) * SUFFIXES[otherSuffix ?? ""] * size;
    if (suffix === undefined && otherSuffix && !(second / WIDEST_MIXED < first && first < second)) {
      return { problem: "expected both ends with their suffix, or both without" };
    }
    if (!(first < second)) return { problem: "expected a range from low to high" };
    const middle = second / first <= WIDEST_ARITHMETIC ? (first + second) / 2 : Math.sqrt(first * second);
    const shown = `${mark}${numbers.general(middle / SUFFIXES[otherSuffix ?? ""] / size, 4)}${otherSuffix ?? ""} ${unit}`.trim();
    return { ...about, value: middle, low: first, high: second, spread: Math.sqrt(second / first), shown };
  }

  explorer.quantities = { SUFFIXES, parse };
})();
