"use strict";
// What leaves the page: pictures in light colours, rows and fit as CSV, text to the clipboard.
(() => {
  function download(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // A spreadsheet runs text that looks like a formula.
  const safe = (value) => (typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(Number.isNaN(value) ? "" : value ?? ""));
  const cell = (value) => (/[",\r\n]/.test(safe(value)) ? `"${safe(value).replaceAll('"', '""')}"` : safe(value));

  function csv(records) {
    const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
    return [columns, ...records.map((record) => columns.map((name) => record[name]))].map((row) => row.map(cell).join(",")).join("\n") + "\n";
  }

  function saveCsv(records, name) {
    download(new Blob([csv(records)], { type: "text/csv" }), name);
  }

  const light = (text, colours) => text.replace(/var\(--([a-z-]+)\)/g, (_all, role) => colours[role.replaceAll("-", "_")]);

  async function savePicture(text, colours, name, format) {
    const whole = light(text, colours).replace(/(<svg[^>]*>)/, `$1<rect width="100%" height="100%" fill="${colours.ground}"/>`);
    const svg = new Blob([whole], { type: "image/svg+xml" });
    if (format === "svg") return download(svg, `${name}.svg`);
    const picture = new Image();
    picture.src = URL.createObjectURL(svg);
    await picture.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * picture.naturalWidth, 2 * picture.naturalHeight];
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas.toBlob((blob) => download(blob, `${name}.png`));
  }

  // Text to the clipboard; where a page opened from disk may not, it is selected to be copied by hand.
  async function copy(text, button) {
    const before = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "copied";
    } catch {
      const held = document.createElement("textarea");
      held.value = text;
      document.body.append(held);
      held.select();
      button.textContent = document.execCommand("copy") ? "copied" : "could not be copied";
      held.remove();
    }
    setTimeout(() => { button.textContent = before; }, 1500);
  }

  explorer.saving = { copy, csv, saveCsv, savePicture };
})();
