"""Settings: all choices of the analysis, from config.yaml.

A file that YAML cannot read is explained in our words; what its settings may be, the check says. `--config`,
`--configfile`, or another workflow that uses this one as a module, may hand over what stands in that file, and nothing
else: it would be unchecked, and no version of the data would name it.
"""

import yaml

from ai_compute.entries.documents import read_yaml
from ai_compute.messages.problems import Problem, Problems

CONFIG = "config.yaml"
# What a build may be told without another analysis: its results stay.
NO_CHOICES = {"revision": None, "shards": None}


def explain_unreadable(file):
    """Stop with a clear message if a configuration file is no YAML."""
    try:
        read_yaml(Path(file).read_bytes(), file)
    except Problems as problems:
        sys.exit(f"\n{problems}\n")


def held_in(file):
    """What a configuration file holds."""
    return yaml.safe_load(Path(file).read_bytes()) if Path(file).is_file() else {}


def explain_other_choices(file):
    """Stop with a clear message if other choices of the analysis were handed over than the file holds."""
    held, found = held_in(file), {**config, **NO_CHOICES}
    if found == {**held, **NO_CHOICES}:
        return
    if ON_ITS_OWN:
        names = sorted(name for name in {*found, *held} - {*NO_CHOICES} if found.get(name) != held.get(name))
        place, found = "--config", f"another choice of {', '.join(names)}"
        expected, way_out = f"all choices in {file}, but for {' and '.join(NO_CHOICES)}", f"write it into {file}"
    else:
        place, found = file, "other choices, handed over as `config:` of the module"
        expected, way_out = "all of them in this file", "leave out `config:`, and write them here"
    sys.exit(f"\n{Problems([Problem(place, found=found, expected=expected, way_out=way_out)])}\n")


if Path(f"{PREFIX}{CONFIG}").is_file():
    explain_unreadable(f"{PREFIX}{CONFIG}")


configfile: f"{PREFIX}{CONFIG}"


explain_other_choices(f"{PREFIX}{CONFIG}")


def choices(*sections):
    """Sections of the configuration, by name: a parameter of the rules that depend on them."""
    return {name: config.get(name) for name in sections}


def number_of_shards():
    """How many jobs share the fits; what is wrong with it in config.yaml, the check says."""
    found = config.get("shards", 1)
    if isinstance(found, int) and found >= 1:
        return int(found)
    if found != held_in(f"{PREFIX}{CONFIG}").get("shards", 1):
        expected, way_out = "a whole number from 1", "such as `--config shards=4`"
        problem = Problem("--config", field="shards", found=str(found), expected=expected, way_out=way_out)
        sys.exit(f"\n{Problems([problem])}\n")
    return 1


SHARDS = number_of_shards()


def external_files():
    """Databases of others: named in the configuration, or lying in data/raw/external/."""
    section = config.get("external")
    named = section.get("files") if isinstance(section, dict) else None
    named = [str(file) for file in named] if isinstance(named, list) else []
    missing = [file for file in named if not Path(PREFIX, file).is_file()]
    if missing:
        expected, way_out = "a file that exists", "give its path from the folder of data/ and config.yaml"
        problems = [
            Problem(f"{PREFIX}{CONFIG}", field="external.files", found=file, expected=expected, way_out=way_out)
            for file in missing
        ]
        sys.exit(f"\n{Problems(problems)}\n")
    return sorted({*named, *raw("external/*.csv")})
