"""Settings: all choices of the analysis, from config.yaml.

A file that YAML cannot read is explained in our words; what its settings may be, the check says. `--config`,
`--configfile`, or another workflow that uses this one as a module, may hand over what stands in that file, and nothing
else: it would be unchecked, and no version of the data would name it.
"""

import yaml

from ai_compute.entries.documents import LOADER
from ai_compute.messages.problems import Problem, Problems
from ai_compute.settings.handed_over import number_of_shards, other_choices, readable_settings

CONFIG = "config.yaml"


def or_exit(act, *arguments):
    """Do something; where that finds mistakes, say so and stop."""
    try:
        return act(*arguments)
    except Problems as problems:
        sys.exit(f"\n{problems}\n")


or_exit(readable_settings, f"{PREFIX}{CONFIG}")

# What the file holds; text where no more can be said before the check has seen it.
HELD = yaml.load(Path(f"{PREFIX}{CONFIG}").read_bytes(), LOADER)


configfile: f"{PREFIX}{CONFIG}"


if problems := other_choices(config, HELD, f"{PREFIX}{CONFIG}", not ON_ITS_OWN):
    sys.exit(f"\n{Problems(problems)}\n")


def choices(*sections):
    """Sections of the configuration, by name: a parameter of the rules that depend on them."""
    return {name: config.get(name) for name in sections}


SHARDS = or_exit(number_of_shards, config.get("shards", 1), HELD.get("shards", 1))


SAME = f"{RAW}/external/same.csv"
"""Which of our runs is which model of a database, said by the user: no database itself."""


def external_files():
    """Databases of others: named in the configuration, or lying in data/raw/external/."""
    section = config.get("external")
    named = section.get("files") if isinstance(section, dict) else None
    named = [str(file) for file in named] if isinstance(named, list) else []
    expected, way_out = "a file that exists", "give its path from the folder of data/ and config.yaml"
    about = {"field": "external.files", "expected": expected, "way_out": way_out}
    missing = [file for file in named if not Path(PREFIX, file).is_file()]
    IMPOSSIBLE_FILES.update({file: Problem(f"{PREFIX}{CONFIG}", found=file, **about) for file in missing})
    return sorted({*named, *raw("external/*.csv")} - {SAME, *missing})
