"""Start a new entry from the commented template: `make new-entry NAME=my-paper`, or from a database's facts."""

import argparse
import os
import sys
from pathlib import Path

from ai_compute.entries.keys import is_key, key_of
from ai_compute.guard.room import CannotWrite

TEMPLATE = Path("data/raw/schema/entry-template.yaml")
PAPERS = Path("data/raw/papers")


def project() -> Path:
    """The project that one stands in, or else that of this script."""
    here = Path.cwd()
    around = [folder for folder in (here, *here.parents) if (folder / TEMPLATE).is_file()]
    return around[0] if around else Path(__file__).resolve().parents[1]


def new_entry(name: str, text_of: str | None = None) -> str:
    """Write the template, or a text, under a name; refuse a name that no entry may have, or that is taken."""
    if not is_key(name):
        rule = "small letters, digits and single hyphens, and no number or truth value"
        sys.exit(f"'{name}' is no name for an entry: {rule}; such as {key_of(name, 'paper') if name else 'my-paper'}")
    folder = project()
    entry = Path(os.path.relpath(folder / PAPERS / f"{name}.yaml"))
    try:
        text = text_of or (folder / TEMPLATE).read_text(encoding="utf-8").replace("KEY", name)
        with entry.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        sys.exit(f"{entry} stands already; {'choose another name, or ' if text_of is None else ''}edit it")
    except OSError as error:
        sys.exit(str(CannotWrite(entry, error)))
    return f"{entry}: fill it in, then `snakemake check`"


def entry_from(model: str) -> tuple[str, str]:
    """The key and the text of an entry with the facts of a database's model as leads."""
    from ai_compute.checking.raw_files import find_raw_files
    from ai_compute.external.leads import files_named, lead
    from ai_compute.messages.problems import Problems
    from ai_compute.storage.files import read_files, readable_files

    os.chdir(project())
    try:
        config, hardware = read_files(["config.yaml", "data/raw/hardware.csv"]).values()
        others, problems = readable_files(sorted({*find_raw_files().external, *files_named(config)}), largest=None)
        if problems:
            raise Problems(problems)
        return lead(model, others, config, hardware)
    except Problems as problems_found:
        sys.exit(str(problems_found))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="?", default="", help="a key such as my-paper, or a model of the database")
    parser.add_argument("--from", dest="source", choices=["epoch"], help="take a database's facts as leads")
    given = parser.parse_args()
    print(new_entry(*entry_from(given.name)) if given.source else new_entry(given.name))
