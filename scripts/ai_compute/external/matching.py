"""The same model in our entries and in a database, under whatever name; near names stay apart.

A name alone never suffices if it is spelled differently: CALM and CaLM are two models, and so are PointNet and
PointNet++. Then something else has to agree: the paper, the number of parameters, or the organization.
"""

import re
import unicodedata
from collections.abc import Mapping

import pandas as pd

from ai_compute.schemas.external import WAYS
from ai_compute.settings.analysis import SameModel

SIZE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s*([bmk])\b", re.IGNORECASE)
BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*]")
ARXIV = re.compile(r"arxiv\.org/(?:abs|pdf|html)/([a-z-]+/\d{7}|\d{4}\.\d{4,5})", re.IGNORECASE)
DOI = re.compile(r"\b(10\.\d{4,9}/[^\s?#]+)")
COMMON = {"university", "institute", "research", "laboratory", "labs", "inc", "technology", "college", "school", "the"}


def match(ours: pd.DataFrame, theirs: pd.DataFrame, same: SameModel) -> pd.DataFrame:
    """Pairs of one of our runs and one of theirs; no run stands in two.

    Args:
        ours: run, name, published, organization, parameters, title, url.
        theirs: the same columns.
        same: what counts as alike.

    Returns:
        run, external_run, way, days_apart, parameters_ratio: one row a pair, sorted by our run.
    """
    left, right = described(ours), described(theirs)
    by_hand = _by_hand(left, right, same.by_hand)
    left, right = left[~left["run"].isin(by_hand["run"])], right[~right["run"].isin(by_hand["external_run"])]
    candidates = _candidates(left, right)
    candidates = candidates[candidates["days_apart"] <= same.days]
    candidates = candidates.assign(way=_way(candidates, same.parameters))
    candidates = candidates[candidates["way"] > 0].assign(distance=lambda pair: pair["parameters_ratio"].fillna(1.5))
    chosen = _one_to_one(candidates.sort_values(["way", "distance", "days_apart", "run", "external_run"]))
    pairs = pd.concat([by_hand, chosen], ignore_index=True) if len(by_hand) else chosen
    pairs = pairs.assign(way=pairs["way"].map(lambda number: WAYS[number]))
    return pairs[["run", "external_run", "way", "days_apart", "parameters_ratio"]].sort_values(
        "run", ignore_index=True, kind="stable"
    )


def described(runs: pd.DataFrame) -> pd.DataFrame:
    """Runs with the keys by which they are compared."""
    return runs.assign(
        folded=runs["name"].map(name_key).astype("str"),
        base=runs["name"].map(base_name).astype("str"),
        paper_key=runs["url"].map(paper_key).astype("str"),
        title_key=runs["title"].map(title_key).astype("str"),
        words=runs["organization"].map(significant_words),
    )[["run", "name", "published", "parameters", "folded", "base", "paper_key", "title_key", "words"]]


def name_key(name: str) -> str:
    """A name without differences of case, blanks, hyphens and dots that are not decimal points."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    folded = re.sub(r"(?<!\d)\.|\.(?!\d)", " ", folded)
    return "".join(re.findall(r"[\w.+*#]", folded.replace("_", " ")))


def base_name(name: str) -> str:
    """The name key without sizes (175B) and what stands in brackets."""
    return name_key(SIZE.sub(" ", BRACKETS.sub(" ", name)))


def paper_key(url: str) -> str:
    """What identifies a paper in its address: arXiv number, DOI, or the address without scheme and trailing parts."""
    if found := ARXIV.search(url):
        return f"arxiv:{found[1]}"
    if found := DOI.search(url):
        return f"doi:{found[1].casefold().rstrip('/')}"
    plain = re.sub(r"^https?://(www\.)?|[#?].*$|\.pdf$|/+$", "", url.strip().casefold())
    return plain if "/" in plain else ""


def title_key(title: str) -> str:
    """Letters and digits of a title; '' if there are too few to tell papers apart."""
    key = "".join(re.findall(r"\w", title.casefold()))
    return key if len(key) >= 20 else ""


def significant_words(organization: str) -> frozenset[str]:
    """The words of organizations that tell them apart."""
    return frozenset(re.findall(r"\w{3,}", organization.casefold())) - COMMON


def _by_hand(left: pd.DataFrame, right: pd.DataFrame, pairs: Mapping[str, str]) -> pd.DataFrame:
    wanted = pd.DataFrame({"run": list(pairs), "name_external": list(pairs.values())}, dtype="str")
    named = right.drop_duplicates("name", keep=False)
    found = wanted.merge(left, on="run").merge(
        named, left_on="name_external", right_on="name", suffixes=("", "_of_theirs")
    )
    found = found.rename(columns={"run_of_theirs": "external_run"})
    return _compared(found).assign(way=0)


def _candidates(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Pairs that share any key, with what else they share."""
    pairs = []
    for key in ("folded", "base", "paper_key", "title_key"):
        known = right.loc[right[key].ne(""), ["run", key]].rename(columns={"run": "external_run"})
        pairs.append(left[["run", key]].merge(known, on=key)[["run", "external_run"]])
    unique = pd.concat(pairs, ignore_index=True).drop_duplicates()
    theirs = right.rename(columns={name: f"{name}_of_theirs" for name in right if name != "run"})
    theirs = theirs.rename(columns={"run": "external_run"})
    return _compared(unique.merge(left, on="run").merge(theirs, on="external_run"))


def _compared(pairs: pd.DataFrame) -> pd.DataFrame:
    ratio = pairs["parameters"] / pairs["parameters_of_theirs"]
    return pairs.assign(
        days_apart=(pairs["published"] - pairs["published_of_theirs"]).dt.days.abs(),
        parameters_ratio=ratio.where(ratio >= 1, 1 / ratio),
    )


def _way(pairs: pd.DataFrame, parameters: float) -> pd.Series:
    """Number of the surest way in which each pair is the same model (index into WAYS), 0 if in none."""
    same = {key: pairs[key].ne("") & pairs[key].eq(pairs[f"{key}_of_theirs"]) for key in ("folded", "base", "name")}
    paper = pairs["paper_key"].ne("") & pairs["paper_key"].eq(pairs["paper_key_of_theirs"])
    paper |= pairs["title_key"].ne("") & pairs["title_key"].eq(pairs["title_key_of_theirs"])
    size = pairs["parameters_ratio"] <= parameters
    other_size = pairs["parameters_ratio"] > parameters
    organization = pd.Series(
        [bool(a & b) for a, b in zip(pairs["words"], pairs["words_of_theirs"], strict=True)], pairs.index, dtype=bool
    )
    alone = ~pairs.duplicated("run", keep=False) & ~pairs.duplicated("external_run", keep=False)
    way = pd.Series(0, pairs.index)
    way = way.mask(same["base"] & size & (paper | organization), 4)
    way = way.mask(paper & ~other_size & (size | alone), 3)
    way = way.mask(same["folded"] & (size | (paper | organization) & ~other_size), 2)
    return way.mask(same["name"] & (~other_size | paper | organization), 1)


def _one_to_one(pairs: pd.DataFrame) -> pd.DataFrame:
    """Of pairs in order of preference, the first for each run of ours and of theirs."""
    ours, theirs, kept = set[str](), set[str](), []
    for index, run, external in zip(pairs.index, pairs["run"], pairs["external_run"], strict=True):
        if run not in ours and external not in theirs:
            ours.add(run)
            theirs.add(external)
            kept.append(index)
    return pairs.loc[kept]
