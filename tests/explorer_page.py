"""The explorer as a whole page from tables, as the stage explore makes it."""

from dataclasses import asdict
from datetime import date
from functools import cache

from ai_compute.charts.library import library
from ai_compute.charts.theme import DARK, LIGHT
from ai_compute.explorer.page import explorer_content
from ai_compute.explorer.render import explorer_page
from explorer import real_data, real_tables


@cache
def real_page() -> str:
    """The page of all raw data."""
    return page_of(real_tables(), real_data())


def page_of(tables, data) -> str:
    """The page as text."""
    content = explorer_content(tables, date(2026, 11, 1), "1a2b3c4d5e6f", "")
    return explorer_page(content, data, library(), {"light": asdict(LIGHT), "dark": asdict(DARK)})
