"""Settings: all choices of the analysis, from config.yaml.

A file that YAML cannot read is explained in our words; what its settings may be, the check says.
"""

import sys

sys.path.insert(0, str(SCRIPTS))

from ai_compute.documents import read_yaml
from ai_compute.problems import Problem, Problems


def explain_unreadable(file):
    """Stop with a clear message if a configuration file is no YAML."""
    try:
        read_yaml(Path(file).read_bytes(), file)
    except Problems as problems:
        sys.exit(f"\n{problems}\n")


if Path("config.yaml").is_file():
    explain_unreadable("config.yaml")


configfile: "config.yaml"


def choices(*sections):
    """Sections of the configuration, by name: a parameter of the rules that depend on them."""
    return {name: config.get(name) for name in sections}


def external_files():
    """Databases of others: named in the configuration, or lying in data/raw/external/."""
    section = config.get("external")
    named = section.get("files") if isinstance(section, dict) else None
    named = [str(file) for file in named] if isinstance(named, list) else []
    missing = [file for file in named if not Path(file).is_file()]
    if missing:
        expected, way_out = "a file that exists", "give its path from the folder of data/ and config.yaml"
        problems = [
            Problem("config.yaml", field="external.files", found=file, expected=expected, way_out=way_out)
            for file in missing
        ]
        sys.exit(f"\n{Problems(problems)}\n")
    return sorted({*named, *raw("external/*.csv")})
