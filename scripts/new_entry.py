"""Start a new entry from the commented template: `make new-entry NAME=my-paper`."""

import re
import sys
from pathlib import Path

from ai_compute.entries.structures import KEBAB_CASE
from ai_compute.guard.room import CannotWrite

TEMPLATE = Path("data/raw/schema/entry-template.yaml")
PAPERS = Path("data/raw/papers")


def new_entry(name: str) -> str:
    """Write the template under a name; refuse a name that no entry may have, or that is taken."""
    if not re.fullmatch(KEBAB_CASE, name):
        suggestion = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "my-paper"
        sys.exit(f"'{name}' is no name for an entry: small letters, digits and single hyphens, such as {suggestion}")
    entry = PAPERS / f"{name}.yaml"
    try:
        with entry.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE.read_text(encoding="utf-8").replace("KEY", name))
    except FileExistsError:
        sys.exit(f"{entry} stands already; choose another name, or edit it")
    except OSError as error:
        sys.exit(str(CannotWrite(entry, error)))
    return f"{entry}: fill it in, then `snakemake check`"


if __name__ == "__main__":
    print(new_entry(sys.argv[1] if len(sys.argv) == 2 else ""))
