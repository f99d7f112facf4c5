"use strict";
// Chosen runs and their fit as rows of a spreadsheet: columns named with their units, each row with what it comes from.
(() => {
  const { choosing } = explorer;
  // Columns of runs: what each is called outside, where that says more than its own name.
  const RUN = ["run", "name", "published", "decimal_year", "domains", "organization", "cluster", "country", "open", "basis", "evidence", "sets", "flop", "flop_low", "flop_high", "flop_without", "devices", "peak", "time", "utilization", "parameters", "examples", "spend", "arithmetic", "paper"];
  const CALLED = {
    open: "weights", flop_without: "flop_without_self_play", peak: "peak_flop_per_second", time: "time_seconds",
    utilization: "implied_utilization_share", examples: "passes", spend: "spend_usd_at_launch_prices",
  };
  const UNITS = {
    compute: "FLOP", devices: "devices", peak: "FLOP/s", time: "seconds", utilization: "share", parameters: "parameters",
    examples: "passes", spend: "USD at launch prices", date: "decimal year",
  };
  const LINE = ["runs", "organizations", "interval", "slope", "slope_low", "slope_high", "intercept"];
  const DATED = ["doubling_months", "doubling_months_low", "doubling_months_high", "open_ended", "growth_per_year", "growth_per_year_low", "growth_per_year_high"];
  const QUALITY = ["r_squared", "residual_sd", "nominal", "curvature_p", "curved"];

  function ofRuns({ rows, groups, places }, about) {
    const groupsOf = (at) => groups.filter((group) => group.places.includes(at)).map(({ name }) => name).join("; ");
    return places.map((at) => ({
      ...Object.fromEntries(RUN.map((name) => [CALLED[name] ?? name, rows[name][at]])),
      ...(groups.length > 1 ? { group: groupsOf(at) } : {}), ...about,
    }));
  }

  // One row a group, and one of their difference. Slopes are of log10 of what is drawn.
  function ofFit({ groups, choice, difference }, about) {
    const across = choice.x === "date" ? "decimal year" : `log10 ${UNITS[choice.x]}`;
    const units = { quantity: choice.y, against: choice.x, slope_unit: `log10 ${UNITS[choice.y]} per ${across}` };
    const names = [...LINE, ...(choice.x === "date" ? DATED : []), ...QUALITY];
    const row = (group, found) => ({ group, ...units, ...Object.fromEntries(names.map((name) => [name, found[name] ?? ""])), reason: found.reason ?? "", ...about });
    const found = groups.map(({ name, fit }) => row(name, fit));
    if (!difference) return found;
    const { difference: slope, difference_low: low, difference_high: high, interval, organizations } = difference;
    return [...found, row(`difference: ${groups[1].name} minus ${groups[0].name}`, { slope, slope_low: low, slope_high: high, interval, organizations })];
  }

  // The address is the choice; the version that of the data it was made of.
  const about = (address, version) => ({ address: choosing.spelled(address), data_version: version });

  explorer.records = { about, ofFit, ofRuns };
})();
