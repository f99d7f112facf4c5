"use strict";
// What a fit says, in the words of the pipeline (ai_compute/findings/growth.py), and what a choice is called.
(() => {
  const { numbers } = explorer;
  const QUANTITIES = {
    compute: { title: "Training compute", axis: "petaflop/s-days", scale: 1 / 8.64e19, unit: " pfs-days", noun: "training compute" },
    devices: { title: "Devices", axis: "", scale: 1, unit: " devices", noun: "the number of devices" },
    peak: { title: "Peak of one device", axis: "FLOP/s", scale: 1, unit: " FLOP/s", noun: "the peak of a device" },
    time: { title: "Training time", axis: "days", scale: 1 / 86_400, unit: " days", noun: "training time" },
    utilization: { title: "Implied utilization", axis: "share of the peak", scale: 1, unit: "", noun: "implied utilization" },
    parameters: { title: "Parameters", axis: "", scale: 1, unit: " parameters", noun: "the number of parameters" },
    examples: { title: "Examples or tokens", axis: "passes", scale: 1, unit: " passes", noun: "the number of examples" },
    spend: { title: "Spend on devices", axis: "US dollars at launch prices", scale: 1, unit: " US dollars", noun: "hardware spend" },
    date: { title: "Date of publication", axis: "", scale: 1, unit: "", noun: "the date" },
  };
  const LABELS = {
    basis: {
      counting: "ours, by counting operations", hardware: "ours, by devices and time", pooled: "ours, both methods pooled",
      authors: "the authors’ total", others: "a total of others",
    },
    open: { open: "weights published", closed: "weights not published", unsaid: "nothing found on weights" },
    evidence: {
      paper: "read in the paper", quoted: "read where it is quoted", database: "from a database", memory: "from memory",
      unstated: "not said", "": "nothing to read",
    },
    set: {
      "openai-2018": "OpenAI’s chart of 2018", "openai-first-era": "OpenAI’s first era",
      "openai-modest": "OpenAI’s modest runs", notable: "notable runs",
    },
  };
  const VALUED = { counting: "our count of operations", hardware: "our product of devices and time", pooled: "both of our methods", notable: "the set of notable runs" };
  const countries = new Intl.DisplayNames(["en"], { type: "region" });
  const articled = (name) => (/^(United |Netherlands)/.test(name) ? `the ${name}` : name);
  function label(facet, item) {
    if (facet === "country" && /^[A-Z]{2}$/.test(item)) return countries.of(item);
    return LABELS[facet]?.[item] ?? (facet === "organization" || facet === "group" ? item : item.replaceAll("-", " "));
  }

  const RULES = { all: "all runs", record: "record runs" };
  // `short`: as in a list to choose from, which says what they are of.
  function ruleName(rule, short = false) {
    if (RULES[rule] || !/-[\d.]+$/.test(rule)) return RULES[rule] ?? rule;
    const [kind, number] = rule.split(/-(?=[\d.]+$)/);
    if (kind === "top") return number === "1" ? RULES.record : `the ${numbers.count(Number(number), "", "").trim()} largest${short ? "" : " runs"} of their time`;
    return `the line that ${numbers.general(100 - Number(number), 4)} %${short ? "" : " of them"} exceed`;
  }

  function interval(fit) {
    if (fit.open_ended || !numbers.known(fit.doubling_months_high)) {
      const ends = [fit.doubling_months_low, fit.doubling_months_high].filter((end) => numbers.known(end) && end > 0);
      return ends.length ? `at least ${numbers.doubling(Math.min(...ends))}` : "unknown";
    }
    return numbers.doublingRange(fit.doubling_months_low, fit.doubling_months_high, fit.doubling_months);
  }

  // `doubled every 3.6 months (95 % interval 2.7 to 5.4 months)`; nominal intervals are not told.
  function pace(fit) {
    if (fit.slope_high < 0) return "fell";
    if (!(fit.slope > 0)) return "did not grow";
    const every = `doubled every ${numbers.doubling(fit.doubling_months)}`;
    if (fit.nominal || !fit.interval) return every;
    return `${every} (95 % interval ${interval(fit)}${fit.open_ended ? ", so that growth is not certain" : ""})`;
  }

  // How one quantity goes with another.
  function together(fit, choice) {
    const [x, y] = [QUANTITIES[choice.x].noun, QUANTITIES[choice.y].noun];
    const ends = fit.nominal || !fit.interval ? ""
      : ` (95 % interval ${numbers.significant(10 ** fit.slope_low)} to ${numbers.significant(10 ** fit.slope_high)})`;
    return `where ${x} is ten times as large, ${y} is ${numbers.significant(10 ** fit.slope)} times as large${ends}`;
  }

  function pronounced(items) {
    return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;
  }

  // `language runs, from the United States, since 2020`: what a choice holds, without what could not be read.
  function called(address, choice) {
    const parts = [];
    const lists = { ...choice.lists };
    const domains = lists.domain ? `${pronounced(lists.domain.map((item) => label("domain", item)))} ` : "";
    const rule = ruleName(choice.rule);
    const [first, ...others] = [["organization", "by "], ["country", "from "], ["set", "of "], ["open", "with "], ["basis", "valued by "], ["evidence", "with facts "]]
      .filter(([facet]) => lists[facet]).map(([facet, before]) => (facet === "basis" && `${lists.basis}` === "counting,hardware"
        ? "valued by our own estimates" : before + pronounced(lists[facet].map((item) => VALUED[item] ?? articled(label(facet, item))))));
    if (choice.quantile !== null || choice.rule === "all") parts.push(`${domains || (first ? "" : "all ")}runs${first ? ` ${first}` : ""}`);
    else parts.push(...[domains ? `${domains}runs: ${rule}` : rule, first].filter(Boolean));
    parts.push(...others);
    if (choice.text) parts.push(`“${choice.text}”`);
    const [from, until] = [choice.start !== null && address.from, choice.end !== null && address.until];
    if (from && until) parts.push(`${from} to before ${until}`);
    else if (from) parts.push(`since ${from}`);
    else if (until) parts.push(`before ${until}`);
    if (!choice.selfPlay) parts.push("without self-play");
    if (choice.source === "external") parts.push("in the external database");
    if (choice.quantile !== null) parts.push(rule);
    return parts.join(", ");
  }

  // What of an address was left out, beside the answer: the fields that say more may be folded.
  function refused(problems, address, choice) {
    const said = { from: "published from", until: "published before", rule: "rule", selfplay: "self-play", y: "drawn", x: "against", colour: "colour", scale: "scale", lines: "lines", source: "source" };
    const out = Object.entries(said).filter(([key]) => problems[key] && address[key] && !(key === "until" && choice.end !== null)).map(([key, name]) => `${name} “${address[key]}”`);
    if (problems.with) out.push("the comparison");
    return out.length ? `Left out, since it cannot be used as it stands: ${numbers.listing(out)}.` : "";
  }

  // What the marks of the plot stand for, of those that are there.
  function caption({ points, bars, lines }) {
    const said = [];
    if (bars.length) said.push("thin strokes: 95 % intervals");
    if (points.some(({ hollow }) => hollow)) said.push("hollow: totals published by somebody else");
    const groups = new Set(lines.map(({ group }) => group)).size;
    const band = lines.some(({ low, high }) => high > low);
    if (groups) said.push(`dashed: ${groups > 1 ? "the fitted lines" : "the fitted line"}${band ? ` with ${groups > 1 ? "their 95 % bands" : "its 95 % band"}` : ""}`);
    return said.length ? `${numbers.sentence(said.join("; "))}.` : "";
  }

  // Runs that are chosen but cannot be drawn.
  function undrawn(number, choice) {
    const lacking = [choice.y, choice.x].filter((name) => !["compute", "date"].includes(name)).map((name) => QUANTITIES[name].noun);
    const runs = numbers.count(number, "of the chosen runs lacks", "of the chosen runs lack");
    return `${numbers.sentence(runs)} ${lacking.join(" or ")}: ${number === 1 ? "it is" : "they are"} not drawn.`;
  }

  // The sentence that answers the choice.
  function finding(fit, choice) {
    const noun = QUANTITIES[choice.y].noun;
    if (fit.reason) return `Too few runs for a line: ${fit.reason}.`;
    if (choice.x !== "date") return `${numbers.sentence(together(fit, choice))}.`;
    if (fit.curved && choice.quantile === null) {
      return `${numbers.sentence(noun)} does not follow one line: it curves so plainly that one doubling time is not told.`;
    }
    return `${numbers.sentence(noun)} ${pace(fit)}.`;
  }

  // What else is to be known of a fit, a sentence each.
  function details(fit, choice, level, bent) {
    if (fit.reason) {
      const first = choice.top === null ? [] : [`The first ${numbers.grouped(String(choice.top))} of the chosen domains and sets are left out: until then every run is among the largest.`];
      return ["Widen the choice: fewer runs are no trend, since two always lie on a line.", ...first];
    }
    const found = [];
    const [grouped, significant] = [numbers.grouped, numbers.significant];
    const runs = `${numbers.sentence(numbers.count(fit.runs, "run"))} of ${numbers.count(fit.organizations, "organization")}`;
    if (choice.quantile !== null) {
      found.push(`${runs}. The line is exact; an interval needs resampling of papers, which the pipeline does for 80 and 90 %.`);
    } else {
      const line = bent ? "a straight line through them" : "the line";
      const scatter = `${line} explains ${significant(100 * fit.r_squared)} % of the scatter, and one standard deviation off it is a factor of ${significant(10 ** fit.residual_sd)}`;
      found.push(`${runs}; ${scatter}.`);
    }
    if (bent) return [...found, "Choose fewer years, one domain or one rule: then one line may fit."];
    if (choice.x === "date" && fit.slope > 0) {
      const ends = fit.nominal || !fit.interval ? "" : ` (${significant(fit.growth_per_year_low)} to ${significant(fit.growth_per_year_high)})`;
      found.push(`Growth: ${significant(fit.growth_per_year)} times a year${ends}.`);
    }
    const each = choice.x === "date" ? "in log10 a year" : "in log10 for a factor of ten";
    if (fit.nominal) {
      found.push("Frontier runs are selected maxima, so the usual interval is nominal and is not told. Runs were ranked among all of the chosen domains and sets.");
    } else if (fit.reaches) {
      const told = both(fit.slope, fit.reaches);
      found.push(fit.reaches.length > 1
        ? `Slope ${significant(fit.slope, 3)} ${each}: ${told}; the wider is told.`
        : `Slope ${significant(fit.slope, 3)} ${each}, ${grouped(String(Math.round(100 * level)))} % interval ${told}; of so few organizations, how alike their runs are cannot be allowed for.`);
    }
    return found;
  }

  const BY = { t: "by t", CR2: "by organization (CR2)" };
  const both = (value, reaches) => reaches.map(({ interval: by, reach }) => `${BY[by]} ${numbers.significant(value - reach, 3)} to ${numbers.significant(value + reach, 3)}`).join(", ");

  // How two groups differ.
  function difference(found, names, choice) {
    const dated = choice.x === "date";
    const size = `${numbers.significant(found.difference, 2)} in log10 ${dated ? "a year" : "for a factor of ten"}`;
    if (!found.reaches) return `The slopes differ by ${size}; of ${choice.quantile === null ? "frontier runs" : "lines of quantiles"} no interval is told.`;
    const [low, high] = [found.difference_low, found.difference_high];
    const larger = found.difference > 0 ? names[1] : names[0];
    const verdict = low > 0 || high < 0
      ? `${dated ? "growth is faster" : "the line is steeper"} ${/^(before|since) /.test(larger) ? "" : "for "}${larger}` : "that may be chance";
    const how = found.reaches.length > 1 ? ` The interval is ${both(found.difference, found.reaches)}; the wider is told.` : "";
    return `The slopes differ by ${size} (95 % interval ${numbers.significant(low)} to ${numbers.significant(high)}): ${verdict}.${how}`;
  }

  explorer.words = { QUANTITIES, articled, called, caption, details, difference, finding, interval, label, pace, refused, ruleName, undrawn };
})();
