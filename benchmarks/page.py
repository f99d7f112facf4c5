"""When a reader sees the first figure after opening the page from disk, and when every control answers.

    make benchmark-page

Needs a built report and Chromium. Prints a table; README.md holds the last one. Times are the browser's own.
"""

import shutil
import statistics
import sys

from playwright.sync_api import Browser, sync_playwright

from builds import ROOT
from measuring import print_table

PAGE = ROOT / "reports/index.html"
ROUNDS = 5
SCREENS = {"wide": (1440, 900), "phone": (390, 844)}
WATCH = """
const watch = () => {
  const figure = document.querySelector("#figure_headline svg");
  if (figure && figure.getBoundingClientRect().height > 0) window.firstFigure = performance.now();
  else requestAnimationFrame(watch);
};
requestAnimationFrame(watch);
"""
"""A frame in which the figure has its size is drawn when the next one starts."""


def open_page(browser: Browser, width: int, height: int) -> tuple[float, float]:
    """Seconds until the first figure stands, and until the page has set up all others."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.add_init_script(WATCH)
    page.goto(PAGE.as_uri())
    page.wait_for_selector("html[data-ready=yes]")
    first, ready = page.evaluate("[window.firstFigure, performance.now()]")
    page.close()
    return first / 1000, ready / 1000


def main() -> None:
    """Open the page a few times at each width."""
    chromium = shutil.which("chromium") or sys.exit("needs Chromium (Debian: apt-get install chromium)")
    if not PAGE.is_file():
        sys.exit("nothing is built yet: snakemake")
    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        for name, (width, height) in SCREENS.items():
            found = zip(*(open_page(browser, width, height) for _ in range(ROUNDS)), strict=True)
            rows.append([name, *(f"{statistics.median(times):.2f} s" for times in found)])
        browser.close()
    print_table(["screen", "first figure", "all set up"], rows)


if __name__ == "__main__":
    main()
