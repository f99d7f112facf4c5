"use strict";
// All that an address leads to: runs, groups, their lines and how two of them differ, and what is wrong with it.
(() => {
  const { choosing, drawing, statistics, words } = explorer;

  // Runs, line and name of one group.
  function groupOf(rows, choice, rules, name) {
    const places = choosing.chosen(rows, choice, rules);
    const points = choosing.pointsOf(rows, places, choice);
    return { name, places, points, fit: choosing.fitted(points, choice, rules) };
  }

  // Whether a line is not told, since it plainly curves.
  const bent = (fit, choice) => fit.curved && choice.x === "date" && choice.quantile === null;

  function namesOf(compared, wanted, choice) {
    if (!compared.facet) return [`before ${wanted.split}`, `since ${wanted.split}`];
    const named = (items) => items?.map((item) => words.label(compared.facet, item)).join(" or ") ?? "all runs";
    return [named(choice.lists[compared.facet]), named(compared.items)];
  }

  // How the slopes of two groups differ: without interval for frontier runs and lines of quantiles; null if one has no line.
  function differenceOf(groups, choice, rules) {
    const fits = groups.map(({ fit }) => fit);
    if (fits.length < 2 || fits.some((fit) => fit.reason || bent(fit, choice))) return null;
    if (choice.top !== null || choice.quantile !== null) return { difference: fits[1].slope - fits[0].slope };
    return statistics.difference(groups.map(({ points }) => points), rules.level, rules.organizations_at_least);
  }

  function stateOf(wanted, sources, { rules, vocabulary, laws }) {
    const rows = sources[wanted.source] ?? sources.own;
    const { choice, problems } = choosing.choiceOf(wanted, rows, vocabulary);
    choice.source = sources[wanted.source] ? wanted.source : "own";
    if (wanted.source && choice.source !== wanted.source) problems.source = `the address asks for the source “${wanted.source}”, which nobody has added here: expected ${Object.keys(sources).join(" or ")}`;
    const compared = choosing.groupsOf(wanted, choice, rows, vocabulary, problems);
    const names = compared && namesOf(compared, wanted, choice);
    const groups = compared
      ? [compared.first, compared.second].map((each, at) => groupOf(rows, each, rules, names[at]))
      : [groupOf(rows, choice, rules, words.called(wanted, choice))];
    if (wanted.lines && choice.y !== "compute") problems.lines ??= "lines of laws are drawn where training compute is: expected y=compute with lines=laws";
    const usual = compared ? "group" : "domain";
    if (wanted.colour === "group" && !compared) problems.colour ??= "colour says “group”, but no two groups are compared: expected another";
    const colour = wanted.colour && !problems.colour ? wanted.colour : usual;
    const places = [...new Set(groups.flatMap((group) => group.places))];
    return {
      rows, rules, choice, problems, groups, colour, places, log: wanted.scale !== "linear",
      split: compared && !compared.facet ? wanted.split : "",
      difference: differenceOf(groups, choice, rules),
      items: drawing.colouring(colour, rows, places, vocabulary, groups),
      laws: wanted.lines === "laws" && choice.y === "compute" ? laws : [],
    };
  }

  explorer.states = { bent, stateOf };
})();
