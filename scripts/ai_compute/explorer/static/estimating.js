"use strict";
// A run of one's own: both methods, cross-check and standing, as the pipeline has them (ai_compute/estimates).
(() => {
  const { numbers, quantities } = explorer;
  const PFS_DAY = 8.64e19;

  const shownMacs = (value, mark) => {
    const [prefix, size] = [["T", 1e12], ["G", 1e9], ["M", 1e6], ["k", 1e3], ["", 1]].find(([name, size]) => value >= size || !name);
    return `${mark}${numbers.general(value / size, 4)} ${prefix}MAC`;
  };

  // A factor of a product: its value, its 95 % factor, how it is known, and how the arithmetic writes it.
  function factor(quantity, facts, evidence, known = "stated", text = quantity.shown) {
    const how = quantity.assumed ? "assumed" : known;
    const spread = quantity.spread ?? (how === "stated" ? facts.stated[evidence] : facts.factors[how]);
    return { value: quantity.value, spread, known: how, text };
  }
  const exact = (value, text) => ({ value, spread: 1, known: "default", text });

  // The product of factors with its interval (one part: closed form), and the arithmetic written out.
  function product(factors, facts) {
    const flop = factors.reduce((total, one) => total * one.value, 1);
    let variance = 0;
    for (const { spread, known } of factors) {
      const scale = facts.calibrated.includes(known) ? facts.scale : 1;
      variance += (scale * Math.log10(spread) / facts.normal) ** 2;
    }
    const reach = 10 ** (facts.normal * Math.sqrt(variance));
    const rounded = Number((flop / PFS_DAY).toExponential(1));
    const pfsDays = rounded >= 10 ? numbers.grouped(rounded.toFixed(0)) : numbers.general(rounded);
    return {
      flop, flop_low: flop / reach, flop_high: flop * reach, sd: Math.sqrt(variance), factors,
      arithmetic: `${factors.map(({ text }) => text).join(" x ")} = ${pfsDays} pfs-days`,
    };
  }

  function forward(run, given, facts) {
    if (given.architecture) {
      const { macs } = facts.architectures[given.architecture];
      return factor({ value: 2 * macs, spread: null, assumed: false }, facts, run.evidence, "counted", `${shownMacs(macs, "")} x 2 FLOP/MAC`);
    }
    if (given.forward) {
      const text = given.forward.shown.includes("MAC") ? `${given.forward.shown} x 2 FLOP/MAC` : given.forward.shown;
      return factor(given.forward, facts, run.evidence, "stated", text);
    }
    const active = given.active ?? given.parameters;
    return factor({ ...active, value: 2 * active.value }, facts, run.evidence, "derived", `${active.shown} active parameters x 1 MAC x 2 FLOP/MAC`);
  }

  function backward(given, facts) {
    if (given.forwardOnly) return exact(1, "1 (forward only)");
    if (facts.backward === "exact" && given.architecture) {
      const times = facts.architectures[given.architecture].exact;
      return exact(times, `${numbers.general(times, 4)} (forward and backward)`);
    }
    return exact(3, "3 (forward and backward)");
  }

  // Method 1. given: parameters (and active), or forward, or architecture; passes as [name, quantity].
  function counting(run, given, facts) {
    const passes = given.passes.map(([name, quantity]) => factor(quantity, facts, run.evidence, "stated", `${quantity.shown} ${name}`));
    return product([forward(run, given, facts), ...passes, backward(given, facts)], facts);
  }

  // Method 2. given: device, count and time, or deviceHours; utilization and its kind; precision.
  function hardware(run, given, facts) {
    const device = facts.devices.find(({ names }) => names.some((name) => name.toLowerCase() === given.device.toLowerCase()));
    const peak = device.peaks[given.precision || device.format];
    const factors = [];
    if (given.deviceHours) {
      const hours = { ...given.deviceHours, value: 3600 * given.deviceHours.value };
      factors.push(factor(hours, facts, run.evidence, "stated", `${given.deviceHours.shown} device-hours`));
    } else {
      const count = factor(given.count, facts, run.evidence);
      const plain = given.count.spread === null && !given.count.assumed;
      factors.push(plain ? { ...count, spread: 1 } : count, factor(given.time, facts, run.evidence));
    }
    factors.push(peak);
    const atPeak = factors.reduce((total, one) => total * one.value, 1);
    const usual = facts.utilization[device.kind];
    factors.push(given.utilization
      ? factor(given.utilization, facts, run.evidence)
      : factor({ value: usual, spread: null, assumed: false }, facts, run.evidence, "default", numbers.general(usual)));
    return { ...product(factors, facts), atPeak, independent: given.kind !== "model" };
  }

  // The value that stands for a run with one method or both.
  function adopted(byCounting, byHardware, facts) {
    const both = { "operation counting": byCounting, "hardware time": byHardware };
    const other = Object.keys(both).find((name) => both[name]);
    if (facts.prefer === "pooled" && byCounting && byHardware?.independent) return pooled(byCounting, byHardware, facts);
    const method = both[facts.prefer] ? facts.prefer : other;
    return method ? { method, ...both[method] } : null;
  }

  function pooled(one, other, facts) {
    const weights = [one, other].map(({ sd }) => 1 / sd ** 2);
    const logs = [one, other].map(({ flop }) => Math.log10(flop));
    const weight = weights[0] + weights[1];
    const mean = (weights[0] * logs[0] + weights[1] * logs[1]) / weight;
    const z2 = (logs[0] - logs[1]) ** 2 / (one.sd ** 2 + other.sd ** 2);
    const reach = facts.normal * Math.sqrt(Math.max(1, z2) / weight);
    return { method: "pooled", flop: 10 ** mean, flop_low: 10 ** (mean - reach), flop_high: 10 ** (mean + reach) };
  }

  const utilization = (value) => (value >= 0.01 ? numbers.share(value) : `${numbers.power(100 * value, 1)} %`);

  function check(byCounting, byHardware, facts) {
    if (!byCounting || !byHardware) return null;
    const ratio = byCounting.flop / byHardware.flop;
    const implied = byCounting.flop / byHardware.atPeak;
    const apart = Math.max(ratio, 1 / ratio);
    const verdict = implied > 1 ? "they contradict each other: the devices could not have done so much"
      : apart > facts.agree_within ? "they differ" : "they agree";
    const times = numbers.significant(apart);
    const far = times === "1.0" ? "as much as" : `${times} times ${ratio >= 1 ? "more than" : "less than"}`;
    const dependent = byHardware.independent ? "" : " The facts of one were derived from the other, so this proves little.";
    return {
      ratio, implied,
      text: `Operation counting gives ${far} hardware time; ${verdict}. Together they imply a utilization of ${utilization(implied)}.${dependent}`,
    };
  }

  function distance(flop, year, line) {
    const ratio = flop / 10 ** (line.intercept + line.slope * year);
    const far = Math.max(ratio, 1 / ratio);
    const times = far < 1e6 ? numbers.significant(far) : numbers.power(far);
    return times === "1.0" ? "on" : `${times} times ${ratio >= 1 ? "above" : "below"}`;
  }

  // Where a run would stand among the rows; one of the same key is what it replaces.
  function standing(run, flop, rows, trends) {
    const others = rows.run.map((_, at) => at).filter((at) => rows.run[at] !== run.key && rows.decimal_year[at] <= run.year);
    const rank = 1 + others.filter((at) => rows.flop[at] > flop).length;
    const words = others.length ? `rank ${rank} of the ${numbers.grouped(String(others.length + 1))} runs published until then` : "the first run of all";
    const period = trends.find(({ start, end }) => (!start || start <= run.day) && (!end || run.day < end));
    const line = period?.slope === undefined ? null : period;
    return {
      rank, until: others.length + 1,
      text: line ? `${distance(flop, run.year, line)} the trend of its time (${line.name}), ${words}` : `${words}; no trend of its time has been fitted`,
    };
  }

  // The runs nearest on the chart, a year counting as a factor of ten.
  function nearest(run, flop, rows, number) {
    const apart = (at) => Math.hypot(rows.decimal_year[at] - run.year, Math.log10(rows.flop[at] / flop));
    return rows.run.map((_, at) => at).filter((at) => rows.run[at] !== run.key)
      .sort((a, b) => apart(a) - apart(b)).slice(0, number);
  }

  const compute = (flop) => `${numbers.power(flop / PFS_DAY)} pfs-days`;
  const interval = ({ flop_low: low, flop_high: high }) => `${numbers.powerRange(low / PFS_DAY, high / PFS_DAY)} pfs-days`;

  explorer.estimating = {
    PFS_DAY, adopted, check, compute, counting, distance, hardware, interval, nearest, parse: quantities.parse, standing,
  };
})();
