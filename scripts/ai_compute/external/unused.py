"""What of an external file is not used, and why: nothing is dropped in silence."""

import pandas as pd

from ai_compute.messages.problems import visible
from ai_compute.schemas.external import CELL, FILE, ROW

COLUMNS = ["file", "line", "name", "use", "field", "found", "reason"]


class Unused:
    """A growing list of what is not used: whole files and rows, single cells, or rows for one purpose."""

    def __init__(self) -> None:
        """Start without any."""
        self._frames: list[pd.DataFrame] = []
        self._rows: list[tuple[str, int, str, str, str, str, str]] = []

    def add_file(self, file: str, line: int, reason: str, field: str = "") -> None:
        """Something that concerns a whole file, or a whole column of it."""
        self._rows.append((file, line, "", FILE, visible(field), "", reason))

    def add_row(self, file: str, line: int, name: str, reason: str) -> None:
        """A row that cannot be read."""
        self._rows.append((file, line, visible(" ".join(name.split())), ROW, "", "", reason))

    def add_cell(self, file: str, line: int, name: str, field: str, found: str, reason: str) -> None:
        """A cell that is not used; its row may be."""
        self._rows.append((file, line, visible(" ".join(name.split())), CELL, field, visible(found), reason))

    def add(
        self,
        rows: pd.DataFrame,
        use: str,
        reason: str | pd.Series,
        field: str = "",
        found: str | pd.Series = "",
    ) -> None:
        """Rows (with file, line and name) that are not used for something; a reason '' means that they are."""
        reasons = pd.Series(reason, rows.index, dtype="str") if isinstance(reason, str) else reason.loc[rows.index]
        frame = rows.loc[reasons.ne("") & reasons.notna(), ["file", "line", "name"]]
        if len(frame):
            said = found if isinstance(found, str) else found.loc[frame.index]
            self._frames.append(frame.assign(use=use, field=field, found=said, reason=reasons.loc[frame.index]))

    def table(self) -> pd.DataFrame:
        """All of it, in the order of files and lines."""
        single = pd.DataFrame(self._rows, columns=COLUMNS)
        whole = pd.concat([single, *self._frames], ignore_index=True)[COLUMNS]
        whole = whole.assign(name=whole["name"].map(visible), found=whole["found"].astype(str).map(visible))
        return whole.drop_duplicates(["file", "line", "use", "field"], ignore_index=True)
