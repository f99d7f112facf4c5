"""Tables of made-up runs, for figures and the page: none, one, or thousands."""

from collections.abc import Iterable
from functools import cache

import numpy as np
import pandas as pd

from ai_compute.schemas.registry import models
from ai_compute.settings.thresholds import Standing
from ai_compute.storage.tables import table
from ai_compute.thresholds.deciding import Deciding
from ai_compute.thresholds.standing import classified
from ai_compute.trends.frontier import rank_at_publication
from ai_compute.values.subjects import DOMAINS

PFS_DAY = 8.64e19
SPLIT = 2018.37


def made_up_tables(runs: int, seed: int = 7) -> dict[str, pd.DataFrame]:
    """Every table, with so many runs, both methods for every second one, and the trends that the page tells of."""
    return {name: found.copy() for name, found in _made_up_once(runs, seed).items()}


@cache
def _made_up_once(runs: int, seed: int) -> dict[str, pd.DataFrame]:
    tables = {name: table([], model) for name, model in models().items()}
    if not runs:
        return tables
    random = np.random.default_rng(seed)
    years = np.sort(random.uniform(2010.5, 2026.5, runs))
    years[: min(runs, 26)] = np.linspace(1958.0, 2018.0, 26)[:runs] if runs > 1 else years[:1]
    log10 = 17 + 0.7 * (years - 2012) + random.normal(0, 1, runs)
    keys = [f"run-{number:04d}" for number in range(runs)]
    dates = pd.to_datetime("1970-01-01") + pd.to_timedelta(np.round((years - 1970) * 365.25), unit="D")
    about = {
        "run": keys,
        "name": [f"Model {number} (variant {number % 7})" for number in range(runs)],
        "paper": keys,
        "published": dates,
        "decimal_year": years,
        "domain": [DOMAINS[number % len(DOMAINS)] for number in range(runs)],
        "domains": [DOMAINS[number % len(DOMAINS)] for number in range(runs)],
        "organization": [f"Organization {number % 40}" for number in range(runs)],
        "cluster": [f"Organization {number % 40}" for number in range(runs)],
        "country": "FR; US",
    }
    flop = 10.0**log10
    basis = np.where(random.uniform(size=runs) < 0.15, "third-party", "own")
    value = {"flop": flop, "flop_low": flop / 2, "flop_high": flop * 2, "pfs_days": flop / PFS_DAY}
    method = "operation counting"
    columns: dict[str, dict[str, object]] = {
        "papers": {
            **{name: about[name] for name in ("paper", "published", "domain", "domains", "organization", "country")},
            "title": [f"A paper on model {number}" for number in range(runs)],
            "url": [f"https://example.org/{key}" for key in keys],
            "published_precision": "day",
            "file": [f"data/raw/papers/{key}.yaml" for key in keys],
        },
        "runs": {
            **about,
            "parameters": 1e9,
            "active_parameters": np.nan,
            "notes": "A note.",
            "base": "",
            "open_weights_source": "",
            "explanation_code": "",
            "explanation": "",
        },
        "training_compute": {
            **about,
            **value,
            "basis": basis,
            "method": np.where(basis == "own", method, ""),
            "methods": np.where(basis == "own", method, ""),
            "evidence": np.where(basis == "own", "paper", ""),
            "record": np.maximum.accumulate(log10) == log10,
            "rank_at_publication": rank_at_publication(pd.Series(years), pd.Series(flop)),
        },
        "estimates": {
            "run": keys,
            **value,
            "method": method,
            "flop_sum": flop,
            "flop_forward_only": 0.0,
            "counting": "printed",
            "independent": True,
            "default_utilization": False,
            "fixed_variance": 0.0,
            "scaled_variance": 0.01,
            "sd_log10": 0.1,
            "arithmetic": "0.75 GMAC x 2 FLOP/MAC x 1.2M images x 90 epochs x 3 = 0.0056 pfs-days",
        },
        "factors": {
            "run": keys,
            "method": method,
            "part": "",
            "position": 1,
            "factor": "forward",
            "value": 7.5e8,
            "value_low": 7e8,
            "value_high": 8e8,
            "unit": "MAC",
            "known": "stated",
            "evidence": "paper",
            "text": "0.75 GMAC",
            "printed": np.nan,
            "shared": "",
            "independent": True,
            "source": "section 5",
        },
    }
    for name, found in columns.items():
        tables[name] = table(pd.DataFrame(found), models()[name])
    chosen = {"openai-first-era": keys[:11], "openai-2018": keys[11:26]}
    members = [{"run": run, "set": name} for name, found in chosen.items() for run in found]
    tables["sets"] = table(members, models()["sets"])
    tables["cross_check"] = table(cross_checks(keys[::2], flop[::2], random), models()["cross_check"])
    if runs > 26:
        tables["trends"] = trends(*PACES)
    return tables | lines_of_laws(tables)


