"use strict";
// Draws the figures at the size that fits, first those that are seen; lets readers change axis, error bars and domains.
(() => {
  let read = null;
  const page = () => (read ??= JSON.parse(document.getElementById("page_data").textContent));
  const drawn = new Map();
  const hidden = new Set();
  const smallest = 0.9;

  const pressed = (button) => button.getAttribute("aria-pressed") === "true";
  const press = (button, on) => button.setAttribute("aria-pressed", String(on));
  const figures = [...document.querySelectorAll("[data-figure]")].filter((figure) => figure.querySelector(".plot"));
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

  async function draw(figure, width = figure.querySelector(".plot").clientWidth) {
    const about = described(figure);
    const [size, kind] = [sizeFor(figure, width), kindOf(figure)];
    const before = drawn.get(figure);
    if (before && before.size === size && before.kind === kind) return;
    const specification = structuredClone(about.specifications[size][kind]);
    for (const name of about.data) specification.datasets[name] = page().datasets[name];
    const picture = document.createElement("div");
    picture.className = `picture drawn ${size}`;
    drawn.set(figure, { size, kind, view: null });
    const { view } = await vegaEmbed(picture, specification, {
      renderer: "svg", actions: false, ast: true, defaultStyle: false, tooltip: tip, logLevel: 1,
    });
    const now = drawn.get(figure);
    if (now.size !== size || now.kind !== kind) return view.finalize();
    if (before && before.view) before.view.finalize();
    now.view = view;
    view.addEventListener("click", (_event, item) => {
      const run = item && item.datum && item.datum.run;
      if (run && document.getElementById(run)) location.hash = run;
    });
    await apply(figure);
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

  for (const figure of figures) {
    figure.addEventListener("click", async (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.kind) {
        for (const other of figure.querySelectorAll("[data-kind]")) press(other, other === button);
        await draw(figure);
      } else if ("bars" in button.dataset) {
        press(button, !pressed(button));
        await apply(figure);
      } else if (button.dataset.save) {
        await draw(figure);
        document.dispatchEvent(new CustomEvent("save", {
          detail: { view: drawn.get(figure).view, about: described(figure), page: page(), format: button.dataset.save },
        }));
      }
    });
  }
  for (const chip of document.querySelectorAll("[data-domain]")) {
    chip.addEventListener("click", () => {
      press(chip, !pressed(chip));
      if (pressed(chip)) hidden.delete(chip.dataset.domain);
      else hidden.add(chip.dataset.domain);
      for (const figure of drawn.keys()) apply(figure);
      document.dispatchEvent(new CustomEvent("domains", { detail: hidden }));
    });
  }
  window.addEventListener("resize", () => { for (const figure of drawn.keys()) draw(figure); });

  // Paper is narrower than most windows; drawing needs no wait, so that it is done before the page is printed.
  const paper = 700;
  window.addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details[data-printed]:not([open])")) {
      details.open = true;
      details.dataset.opened = "";
    }
    for (const figure of figures) draw(figure, paper);
  });
  window.addEventListener("afterprint", () => {
    for (const details of document.querySelectorAll("details[data-opened]")) {
      details.open = false;
      delete details.dataset.opened;
    }
    for (const figure of figures) draw(figure);
  });

  // What comes into view is drawn at once, the rest one after the other when the page has nothing else to do.
  const waiting = new Set(figures);
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
  for (const figure of figures) seen.observe(figure);
  idle(rest, { timeout: 2000 });
})();
