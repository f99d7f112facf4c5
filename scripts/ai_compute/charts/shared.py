"""Charts whose copies share what they are made of.

Altair copies a chart deeply, with every channel and every row, at each step of building one: more than half of what a
figure would cost. Nothing that we hand to it is changed afterwards, so that copies may hold the same parts. A name of a
column in a tooltip, and a constant value, it holds against its whole schema, for ten milliseconds each.
"""

from collections.abc import Sequence
from typing import Any

import altair as alt


class Chart(alt.Chart):
    """A chart whose deep copies have properties of their own, but hold the same channels and rows."""

    def __deepcopy__(self, memo: Any) -> "Chart":
        return self.copy(deep=False)

    def encode(self, *args: Any, **channels: Any) -> "Chart":
        """What columns and values become, as Altair's own; a tooltip may be a list of columns."""
        for name, channel in channels.items():
            if isinstance(channel, dict) and "value" in channel:
                channels[name] = getattr(alt, f"{name[0].upper()}{name[1:]}Value")(**channel)
        columns = channels.get("tooltip")
        if isinstance(columns, list):
            channels["tooltip"] = [alt.Tooltip(each) if isinstance(each, str) else each for each in columns]
        return super().encode(*args, **channels)


class _Rows(alt.InlineData):
    def __deepcopy__(self, memo: Any) -> "_Rows":
        return self


def inline(rows: Sequence[Any]) -> alt.InlineData:
    """These rows as the data of a chart, beside the datasets of its figure; they must not be changed afterwards."""
    return _Rows(rows)
