"use strict";
// Figures as files: SVG and PNG in light colours, and the rows behind them as CSV.
(() => {
  function asCsv(rows) {
    const columns = Object.keys(rows[0] || {});
    // A spreadsheet runs text that looks like a formula.
    const safe = (value) => (typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value ?? ""));
    const quoted = (value) => (/[",\n]/.test(safe(value)) ? `"${safe(value).replaceAll('"', '""')}"` : safe(value));
    return [columns, ...rows.map((row) => columns.map((name) => row[name]))].map((row) => row.map(quoted).join(",")).join("\n") + "\n";
  }

  function download(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function lines(text, room, font) {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = font;
    const found = [""];
    for (const word of text.split(" ")) {
      if (pen.measureText(`${found.at(-1)} ${word}`).width > room) found.push("");
      found.push(`${found.pop()} ${word}`.trim());
    }
    return found;
  }

  // A saved figure says by itself what it shows.
  function withTitle(text, title, ink, ground) {
    const figure = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    const [wide, high] = ["width", "height"].map((name) => Number(figure.getAttribute(name)));
    const titles = lines(title, wide - 32, "bold 18px Arial");
    const above = 20 + 24 * titles.length;
    const whole = figure.cloneNode(false);
    const put = (name, attributes, words = "") => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      made.textContent = words;
      whole.append(made);
      return made;
    };
    whole.setAttribute("height", high + above);
    whole.setAttribute("viewBox", `0 0 ${wide} ${high + above}`);
    put("rect", { width: wide, height: high + above, fill: ground });
    const words = { x: 12, fill: ink, "font-family": "Arial, Liberation Sans, Helvetica, sans-serif", "font-size": 18, "font-weight": "bold" };
    titles.forEach((line, at) => put("text", { ...words, y: 26 + 24 * at }, line));
    put("g", { transform: `translate(0,${above})` }).append(...figure.childNodes);
    return new XMLSerializer().serializeToString(whole);
  }

  async function asPng(svg, ground) {
    const picture = new Image();
    picture.src = URL.createObjectURL(svg);
    await picture.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * picture.naturalWidth, 2 * picture.naturalHeight];
    const context = canvas.getContext("2d");
    context.fillStyle = ground;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done));
  }

  document.addEventListener("save", async ({ detail: { view, about, page, format } }) => {
    const name = `${about.name}.${format}`;
    if (format === "csv") {
      const rows = about.data.flatMap((dataset) => page.datasets[dataset]);
      return download(new Blob([asCsv(rows)], { type: "text/csv" }), name);
    }
    const text = (await view.toSVG()).replace(/var\(--([a-z]+)\)/g, (_all, role) => page.colours[role]);
    const titled = withTitle(text, about.title, page.colours.ink, page.colours.ground);
    const svg = new Blob([titled], { type: "image/svg+xml" });
    return download(format === "svg" ? svg : await asPng(svg, page.colours.ground), name);
  });
})();