def lines_of_laws(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables of lines of laws: one since 2018, one of 2020 to 2022 and one that is signed, with what they need."""
    about = {"jurisdiction": "Somewhere", "text": "An act", "article": "Article 1", "reached": "above", "domains": ""}
    about |= {"evidence": "paper", "source": "the text", "also_counted": "", "also_needed": "", "url": "", "note": ""}
    dated = [("eu-systemic-risk", 1e22, "2018-01-01", None, "in force", "cumulative")]
    dated += [
        ("past", 1e24, "2020-01-01", "2022-01-01", "revoked", "run"),
        ("coming", 1e25, None, None, "signed", "run"),
    ]
    rows = [
        {**about, "threshold": key, "name": f"Line {key}", "flop": flop, "share_of_base": None, "counts": counts}
        | {"start": pd.Timestamp(start), "end": pd.Timestamp(end), "status": status}
        for key, flop, start, end, status, counts in dated
    ]
    texts = table(rows, models()["threshold_texts"])
    values = tables["training_compute"]
    facts = values[["run"]].assign(deciding_factor="tokens (stated)", deciding_share=0.8)
    choice = Standing(certainly=0.975, probably=0.8)
    none = table([], models()["cumulative"])
    sides = classified(texts, tables["runs"], values, none, Deciding(facts, facts, facts), choice)
    counts = [
        {"threshold": key, "published": pd.Timestamp(year, 12, 31), "kind": "fixed" if year < 2027 else "forecast"}
        | {"expected": float(year - 2015), "low": float(year - 2016), "high": float(year - 2010), "without_figures": 3}
        for key, *_ in dated
        for year in range(2016, 2031)
    ]
    return {
        "threshold_texts": texts,
        "thresholds": sides,
        "threshold_counts": table(counts, models()["threshold_counts"]),
    }


def cross_checks(keys: list[str], flop: np.ndarray, random: np.random.Generator) -> pd.DataFrame:
    """Cross-checks of runs whose methods differ by a few factors at most."""
    ratio = 10.0 ** random.normal(0, 0.3, len(keys))
    return pd.DataFrame(
        {
            "run": keys,
            "operation_counting_flop": flop,
            "hardware_time_flop": flop / ratio,
            "ratio": ratio,
            "predicted_sd_log10": 0.3,
            "z": np.log10(ratio) / 0.3,
            "verdict": np.where(np.abs(np.log10(ratio)) < np.log10(3), "agree", "differ"),
            "implied_utilization": np.minimum(0.33 * ratio, 0.99),
            "independent": True,
            "explanation_code": "",
            "held_out_sd_log10": 0.3,
        }
    )


PACES = (
    ("openai-2018", 3.4, 2.6, 5.1),
    ("openai-2018-as-plotted", 3.4367, 2.6, 5.1),
    ("openai-2018-as-plotted-same-runs", 3.4367, 2.6, 5.1),
    ("openai-first-era", 23.0, 18.0, 33.0),
    ("top-10-before-split-with-third-party", 3.9, 3.2, 4.8),
    ("top-10-since-split", 7.5, 6.8, 8.4),
    ("top-10-since-split-with-third-party", 5.6, 5.1, 6.2),
    ("quantile-90-before-split-with-third-party", 4.2, 3.4, 5.6),
    ("quantile-90-since-split", 8.4, 6.4, 10.9),
    ("quantile-90-since-split-with-third-party", 5.9, 5.2, 7.4),
)


def trends(*paces: tuple[str, float, float, float]) -> pd.DataFrame:
    """Trends with these doubling times in months and the ends of their intervals; a negative one falls."""
    rows = []
    for name, months, low, high in paces:
        slope, slope_low, slope_high = (12 * np.log10(2) / value for value in (months, high, low))
        rows.append(
            {
                "trend": name,
                "estimator": "ols",
                "interval": "t",
                "runs": 15,
                "start": 2012.5,
                "end": 2018.0,
                "slope": slope,
                "slope_low": slope_low,
                "slope_high": slope_high,
                "intercept": 19.5 - slope * 2015,
                "doubling_months": months if months > 0 else np.nan,
                "doubling_months_low": low if low > 0 else np.nan,
                "doubling_months_high": high if high > 0 else np.nan,
                "open_ended": bool(slope_low <= 0 <= slope_high),
                "growth_per_year": 10**slope,
                "growth_per_year_low": 10**slope_low,
                "growth_per_year_high": 10**slope_high,
                "r_squared": 0.77,
                "residual_sd": 1.0,
                "between_sd": np.nan,
                "nominal": name.startswith(("top-", "record")),
                "organizations": 8,
                "resamples": 0,
                "told": True,
                "curvature_p": 0.5,
                "curved": False,
            }
        )
    return table(rows, models()["trends"])


def projected(lines: Iterable[str]) -> pd.DataFrame:
    """Lines carried forward from one point, the first the steepest."""
    years = np.arange(2012.0, 2030.25, 0.25)
    rows = [
        {"trend": name, "decimal_year": year, "flop": 1e18 * 10 ** (slope * (year - 2013)), "extrapolated": year > 2026}
        for name, slope in zip(lines, (1.0, 0.7, 0.2, 0.15), strict=True)
        for year in years
    ]
    return table(rows, models()["projection"])
