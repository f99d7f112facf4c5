"""The same model in our entries and in a database, under whatever name; near names stay apart.

A name alone never suffices if it is spelled differently: CALM and CaLM are two models, and so are PointNet and
PointNet++. Then something else has to agree: the paper, the number of parameters, or the organization.
"""

import re
from collections.abc import Mapping

import pandas as pd

from ai_compute.external.names import Parts, contradict, parts_of, same_form, says_more
from ai_compute.schemas.external import WAYS
from ai_compute.settings.external import SameModel

BY_HAND, SAME_NAME, SPELLING, PAPER, SIZE, FORM = range(len(WAYS))
ARXIV = re.compile(r"arxiv\.org/(?:abs|pdf|html)/([a-z-]+/\d{7}|\d{4}\.\d{4,5})", re.IGNORECASE)
DOI = re.compile(r"\b(10\.\d{4,9}/[^\s?#]+)")
COMMON = {"university", "institute", "research", "laboratory", "labs", "inc", "technology", "college", "school", "the"}
DAYS_OF_ONE_RELEASE = 62
"""Names that differ in form are one model only if they were published at about one time."""
MOST_OF_ONE_PAPER = 50
"""A link or a title that more rows of a table have is no paper: all rows link to the database itself, say."""
MOST_PAIRS = 2500
"""Where rows of one key make more pairs, only those are looked at that share the date too, then the spelling, ..."""
NARROWER = ("published", "name", "parameters", "number")
DESCRIBED = ["run", "name", "published", "parameters", "parts", "folded", "base", "stem", "initials"]
ROUNDED_IN_NAMES = 1.5
"""A name rounds the number of parameters: a 7B model has 6.7 to 7.7 billion, a 3B one up to 3.8. Where the name, the
time and the source agree, numbers within this factor are of one model too: some count embeddings, or a text encoder."""


