"use strict";
// Numbers as the pipeline writes them (ai_compute/findings/numbers.py, and Python's own formats).
(() => {
  const SUPERSCRIPT = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
  const WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
  const [MONTHS_SHOWN, LONGEST_IN_MONTHS, LONGEST_YEARS] = [30, 120, 100];

  const known = (value) => typeof value === "number" && Number.isFinite(value);

  // Mantissa and exponent; what lies exactly between goes to the even digit, as in Python.
  function exponential(value, places) {
    const all = Math.abs(value).toExponential(60);
    const [digits, exponent] = all.split("e");
    const [kept, rest] = [digits.slice(0, places ? places + 2 : 1), digits.slice(places ? places + 2 : 2)];
    const tie = /^50*$/.test(rest) && "02468".includes(kept.at(-1));
    const [mantissa, power] = tie ? [kept, exponent] : Math.abs(value).toExponential(places).split("e");
    return [`${value < 0 ? "-" : ""}${mantissa}`, Number(power)];
  }

  function grouped(text) {
    const [whole, decimals] = text.split(".");
    const parted = whole.replace(/\B(?=(\d{3})+$)/g, ",");
    return decimals === undefined ? parted : `${parted}.${decimals}`;
  }

  function significant(value, digits = 2) {
    if (value === 0) return "0";
    const [mantissa, exponent] = exponential(value, digits - 1);
    return grouped(Number(`${mantissa}e${exponent}`).toFixed(Math.max(digits - 1 - exponent, 0))).replace("-", "−");
  }

  const isPlain = (value) => Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6;
  const power = (value, digits = 2) => (isPlain(value) ? significant(value, digits) : asPower(value, digits));

  function asPower(value, digits) {
    const [mantissa, exponent] = exponential(value, digits - 1);
    return `${mantissa.replace("-", "−")} × 10${[...String(exponent)].map((digit) => SUPERSCRIPT[digit]).join("")}`;
  }

  // Both ends in one form, so that they compare at a glance.
  function powerRange(low, high, digits = 2) {
    const form = isPlain(low) === isPlain(high) ? power : asPower;
    return `${form(low, digits)} to ${form(high, digits)}`;
  }

  // Python's format `g`.
  function general(value, digits = 6) {
    if (value === 0) return "0";
    const [mantissa, exponent] = exponential(value, digits - 1);
    const strip = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
    if (exponent >= -4 && exponent < digits) return strip(Number(`${mantissa}e${exponent}`).toFixed(Math.max(digits - 1 - exponent, 0)));
    return `${strip(mantissa)}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }

  function doubling(months, digits = 2) {
    if (!known(months)) return "never";
    if (months < 0) return `falling by half in ${doubling(-months, digits)}`;
    if (months > 12 * LONGEST_YEARS) return `over ${LONGEST_YEARS} years`;
    return months > MONTHS_SHOWN ? `${significant(months / 12, digits)} years` : `${significant(months, digits)} months`;
  }

  // Both ends in the unit in which the doubling time between them is told.
  function doublingRange(low, high, middle) {
    if (doubling(low) === doubling(high)) return doubling(low);
    if (high > 12 * LONGEST_YEARS) return `${significant(low / 12)} to ${doubling(high)}`;
    const years = (known(middle) ? middle : low) > MONTHS_SHOWN || high > LONGEST_IN_MONTHS;
    const [unit, by] = years ? ["years", 12] : ["months", 1];
    return `${significant(low / by)} to ${significant(high / by)} ${unit}`;
  }

  const share = (value) => `${grouped(String(Math.round(100 * value)))} %`.replace("-", "−");
  const count = (number, noun, plural = `${noun}s`) =>
    `${WORDS[number] ?? grouped(String(number))} ${number === 1 ? noun : plural}`;
  const sentence = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
  const listing = (items) => (items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`);

  explorer.numbers = {
    known, significant, power, powerRange, general, grouped, doubling, doublingRange, share, count, sentence, listing,
  };
})();
