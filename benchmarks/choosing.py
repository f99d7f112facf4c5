"""How soon the explorer answers a choice, beside how soon the headline of the page changes its axis.

    make benchmark-explorer

The choice is from one domain to all made-up runs, 500 and 5,000, and back: the slower is told. Needs Chromium. Times
are the browser's own, from the click until the figure stands.
"""

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

import explorer
import explorer_page
import pages
from ai_compute.entries.documents import read_yaml
from ai_compute.explorer.data import explorer_data
from made_up import made_up_tables
from measuring import print_table

ROUNDS = 7
SIZES = (500, 5000)
ALLOWED = {500: 2, 5000: 5}
"""So many times as long as the headline's axis with 500 runs."""
SWITCH = """async ({ click, drawn }) => {
  const began = performance.now();
  const before = drawn.from ? document.querySelector(drawn.from).dataset.drawn : document.documentElement.dataset.drawn;
  document.querySelector(click).click();
  for (;;) {
    await new Promise((next) => setTimeout(next, 0));
    const now = drawn.from ? document.querySelector(drawn.from).dataset.drawn : document.documentElement.dataset.drawn;
    if (now !== before) return performance.now() - began;
  }
}"""


def opened(browser: Browser, text: str, folder: Path, address: str = "") -> Page:
    """A page from its text, when it is ready."""
    file = folder / "page.html"
    file.write_text(text, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    page.goto(f"{file.as_uri()}{address}")
    page.wait_for_selector("html[data-ready=yes]", timeout=120_000)
    return page


def clicked(page: Page, clicks: list[str], figure: str = "") -> float:
    """Milliseconds from a click until its figure is drawn: medians of every other click, of which the slower."""
    times = [
        page.evaluate(SWITCH, {"click": clicks[turn % len(clicks)], "drawn": {"from": figure}})
        for turn in range(2 * ROUNDS)
    ]
    return max(statistics.median(times[turn::2]) for turn in (0, 1))


def main() -> None:
    """The headline's axis, then choices in the explorer."""
    chromium = shutil.which("chromium") or sys.exit("needs Chromium (Debian: apt-get install chromium)")
    config = read_yaml(explorer.raw()[1]["config.yaml"], "config.yaml").data
    rows = []
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium)
        headline = "#figure_headline"
        page = opened(browser, pages.page_of(made_up_tables(SIZES[0])), Path(folder))
        axis = clicked(page, [f"{headline} [data-kind={kind}]" for kind in ("linear", "log")], headline)
        page.close()
        rows.append([f"the headline's axis, {SIZES[0]:,} runs", f"{axis:.0f} ms", "1", ""])
        for size in SIZES:
            tables = made_up_tables(size)
            text = explorer_page.page_of(tables, explorer_data(tables, explorer.devices(), config))
            page = opened(browser, text, Path(folder), "#?colour=basis")
            choice = clicked(page, ["#choices [name=domain][value=vision]"])
            page.close()
            wanted = f"at most {ALLOWED[size]}"
            what = f"from a domain to all {size:,} runs"
            rows.append([what, f"{choice:.0f} ms", f"{choice / axis:.1f}", wanted])
        browser.close()
    print_table(["from click to figure", "time", "times the headline", "wanted"], rows)


if __name__ == "__main__":
    main()
