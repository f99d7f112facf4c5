"""What a build is told beside config.yaml: by `--config`, by `--configfile`, or by another workflow."""

from collections.abc import Mapping
from typing import Any

from ai_compute.entries.documents import read_yaml
from ai_compute.messages.problems import Problem, Problems, nearest
from ai_compute.settings.analysis import MOST_SHARDS, Settings, is_repository
from ai_compute.storage.files import read_files

NO_CHOICES = ("repository", "revision", "shards")
"""What may be told without another analysis: results stay."""


def readable_settings(file: str) -> dict[str, Any]:
    """What a configuration file holds, as text; what its settings may be, the check says.

    Raises:
        Problems: no such file, or it cannot be read, or it is no mapping.
    """
    document = read_yaml(read_files([file])[file], file)
    if not isinstance(document.data, dict):
        found = "a list" if isinstance(document.data, list) else "text"
        expected, way_out = "a mapping of `key: value` lines", "restore the file, or copy that of the repository"
        raise Problems([Problem(file, 1, found=found, expected=expected, way_out=way_out)])
    return document.data


def other_choices(told: Mapping[str, Any], held: Mapping[str, Any], file: str, by_module: bool) -> list[Problem]:
    """Choices that a build was told and that its file does not hold: no check saw them, no data version names them.

    Args:
        told: all that Snakemake knows: the file and what was told beside it.
        held: what the file holds.
        file: its name.
        by_module: whether another workflow told it, and not a person.
    """
    names = [name for name in {**held, **told} if name not in NO_CHOICES and told.get(name) != held.get(name)]
    if by_module and names:
        found, expected = "other choices, handed over as `config:` of the module", "all of them in this file"
        return [Problem(file, found=found, expected=expected, way_out="leave out `config:`, and write them here")]
    revision = told.get("revision")
    odd = [] if revision is None or isinstance(revision, str | int | float) else [_no_text("revision", revision)]
    address = told.get("repository") or ""
    odd += [] if address == held.get("repository") or is_repository(address) else [_no_address(address)]
    return odd + [_told(name, file) for name in sorted(names)]


def _no_text(name: str, told: Any) -> Problem:
    way_out = f"such as `--config {name}=$(git rev-parse HEAD)`"
    return Problem("--config", field=name, found=str(told), expected="one word of text", way_out=way_out)


def _no_address(told: Any) -> Problem:
    expected, way_out = "the web address of a repository", "such as `--config repository=https://github.com/OWNER/NAME`"
    return Problem("--config", field="repository", found=str(told), expected=expected, way_out=way_out)


def _told(name: str, file: str) -> Problem:
    if name in Settings.model_fields:
        found = f"another choice of {name}"
        expected = f"all choices in {file}: its checksum is the version of the data, which the page tells"
        return Problem("--config", field=name, found=found, expected=expected, way_out=f"write it into {file}")
    near = nearest(name, [*NO_CHOICES, *Settings.model_fields])
    expected = f"one of {', '.join(NO_CHOICES)}; all else stands in {file}"
    way_out = f"did you mean {near}?" if near else f"choose one of {', '.join(NO_CHOICES)}"
    return Problem("--config", field=name, found=f"the unknown key '{name}'", expected=expected, way_out=way_out)


def number_of_shards(told: Any, held: Any) -> int:
    """How many jobs share the fits; what is wrong with it in config.yaml, the check says.

    Raises:
        Problems: it was told beside the file, and is no whole number from 1 up to the most that there may be.
    """
    if isinstance(told, int) and not isinstance(told, bool) and 1 <= told <= MOST_SHARDS:
        return int(told)
    if told == held:
        return 1
    expected, way_out = f"a whole number from 1 to {MOST_SHARDS}", "such as `--config shards=4`"
    raise Problems([Problem("--config", field="shards", found=str(told), expected=expected, way_out=way_out)])
