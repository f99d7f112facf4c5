"use strict";
// What an entry may not hold, however well it is written (ai_compute/entries/impossible.py, references.py, structures.py).
(() => {
  const WHOLE_WITHIN = 1e-6;

  const endsOf = ({ low, high, value }) => (high === undefined ? [value] : [low, high]);

  // Both ends of a range, or the value; a part of a device is whole where one has so many parts.
  function isWhole(quantity, parts) {
    return endsOf(quantity).map((end) => end * parts).every((share) => share >= 1 - WHOLE_WITHIN && Math.abs(share - Math.round(share)) <= share * WHOLE_WITHIN);
  }

  // Each tells what is expected instead; nothing of what can be, or is not there.
  function parameters(quantity) {
    if (!quantity?.value || isWhole(quantity, 1)) return "";
    return "expected a whole number of parameters; is a suffix missing (k M B T)?";
  }

  function count(quantity, device) {
    if (!quantity?.value || isWhole(quantity, device.parts) || (quantity.assumed && quantity.value > 1)) return "";
    return `expected a whole number of devices; ${quantity.value < 1 ? "a share of the peak stands under utilization" : "an average is assumed: mark it with ~"}`;
  }

  function share(quantity) {
    return quantity?.value && Math.max(...endsOf(quantity)) > 1 ? "expected a share of the peak, at most 1" : "";
  }

  function published({ day }, facts) {
    if (day < facts.earliest) return `expected a date of ${facts.earliest} or later`;
    return day > facts.cut_off ? `expected a date up to the data's cut-off, ${facts.cut_off}` : "";
  }

  function text(written) {
    if (!written) return "";
    if (!/[\p{L}\p{N}_]/u.test(written)) return "expected text with letters or digits";
    return /(?! )[\p{C}\p{Z}]/u.test(written) ? "expected text without control or direction marks" : "";
  }

  explorer.possible = { count, parameters, published, share, text };
})();
