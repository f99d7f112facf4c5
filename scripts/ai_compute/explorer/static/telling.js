"use strict";
// What a state says: its title, its answer, and what else is to be known.
(() => {
  const { numbers, states, words } = explorer;
  const small = (text) => text.replace(/^./, (first) => first.toLowerCase());

  function title(state, address) {
    const { choice, groups, split } = state;
    const against = choice.x === "date" ? "" : ` against ${small(words.QUANTITIES[choice.x].title)}`;
    const beside = split ? `, before and since ${split}` : groups.length > 1 ? `, beside ${words.articled(groups[1].name)}` : "";
    return `${words.QUANTITIES[choice.y].title}${against}: ${words.called(address, choice)}${beside}`;
  }

  // Whether two slopes differ by more than chance, in a sentence; nothing where that cannot be said.
  function surely({ difference }) {
    if (!difference?.reaches) return "";
    return difference.difference_low > 0 || difference.difference_high < 0 ? "The difference is larger than chance." : "The difference may be chance.";
  }

  function answer(state) {
    const { groups, choice } = state;
    if (groups.length === 1) return words.finding(groups[0].fit, choice);
    const { noun } = words.QUANTITIES[choice.y];
    const each = groups.map(({ name, fit }, at) => {
      const [first, said] = [groups[0].fit, fit].map((each) => small(words.finding(each, choice)));
      return `${numbers.sentence(name)}: ${at && [first, said].every((text) => text.startsWith(noun)) ? said.replace(noun, "it") : said}`;
    });
    return [...each, surely(state)].join(" ").trim();
  }

  // The same in as few words as a list of questions has room for.
  function shortly(state) {
    const { groups, choice } = state;
    if (groups.length === 1 || groups.some(({ fit }) => fit.reason || states.bent(fit, choice))) return words.finding(groups[0].fit, choice);
    const paces = groups.map(({ name, fit }) => `${name}: ${words.pace({ ...fit, nominal: true })}`);
    return `${numbers.sentence(paces.join("; "))}. ${surely(state)}`;
  }

  // Two groups that each have one line, as a sentence; else what stands against comparing them.
  function comparison({ groups, choice, difference }) {
    if (!difference) {
      const against = ({ name, fit }) => (fit.reason ? `${name} has ${fit.reason}` : states.bent(fit, choice) ? `no one line fits ${name}` : "");
      return `No comparison: ${groups.map(against).filter(Boolean).join("; ")}.`;
    }
    const said = words.difference(difference, groups.map(({ name }) => name), choice);
    const first = new Set(groups[0].points.places);
    const both = groups[1].points.places.filter((at) => first.has(at)).length;
    if (!both) return said;
    const taken = difference.interval === "t" ? ", which the interval takes for separate" : "";
    return `${said} ${numbers.sentence(numbers.count(both, "run"))} ${both === 1 ? "is" : "are"} in both groups${taken}.`;
  }

  // A sentence each.
  function details(state) {
    const { groups, choice, places, laws } = state;
    const named = (name, text) => (groups.length > 1 ? `${numbers.sentence(name)}: ${small(text)}` : text);
    const said = groups.length > 1 ? [comparison(state)] : [];
    for (const { fit, name } of groups) said.push(...words.details(fit, choice, state.rules.level, states.bent(fit, choice)).map((text) => named(name, text)));
    const without = places.length - new Set(groups.flatMap(({ points }) => points.places)).size;
    if (without) said.push(words.undrawn(without, choice));
    if (laws.length) said.push("Dotted: what laws in force count from. Some of them count what a run was trained on top of as well; a run’s own page tells how sure it is to be above.");
    return said;
  }

  explorer.telling = { answer, details, shortly, title };
})();
