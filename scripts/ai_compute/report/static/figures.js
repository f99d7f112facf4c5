"use strict";
// Draws the figures at the size that fits, first those that are seen; lets readers change axis, error bars and domains.
(() => {
  let read = null;
  function page() {
    if (!read) {
      read = JSON.parse(document.getElementById("page_data").textContent);
      for (const [name, columns] of Object.entries(read.datasets)) read.datasets[name] = rows(columns);
    }
    return read;
  }

  function rows(columns) {
    const names = Object.keys(columns);
    return (columns[names[0]] ?? []).map((_first, at) => Object.fromEntries(names.map((name) => [name, columns[name][at]])));
  }

  const drawn = new Map();
  const views = new Map();
  const hidden = new Set();
  const smallest = 0.9;

  const pressed = (button) => button.getAttribute("aria-pressed") === "true";
  const press = (button, on) => button.setAttribute("aria-pressed", String(on));
  const figures = [];
  const described = (figure) => page().figures[figure.dataset.figure];

  // The widest that needs no more than a tenth taken off.
  function sizeFor(figure, width) {
    const sizes = Object.entries(described(figure).sizes).sort(([, [a]], [, [b]]) => b - a);
    return (sizes.find(([, [whole]]) => width >= smallest * whole) ?? sizes.at(-1))[0];
  }

  function kindOf(figure) {
    const button = figure.querySelector("[data-kind][aria-pressed=true]");
    return button ? button.dataset.kind : described(figure).kinds[0];
  }

  const breath = () => new Promise((next) => setTimeout(next));

  // Drawn in steps between which the page answers; `now`, as on paper or at a click, in one.
  function draw(figure, width = figure.querySelector(".plot").clientWidth, now = false) {
    const [size, kind] = [sizeFor(figure, width), kindOf(figure)];
    const before = drawn.get(figure);
    if (before && before.size === size && before.kind === kind && (before.view || !now)) return before.done;
    const mine = { size, kind, view: null };
    drawn.set(figure, mine);
    mine.done = make(figure, mine, now);
    return mine.done;
  }

  async function make(figure, mine, now) {
    const about = described(figure);
    const { size, kind } = mine;
    if (!now) await breath();
    const specification = structuredClone(about.specifications[size][kind]);
    const named = new Set(about.data);
    for (const source of specification.data) if (named.has(source.name)) source.values = page().datasets[source.name];
    const picture = document.createElement("div");
    picture.className = `picture drawn ${size}`;
    const view = new vega.View(vega.parse(specification, null, { ast: true }), {
      expr: vega.expressionInterpreter, renderer: "svg", tooltip: tip, logLevel: 1,
    });
    if (!now) await breath();
    await view.initialize(picture).hover().runAsync();
    // Another size or axis may have been asked for since.
    if (drawn.get(figure) !== mine) return view.finalize();
    if (views.has(figure)) views.get(figure).finalize();
    views.set(figure, view);
    mine.view = view;
    view.addEventListener("click", (_event, item) => {
      const run = item && item.datum && item.datum.run;
      if (run) document.dispatchEvent(new CustomEvent("run", { detail: { run, from: figure.querySelector(".plot") } }));
    });
    await apply(figure);
    // The tip tells each dot; those who hear the page are told what the figure says.
    picture.querySelector("svg").setAttribute("aria-hidden", "true");
    figure.querySelector(".plot").replaceChildren(picture);
    figure.dataset.drawn = `${size} ${kind}`;
  }

  async function apply(figure) {
    const { view } = drawn.get(figure) ?? {};
    const bars = figure.querySelector("[data-bars]");
    if (view && bars) await view.signal("hidden_domains", [...hidden]).signal("error_bars", pressed(bars)).runAsync();
  }

  function tip(_handler, event, item, value) {
    document.dispatchEvent(new CustomEvent("tip", { detail: { event, datum: value ? item.datum : null, value } }));
  }

  // One stop a figure; arrows lead from dot to dot, Enter to the card.
  const dotsOf = (figure) => [...figure.querySelectorAll(".drawn .mark-symbol path")]
    .filter((dot) => dot.__data__ && dot.__data__.datum && dot.__data__.datum.run)
    .sort((one, other) => one.getBoundingClientRect().left - other.getBoundingClientRect().left);

  function step(figure, plot, event) {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowUp: 1, ArrowDown: -1, Home: -Infinity, End: Infinity }[event.key];
    const dots = dotsOf(figure);
    if (!dots.length) return;
    const at = dots.findIndex((dot) => dot.__data__.datum.run === plot.dataset.run);
    if (by !== undefined) {
      event.preventDefault();
      const next = dots[Math.max(0, Math.min(dots.length - 1, at < 0 ? (by < 0 ? dots.length - 1 : 0) : at + by))];
      const { datum } = next.__data__;
      plot.dataset.run = datum.run;
      const box = next.getBoundingClientRect();
      for (const other of figure.querySelectorAll(".at")) other.classList.remove("at");
      next.classList.add("at");
      tip(null, { clientX: box.right, clientY: box.bottom }, { datum }, {});
    } else if (event.key === "Enter" && at >= 0) {
      document.dispatchEvent(new CustomEvent("run", { detail: { run: plot.dataset.run, from: plot } }));
    }
  }

  function begin(figure) {
    const plot = figure.querySelector(".plot");
    if (!plot || figures.includes(figure)) return;
    figures.push(figure);
    waiting.add(figure);
    seen.observe(figure);
    plot.addEventListener("keydown", (event) => step(figure, plot, event));
    plot.addEventListener("blur", () => tip(null, null, null, null));
    figure.addEventListener("click", async (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.kind) {
        for (const other of figure.querySelectorAll("[data-kind]")) press(other, other === button);
        await draw(figure, undefined, true);
      } else if ("bars" in button.dataset) {
        press(button, !pressed(button));
        await apply(figure);
      } else if (button.dataset.save) {
        await draw(figure, undefined, true);
        document.dispatchEvent(new CustomEvent("save", {
          detail: { view: drawn.get(figure).view, about: described(figure), page: page(), format: button.dataset.save, figure },
        }));
      }
    });
  }

  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-domain]");
    if (!chip) return;
    const { domain } = chip.dataset;
    if (!hidden.delete(domain)) hidden.add(domain);
    for (const same of document.querySelectorAll(`[data-domain="${domain}"]`)) press(same, !hidden.has(domain));
    for (const figure of drawn.keys()) apply(figure);
    document.dispatchEvent(new CustomEvent("domains", { detail: hidden }));
  });
  window.addEventListener("resize", () => { for (const figure of drawn.keys()) draw(figure); });

  // Paper is narrower than most windows; drawing needs no wait, so that it is done before the page is printed.
  const paper = 700;
  window.addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details[data-printed]:not([open])")) {
      details.open = true;
      details.dataset.opened = "";
    }
    for (const figure of figures) draw(figure, paper, true);
  });
  window.addEventListener("afterprint", () => {
    for (const details of document.querySelectorAll("details[data-opened]")) {
      details.open = false;
      delete details.dataset.opened;
    }
    for (const figure of figures) draw(figure);
  });

  // What comes into view is drawn at once, the rest one after the other when the page has nothing else to do.
  const waiting = new Set();
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting && waiting.delete(target)) draw(target);
    }
  }, { rootMargin: "300px" });
  const idle = window.requestIdleCallback ?? ((next) => setTimeout(next, 50));
  async function rest() {
    const [figure] = waiting;
    if (figure) {
      waiting.delete(figure);
      await draw(figure);
      idle(rest);
      return;
    }
    while (figures.some((one) => !one.dataset.drawn)) await new Promise((next) => setTimeout(next, 20));
    document.documentElement.dataset.ready = "yes";
  }
  for (const figure of document.querySelectorAll("[data-figure]")) begin(figure);
  document.addEventListener("unfolded", (event) => {
    for (const figure of event.detail.querySelectorAll("[data-figure]")) begin(figure);
    idle(rest);
  });
  idle(rest, { timeout: 2000 });
})();
