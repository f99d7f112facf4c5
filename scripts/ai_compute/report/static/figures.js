"use strict";
// Draws the figures at the size that fits, and lets readers change axis, error bars and domains, look closer, and save.
(() => {
  const page = JSON.parse(document.getElementById("data").textContent);
  const drawn = new Map();
  const hidden = new Set();
  const tip = document.getElementById("tip");
  const narrowest = [["wide", 860], ["medium", 470], ["narrow", 0]];

  const sizeFor = (width) => narrowest.find(([, from]) => width >= from)[0];
  const pressed = (button) => button.getAttribute("aria-pressed") === "true";
  const press = (button, on) => button.setAttribute("aria-pressed", String(on));

  function element(kind, text) {
    const made = document.createElement(kind);
    made.textContent = text;
    return made;
  }

  function showTip(_handler, event, item, value) {
    tip.hidden = !value;
    if (!value) return;
    const datum = (item && item.datum) || {};
    const card = datum.run && document.getElementById(datum.run);
    const lines = [element("strong", datum.name || "")];
    if (card) {
      for (const part of card.querySelectorAll(".meta, .adopted strong, .adopted span")) lines.push(element("span", part.textContent));
      const worked = card.querySelector(".arithmetic");
      if (worked) lines.push(element("p", worked.textContent));
    } else {
      for (const [name, found] of Object.entries(value)) if (name !== "name") lines.push(element("span", `${name}: ${found}`));
    }
    tip.replaceChildren(...lines);
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(event.clientX + 14, window.innerWidth - box.width - 8))}px`;
    const below = event.clientY + 16;
    tip.style.top = `${below + box.height > window.innerHeight ? Math.max(8, event.clientY - box.height - 12) : below}px`;
  }

  async function draw(figure) {
    const described = page.figures[figure.dataset.figure];
    const plot = figure.querySelector(".plot");
    if (!plot) return;
    const size = sizeFor(plot.clientWidth);
    const kind = (figure.querySelector("[data-kind][aria-pressed=true]") || { dataset: { kind: described.kinds[0] } }).dataset.kind;
    const specification = structuredClone(described.specifications[size][kind]);
    for (const name of described.data) specification.datasets[name] = page.datasets[name];
    const previous = drawn.get(figure);
    const result = await vegaEmbed(plot, specification, {
      renderer: "svg", actions: false, ast: true, defaultStyle: false, tooltip: showTip, logLevel: 1,
    });
    if (previous) previous.view.finalize();
    plot.dataset.drawn = size;
    drawn.set(figure, { view: result.view, size, kind });
    result.view.addEventListener("click", (_event, item) => {
      const run = item && item.datum && item.datum.run;
      if (run && document.getElementById(run)) location.hash = run;
    });
    apply(figure);
  }

  function apply(figure) {
    const { view } = drawn.get(figure);
    const bars = figure.querySelector("[data-bars]");
    if (!bars) return;
    view.signal("hidden_domains", [...hidden]).signal("error_bars", pressed(bars)).run();
  }

  function asCsv(rows) {
    const columns = Object.keys(rows[0] || {});
    const quoted = (value) => (/[",\n]/.test(String(value ?? "")) ? `"${String(value).replaceAll('"', '""')}"` : String(value ?? ""));
    return [columns, ...rows.map((row) => columns.map((name) => row[name]))].map((row) => row.map(quoted).join(",")).join("\n") + "\n";
  }

  function download(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  async function lightSvg(figure) {
    const svg = await drawn.get(figure).view.toSVG();
    return svg.replace(/var\(--([a-z]+)\)/g, (_all, role) => page.colours[role]);
  }

  async function save(figure, format) {
    const name = `${figure.dataset.figure}.${format}`;
    if (format === "csv") {
      const rows = page.figures[figure.dataset.figure].data.flatMap((dataset) => page.datasets[dataset]);
      return download(new Blob([asCsv(rows)], { type: "text/csv" }), name);
    }
    const svg = new Blob([await lightSvg(figure)], { type: "image/svg+xml" });
    if (format === "svg") return download(svg, name);
    const picture = new Image();
    picture.src = URL.createObjectURL(svg);
    await picture.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * picture.naturalWidth, 2 * picture.naturalHeight];
    const context = canvas.getContext("2d");
    context.fillStyle = page.colours.ground;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => download(blob, name));
    return undefined;
  }

  const figures = [...document.querySelectorAll("[data-figure]")].filter((figure) => figure.querySelector(".plot"));
  for (const figure of figures) {
    figure.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.kind) {
        for (const other of figure.querySelectorAll("[data-kind]")) press(other, other === button);
        draw(figure);
      } else if ("bars" in button.dataset) {
        press(button, !pressed(button));
        apply(figure);
      } else if (button.dataset.save) save(figure, button.dataset.save);
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
  window.addEventListener("resize", () => {
    for (const [figure, { size }] of drawn) if (sizeFor(figure.querySelector(".plot").clientWidth) !== size) draw(figure);
  });
  window.addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });

  // One after the other, the first at once, so that the page answers in between.
  (async () => {
    for (const figure of figures) {
      await draw(figure);
      await new Promise((next) => setTimeout(next));
    }
    document.documentElement.dataset.ready = "yes";
  })();
})();
