"use strict";
// Figures as files that say by themselves what they show and where they come from: SVG, PNG, CSV, and a snippet to embed.
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

  // Title and caption above, source, licence and version below.
  function whole(text, about, page) {
    const { ink, soft, ground } = page.colours;
    const figure = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    const [wide, high] = ["width", "height"].map((name) => Number(figure.getAttribute(name)));
    const room = wide - 32;
    const blocks = [
      { lines: lines(about.title, room, "bold 18px Arial"), size: 18, weight: "bold", fill: ink },
      { lines: lines(about.caption, room, "13px Arial"), size: 13, weight: "normal", fill: soft },
    ];
    const below = lines(page.source, room, "11px Arial");
    const above = 16 + blocks.reduce((sum, block) => sum + block.lines.length * block.size * 1.33 + 4, 0);
    const all = above + high + below.length * 15 + 12;
    const made = figure.cloneNode(false);
    made.removeAttribute("aria-hidden");
    const put = (name, attributes, words = "") => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      element.textContent = words;
      made.append(element);
      return element;
    };
    const write = (words, y, size, weight, fill) => put("text", {
      x: 12, y, fill, "font-family": "Arial, Liberation Sans, Helvetica, sans-serif", "font-size": size, "font-weight": weight,
    }, words);
    made.setAttribute("height", all);
    made.setAttribute("viewBox", `0 0 ${wide} ${all}`);
    put("title", {}, about.title);
    put("rect", { width: wide, height: all, fill: ground });
    let y = 8;
    for (const block of blocks) {
      for (const line of block.lines) write(line, (y += block.size * 1.33), block.size, block.weight, block.fill);
      y += 4;
    }
    put("g", { transform: `translate(0,${above})` }).append(...figure.childNodes);
    below.forEach((line, at) => write(line, above + high + 12 + 15 * at, 11, "normal", soft));
    return new XMLSerializer().serializeToString(made);
  }

  // The rows that are drawn: of runs, those whose dots are there.
  function drawnRows(about, page, figure) {
    const dots = [...figure.querySelectorAll(".drawn .mark-symbol path")].map((dot) => dot.__data__ && dot.__data__.datum);
    const runs = new Set(dots.filter((datum) => datum && datum.run).map((datum) => datum.run));
    return about.data.map((name) => page.datasets[name].filter((row) => !row.run || !runs.size || runs.has(row.run)));
  }

  function told(about, page) {
    const fits = about.fits.map((fit) => `fit: ${fit}`);
    return [about.title, about.caption, page.source, ...fits].map((line) => `# ${line.replaceAll("\n", " ")}\n`).join("");
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

  function snippet(about, page) {
    const safe = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
    const address = location.protocol.startsWith("http") ? location.href.split("#")[0] : "index.html";
    const picture = new URL(`charts/${about.name}.svg`, location.href).href;
    return `<figure><a href="${safe(address)}#figure_${about.name}"><img src="${safe(location.protocol.startsWith("http") ? picture : `charts/${about.name}.svg`)}" alt="${safe(about.title)}" width="100%"></a><figcaption>${safe(about.title)}. ${safe(page.source)}</figcaption></figure>\n`;
  }

  document.addEventListener("save", async ({ detail: { view, about, page, format, figure } }) => {
    const name = `${about.name}.${format}`;
    if (format === "html") return download(new Blob([snippet(about, page)], { type: "text/html" }), name);
    if (format === "csv") {
      const tables = drawnRows(about, page, figure).map(asCsv);
      return download(new Blob([told(about, page) + tables.join("\n")], { type: "text/csv" }), name);
    }
    const text = (await view.toSVG()).replace(/var\(--([a-z_-]+)\)/g, (_all, role) => page.colours[role.replaceAll("-", "_")]);
    const svg = new Blob([whole(text, about, page)], { type: "image/svg+xml" });
    return download(format === "svg" ? svg : await asPng(svg, page.colours.ground), name);
  });
})();
