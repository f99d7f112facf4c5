"""The countries of an entry's organizations: two letters each, joined by '; '."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from ai_compute.entries.structures import complain

CODES = {
    **dict.fromkeys(("usa", "u.s.", "u.s.a.", "united states", "united states of america"), "US"),
    **dict.fromkeys(("uk", "u.k.", "gbr", "united kingdom", "great britain", "england"), "GB"),
    **dict.fromkeys(("chn", "china", "prc"), "CN"),
    **dict.fromkeys(("can", "canada"), "CA"),
    **dict.fromkeys(("fra", "france"), "FR"),
    **dict.fromkeys(("deu", "germany"), "DE"),
    **dict.fromkeys(("jpn", "japan"), "JP"),
    **dict.fromkeys(("kor", "korea", "south korea", "republic of korea"), "KR"),
    **dict.fromkeys(("isr", "israel"), "IL"),
    **dict.fromkeys(("ind", "india"), "IN"),
    **dict.fromkeys(("che", "switzerland"), "CH"),
    **dict.fromkeys(("are", "uae", "united arab emirates"), "AE"),
    **dict.fromkeys(("rus", "russia"), "RU"),
    **dict.fromkeys(("sgp", "singapore"), "SG"),
    **dict.fromkeys(("taiwan", "twn"), "TW"),
}
"""Codes of ISO 3166-1 for what most entries would write out."""


def _read_countries(value: Any) -> Any:
    countries = value.split("; ") if isinstance(value, str) else []
    if not countries or "UK" in countries or not all(re.fullmatch("[A-Z]{2}", country) for country in countries):
        written = value if isinstance(value, list) else re.split(r"\s*[;,/&]\s*|\s+and\s+", str(value))
        codes = [CODES.get(str(each).casefold(), str(each).upper()) for each in written]
        certain = all(re.fullmatch("[A-Z]{2}", code) for code in codes)
        way_out = f"write `{'; '.join(codes)}`" if certain else "write the codes of ISO 3166-1"
        raise complain("two capital letters a country (ISO 3166-1), joined by '; ': US; GB", way_out)
    return value


Countries = Annotated[
    str,
    BeforeValidator(_read_countries),
    WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}(; [A-Z]{2})*$", "examples": ["CA", "US; GB"]}),
]
