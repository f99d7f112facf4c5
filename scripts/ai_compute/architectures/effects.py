"""Under which conditions an option of a layer has an effect; where it has none, it is refused.

Each option declares its conditions behind the text of its annotation: `Annotated[int, Whole(), "", beside("experts")]`.
A value that only writes out the language's own default says what is the case anyway, and is no mistake.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

NOT_GIVEN = (None, False, 0, "none", ())
"""What an option holds that is not there: nothing, false, 0 and none."""


def is_given(value: Any) -> bool:
    """Whether an option says something at all."""
    return value not in NOT_GIVEN


class Condition(NamedTuple):
    """One condition under which an option has an effect, in terms of the other options of its layer."""

    option: str
    values: tuple[Any, ...] = ()
    """The values of the other option that count; none: any that says something."""
    wanted: bool = True
    """Whether the other option must hold one of these values, or must not."""
    hint: str = ""

    def holds(self, options: Mapping[str, Any]) -> bool:
        """Whether it is fulfilled by the options of a layer, as read."""
        value = options.get(self.option)
        found = value in self.values if self.values else is_given(value)
        return found is self.wanted

    @property
    def other(self) -> str:
        """The other option as a file writes it."""
        first = self.values[0] if self.values else ""
        value = str(first[0] if isinstance(first, tuple) else first).lower()
        return f"`{self.option}: {value}`" if value else f"`{self.option}`"

    @property
    def text(self) -> str:
        """As the reference says it."""
        return f"{'only' if self.wanted else 'not'} beside {self.other}"

    def found(self, name: str) -> str:
        """What is wrong where it does not hold."""
        return f"`{name}` {'without' if self.wanted else 'beside'} {self.other}, where it has no effect"

    def way_out(self, name: str) -> str:
        """What to do about it."""
        other = f"write {self.other} beside it" if self.wanted else f"take {self.other} away"
        return self.hint or f"leave `{name}` out, or {other}"


class Where(NamedTuple):
    """A condition that takes more than one other option to say."""

    test: Callable[[Mapping[str, Any]], bool]
    text: str
    instead: str

    def holds(self, options: Mapping[str, Any]) -> bool:
        """Whether it is fulfilled by the options of a layer, as read."""
        return self.test(options)

    def found(self, name: str) -> str:
        """What is wrong where it does not hold."""
        return f"`{name}` where it has no effect"

    def way_out(self, name: str) -> str:
        """What to do about it."""
        return self.instead


def beside(option: str, *values: Any, hint: str = "") -> Condition:
    """An effect only where another option says something, or holds one of some values."""
    return Condition(option, values, True, hint)


def not_beside(option: str, *values: Any, hint: str = "") -> Condition:
    """No effect where another option says something, or holds one of some values."""
    return Condition(option, values, False, hint)


def unmet(conditions: Iterable[Condition | Where], options: Mapping[str, Any]) -> Condition | Where | None:
    """The first condition that the options of a layer do not fulfil."""
    return next((condition for condition in conditions if not condition.holds(options)), None)


def written_out(value: Any, default: Any) -> bool:
    """Whether a value is the default; one size for all axes is as many equal sizes."""
    if isinstance(value, tuple) and isinstance(default, tuple):
        return set(value) == set(default)
    return type(value) is type(default) and bool(value == default)
