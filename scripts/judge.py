"""Judge published statements by what the tables say."""

from collections.abc import Sequence

from ai_compute.claims.judging import ambiguous, judge
from ai_compute.entries.claims import read_claims
from ai_compute.messages.console import explained, say, stop
from ai_compute.messages.problems import Problem, Problems, count
from ai_compute.report.collection import read_tables
from ai_compute.schemas.claims import Claims
from ai_compute.storage.files import read_files
from ai_compute.storage.tables import table, write_table

ONE_ROW = "add a condition that tells the rows apart, such as told=true, or take max(...), min(...) or median(...)"


def judge_claims(claims: str, tables: Sequence[str], output: str, log: str) -> None:
    """Read the statements and all tables; write each statement with what is found and a verdict."""
    try:
        stated = read_claims(read_files([claims])[claims], claims)
    except Problems as problems:
        stop(log, problems)
    judged = table(judge(stated, read_tables(tables)), Claims)
    write_table(judged, Claims, output)
    verdicts = judged["verdict"].value_counts()
    found = ", ".join(f"{number} {verdict}" for verdict, number in sorted(verdicts.items()))
    warnings = [
        Problem(claims, field=f"path of {claim}", found=several, expected="one row", way_out=ONE_ROW, warning=True)
        for claim, several in ambiguous(judged)
    ]
    say(log, "judge", f"{count(len(judged), 'statement')}: {found}", warnings)


if __name__ == "__main__":
    with explained(snakemake.log[0]):
        judge_claims(snakemake.input.claims, snakemake.input.tables, snakemake.output.claims, snakemake.log[0])
