"""data/raw/external/same.csv: which of our runs is which model of a database, said by the user."""

import csv
import io
from collections.abc import Mapping
from dataclasses import replace

from ai_compute.external.database import Choices
from ai_compute.messages.problems import Problem, Problems

COLUMNS = ["run", "name"]


def said_the_same(choices: Choices, files: Mapping[str, bytes]) -> Choices:
    """The choices with the pairs of the files (run: our key, name: as the database has it) beside those of config.

    Raises:
        Problems: a file without these columns, or a row with one of them only.
    """
    pairs, problems = dict(choices.external.same_model.by_hand), list[Problem]()
    for file, content in files.items():
        rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig", errors="replace"), newline=""))
        header = [name.strip() for name in rows.fieldnames or []]
        if not set(COLUMNS) <= set(header):
            way_out = "write `run,name` as its first line, and below it for example `zfnet,Visualizing CNNs`"
            problems.append(
                Problem(file, 1, found=",".join(header), expected="the columns run and name", way_out=way_out)
            )
            continue
        for row in rows:
            run, name = (" ".join((row.get(column) or "").split()) for column in COLUMNS)
            if bool(run) != bool(name):
                expected, way_out = "a run of ours and a name of the database", "fill in both, or take the line out"
                problems.append(Problem(file, rows.line_num, found=run or name, expected=expected, way_out=way_out))
            elif run:
                pairs[run] = name
    if problems:
        raise Problems(problems)
    same_model = choices.external.same_model.model_copy(update={"by_hand": pairs})
    return replace(choices, external=choices.external.model_copy(update={"same_model": same_model}))
