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


KNOWN = frozenset(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA "
    "CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA "
    "GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP "
    "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS "
    "MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS "
    "RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW "
    "TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW".split()
)
"""The codes of ISO 3166-1 alpha-2 that are assigned."""


def _read_countries(value: Any) -> Any:
    countries = value.split("; ") if isinstance(value, str) else []
    if not countries or not KNOWN.issuperset(countries):
        written = value if isinstance(value, list) else re.split(r"\s*[;,/&]\s*|\s+and\s+", str(value))
        codes = [CODES.get(str(each).casefold(), str(each).upper()) for each in written]
        certain = KNOWN.issuperset(codes)
        way_out = f"write `{'; '.join(codes)}`" if certain else "write the codes of ISO 3166-1"
        raise complain("two capital letters a country (ISO 3166-1), joined by '; ': US; GB", way_out)
    return value


ONE = f"({'|'.join(sorted(KNOWN))})"
SCHEMA = {"type": "string", "pattern": f"^{ONE}(; {ONE})*$", "examples": ["CA", "US; GB"]}
Countries = Annotated[str, BeforeValidator(_read_countries), WithJsonSchema(SCHEMA)]
