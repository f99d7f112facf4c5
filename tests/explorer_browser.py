"""A browser that many tests share, and the explorer in it: a test leads the page to an address, and asks it."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def silent(browser, path: Path, hash_: str = "", **choices) -> Iterator:
    """A page that stands ready; afterwards: nothing was complained of, and nobody was asked for anything."""
    page = browser.new_page(**choices)
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{path.as_uri()}{hash_}")
    page.wait_for_selector("html[data-ready=yes]", timeout=30_000)
    yield page
    assert said == []
    assert [url for url in asked if not url.startswith((path.as_uri(), "data:", "blob:"))] == []
    page.close()


@contextmanager
def one_browser() -> Iterator:
    """A browser that stands ready."""
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "CI needs Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM)
        yield launched
        launched.close()


@contextmanager
def one_page(path: Path, **choices) -> Iterator:
    """A page in a browser of its own."""
    with one_browser() as browser, silent(browser, path, **choices) as page:
        yield page


def wait(page, condition):
    """Until a condition holds; the page's policy forbids what Playwright's own waiting does."""
    for _ in range(400):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(25)
    raise AssertionError(condition)


def settled(page):
    """The page when its address is drawn and its choices are counted."""
    wait(page, "document.documentElement.dataset.counted === location.hash")
    return page


def at(page, hash_):
    """The page at an address."""
    page.evaluate("hash => { location.hash = hash; }", hash_)
    return settled(page)


def fits(page):
    """The lines that the page tells."""
    return json.loads(page.evaluate("explore_fit.value"))


def saved(page, action):
    """What a button lets one take along, as text."""
    with page.expect_download() as download:
        page.click(f"[data-action={action}]")
    return download.value.path().read_text(encoding="utf-8")