def match(
    ours: pd.DataFrame, theirs: pd.DataFrame, same: SameModel, said: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Pairs of one of our runs and one of theirs; no run stands in two.

    Args:
        ours: run, name, published, organization, parameters, title, url.
        theirs: the same columns.
        same: what counts as alike.
        said: pairs that are said to be one model, one of theirs by ours.

    Returns:
        run, external_run, way, days_apart, parameters_ratio: one row a pair, sorted by our run.
    """
    left, right = described(ours), described(theirs)
    by_hand = _by_hand(left, right, said or {})
    left, right = left[~left["run"].isin(by_hand["run"])], right[~right["run"].isin(by_hand["external_run"])]
    candidates = candidates_of(left, right)
    candidates = candidates[candidates["days_apart"] <= same.days]
    candidates = candidates.assign(way=_way(candidates, same.parameters))
    candidates = candidates[candidates["way"] > 0].assign(distance=lambda pair: pair["parameters_ratio"].fillna(1.5))
    chosen = one_to_one(candidates.sort_values(["way", "distance", "days_apart", "run", "external_run"]))
    pairs = pd.concat([by_hand, chosen], ignore_index=True) if len(by_hand) else chosen
    pairs = pairs.assign(way=pairs["way"].map(lambda number: WAYS[number]))
    return pairs[["run", "external_run", "way", "days_apart", "parameters_ratio"]].sort_values(
        "run", ignore_index=True, kind="stable"
    )


def described(runs: pd.DataFrame) -> pd.DataFrame:
    """Runs with the keys by which they are compared."""
    parts = [parts_of(name) for name in runs["name"]]
    keys = {name: [getattr(one, name) for one in parts] for name in ("folded", "base", "stem", "initials")}
    return runs.assign(
        parts=pd.Series(parts, runs.index, dtype=object),
        **{name: pd.Series(values, runs.index, dtype="str") for name, values in keys.items()},
        paper_key=_of_few(runs["url"].map(paper_key)),
        title_key=_of_few(runs["title"].map(title_key)),
        words=runs["organization"].map(significant_words),
        parameters=runs["parameters"].astype(float),
    )[[*DESCRIBED, "paper_key", "title_key", "words"]]


def _of_few(keys: pd.Series) -> pd.Series:
    """Keys of papers; '' where so many rows have one that it names none."""
    return keys.mask(keys.map(keys.value_counts()) > MOST_OF_ONE_PAPER, "").astype("str")


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
    wanted = pd.DataFrame({"run": list(pairs), "external_run": list(pairs.values())}, dtype="str")
    return _with_both(wanted, left, right).assign(way=BY_HAND)


def candidates_of(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Pairs that share any key, with what else they share: what `described` gives, and _of_theirs."""
    keys = [(key, key) for key in ("folded", "base", "stem", "paper_key", "title_key")]
    both = [*keys, ("stem", "initials"), ("initials", "stem")]
    pairs = [_sharing(left, right, ours, theirs) for ours, theirs in both]
    unique = pd.concat(pairs, ignore_index=True).drop_duplicates()
    return _with_both(unique, left, right)


def _with_both(pairs: pd.DataFrame, left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Pairs (run, external_run) with what `described` gives of both, and how far apart they are."""
    theirs = right.rename(columns={name: f"{name}_of_theirs" for name in right if name != "run"})
    return _compared(
        pairs.merge(left, on="run").merge(theirs.rename(columns={"run": "external_run"}), on="external_run")
    )


def _sharing(left: pd.DataFrame, right: pd.DataFrame, ours: str, theirs: str) -> pd.DataFrame:
    """Pairs (run, external_run) that share a key; of keys that very many rows have, those that share more."""
    columns = ["run", *(name for name in NARROWER if name in left)]
    one = left.loc[left[ours].ne(""), columns].assign(key=left[ours])
    other = right.loc[right[theirs].ne(""), columns].assign(key=right[theirs]).rename(columns={"run": "external_run"})
    on, found = ["key"], []
    for narrower in NARROWER:
        pairs = one.groupby(on, dropna=False).size().mul(other.groupby(on, dropna=False).size()).dropna()
        few = pairs[pairs <= MOST_PAIRS].index
        chosen = [rows[rows.set_index(on).index.isin(few)] for rows in (one, other)]
        found.append(chosen[0].merge(chosen[1], on=on)[["run", "external_run"]])
        one, other = (rows[~rows.set_index(on).index.isin(few)] for rows in (one, other))
        if one.empty or other.empty:
            break
        if narrower == "number":  # rows that nothing tells apart: the first with the first
            one, other = (rows.assign(number=rows.groupby(on, dropna=False).cumcount()) for rows in (one, other))
        on = [*on, narrower]
    else:
        found.append(one.merge(other, on=on)[["run", "external_run"]])
    return pd.concat(found, ignore_index=True)


def _compared(pairs: pd.DataFrame) -> pd.DataFrame:
    ratio = pairs["parameters"] / pairs["parameters_of_theirs"]
    return pairs.assign(
        days_apart=(pairs["published"] - pairs["published_of_theirs"]).dt.days.abs(),
        parameters_ratio=ratio.where(ratio >= 1, 1 / ratio),
    )


def same_keys(pairs: pd.DataFrame) -> dict[str, pd.Series]:
    """What each pair of candidates shares: name, spelling (folded), base, form, paper, organization.

    `unsaid` are pairs of which one side has no source at all: a table of names, dates and compute.
    """
    same = {key: pairs[key].ne("") & pairs[key].eq(pairs[f"{key}_of_theirs"]) for key in ("folded", "base", "name")}
    paper = pairs["paper_key"].ne("") & pairs["paper_key"].eq(pairs["paper_key_of_theirs"])
    paper |= pairs["title_key"].ne("") & pairs["title_key"].eq(pairs["title_key_of_theirs"])
    both = list(zip(pairs["parts"], pairs["parts_of_theirs"], strict=True))
    words = list(zip(pairs["words"], pairs["words_of_theirs"], strict=True))
    keys = ("paper_key", "title_key", "words")
    said = [pairs[[f"{key}{side}" for key in keys]].map(bool).any(axis=1) for side in ("", "_of_theirs")]
    masks = {
        "organization": [bool(one & other) for one, other in words],
        "unsaid": ~(said[0] & said[1]),
        "form": [same_form(one, other) for one, other in both],
        "contradict": [contradict(one, other) for one, other in both],
        "says_more": [says_more(one, other) for one, other in both],
    }
    known = {name: pd.Series(mask, pairs.index, dtype=bool) for name, mask in masks.items()}
    return same | {"paper": paper, "sized": _one_size(both, pairs.index)} | known


def _one_size(both: list[tuple[Parts, Parts]], index: pd.Index) -> pd.Series:
    """Whether both names state one size, or neither states any."""
    return pd.Series([one.sizes[:1] == other.sizes[:1] for one, other in both], index, dtype=bool)


def other_size(pairs: pd.DataFrame, parameters: float) -> pd.Series:
    """Whether the numbers of parameters differ; where a row has none, the size in its name stands for it."""
    named = {side: pairs[f"parts{side}"].map(lambda parts: parts.size).astype(float) for side in ("", "_of_theirs")}
    ratio = pairs["parameters"].fillna(named[""]) / pairs["parameters_of_theirs"].fillna(named["_of_theirs"])
    apart = ratio.where(ratio >= 1, 1 / ratio)
    limit = pairs["parameters_ratio"].notna().map({True: parameters, False: ROUNDED_IN_NAMES})
    return apart > limit


def _way(pairs: pd.DataFrame, parameters: float) -> pd.Series:
    """Number of the surest way in which each pair is the same model (index into WAYS), 0 if in none."""
    same = same_keys(pairs)
    paper, organization = same["paper"], same["organization"]
    size = pairs["parameters_ratio"] <= parameters
    differs = other_size(pairs, parameters)
    alone = ~pairs.duplicated("run", keep=False) & ~pairs.duplicated("external_run", keep=False)
    way = pd.Series(0, pairs.index)
    at_once = _of_one_time(pairs)
    alike = same["form"] & ~same["says_more"] & ~other_size(pairs, ROUNDED_IN_NAMES)
    # Where a table tells no source, brackets on one side need one size in both names, GPT-3 175B (davinci), or one day.
    bracketed = same["base"] & same["sized"] & (_states_a_size(pairs) | pairs["days_apart"].eq(0))
    unsaid = same["unsaid"] & at_once & ~differs & ~same["contradict"] & (same["folded"] | alike | bracketed)
    way = way.mask(unsaid & alone_on_either_side(pairs, unsaid), FORM)
    way = way.mask(alike & (paper | organization & at_once), FORM)
    way = way.mask(same["base"] & size & (paper | organization), SIZE)
    way = way.mask(paper & ~differs & (size | alone), PAPER)
    way = way.mask(same["folded"] & (size | (paper | organization) & ~differs), SPELLING)
    way = way.mask(same["contradict"], 0)
    return way.mask(same["name"] & (~differs | paper | organization), SAME_NAME)


def _states_a_size(pairs: pd.DataFrame) -> pd.Series:
    return pairs["parts"].map(lambda parts: bool(parts.sizes)).astype(bool)


def alone_on_either_side(pairs: pd.DataFrame, mask: pd.Series) -> pd.Series:
    """Pairs neither side of which stands in another pair of the mask, but for pairs of one spelling."""
    chosen = pairs[mask & ~pairs["folded"].eq(pairs["folded_of_theirs"])]
    crowded = chosen.duplicated("run", keep=False) | chosen.duplicated("external_run", keep=False)
    return ~crowded.reindex(pairs.index, fill_value=False)


def _of_one_time(pairs: pd.DataFrame) -> pd.Series:
    """Whether both were published at about one time, and at about the time that either name states."""
    near = pairs["days_apart"] <= DAYS_OF_ONE_RELEASE
    for name, published in (("parts", "published_of_theirs"), ("parts_of_theirs", "published")):
        stated = pd.to_datetime(pairs[name].map(lambda parts: parts.month))
        near &= stated.isna() | ((stated - pairs[published]).dt.days.abs() <= DAYS_OF_ONE_RELEASE)
    return near


def one_to_one(pairs: pd.DataFrame) -> pd.DataFrame:
    """Of pairs in order of preference, the first for each run of ours and of theirs."""
    ours, theirs, kept = set[str](), set[str](), []
    for index, run, external in zip(pairs.index, pairs["run"], pairs["external_run"], strict=True):
        if run not in ours and external not in theirs:
            ours.add(run)
            theirs.add(external)
            kept.append(index)
    return pairs.loc[kept]
