"""Settings: all choices of the analysis, from config.yaml.

A file that YAML cannot read is explained in our words; what its settings may be, the check says.
"""

import sys

sys.path.insert(0, str(SCRIPTS))

from ai_compute.documents import read_yaml
from ai_compute.problems import Problems


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
