"""Every option of the language changes what is counted wherever it is taken, and is refused elsewhere."""

import pytest

from every_option import (
    KINDS,
    Condition,
    beside_each,
    changes_something,
    effect,
    outcome,
    places,
    problems_of,
    sayings,
    wanted,
    with_defaults,
)

WITH_OPTIONS = [word for word, kind in KINDS.items() if kind.options]
WITH_CONDITIONS = [(word, name) for word, kind in KINDS.items() for name, o in kind.options.items() if o.conditions]
TAKEN_UP_BY = {
    ("attention", "heads"): "",
    ("transformer", "heads"): "",
    **{(word, "dilation"): "padding: same" for word, kind in KINDS.items() if "dilation" in kind.options},
}
"""Options that a network cannot be described without, though another one takes their effect up.

The width of a head that is not given is what is left for each ('': whatever stands beside it); the same padding follows
dilation.
"""
FEW = 4


@pytest.mark.parametrize("word", WITH_OPTIONS)
def test_each_option_changes_counts_or_shapes_in_some_place(word):
    for option in KINDS[word].options.values():
        assert any(changes_something(option, place) for place in places(word, option.name)), option.name


@pytest.mark.parametrize("word", WITH_OPTIONS)
@pytest.mark.slow
def test_an_option_that_is_taken_has_an_effect(word):
    """Alone, and beside every other option of the layer."""
    kind = KINDS[word]
    for option in kind.options.values():
        taken_up = TAKEN_UP_BY.get((word, option.name))
        if taken_up == "":
            continue
        for place in places(word, option.name):
            assert effect(option, place) == "some", place.options
        for other, tried in beside_each(kind, option, places(word, option.name)[0]):
            effects = {"refused"}
            for place in tried:
                if "some" not in effects and other != taken_up:
                    effects.add(effect(option, place, FEW))
            assert "some" in effects or "none" not in effects, f"{option.name} beside {other}"


@pytest.mark.parametrize(("word", "name"), WITH_CONDITIONS)
def test_an_option_is_refused_where_a_condition_of_it_does_not_hold(word, name):
    kind, option = KINDS[word], KINDS[word].options[name]
    refusals = 0
    for condition in option.conditions:
        for place in _unmet(kind, option, condition):
            if outcome(place) is not None:
                for value in sayings(option)[:FEW]:
                    (problem,) = problems_of(place.with_options(**{name: value}))
                    assert problem.found
                    assert problem.way_out
                    refusals += 1
    assert refusals


def _unmet(kind, option, condition):
    """Places in which one condition does not hold."""
    for place in places(kind.word, option.name):
        if not isinstance(condition, Condition):
            more = (each for _, filled in beside_each(kind, option, place) for each in filled)
            yield from (each for each in more if not condition.holds(with_defaults(kind, each)))
        elif not condition.wanted and condition.option in kind.options:
            beside = wanted(kind, condition.option)
            values = condition.values or sayings(kind.options[condition.option])
            without_it = [place.with_options(**beside, **{condition.option: value}) for value in values]
            yield from without_it
            if not any(map(outcome, without_it)):
                # Pooling with windows of 1 is taken with a stride only.
                yield from (each for at in without_it for _, filled in beside_each(kind, option, at) for each in filled)
        elif condition.wanted and condition.holds(with_defaults(kind, place)):
            without = {name: value for name, value in place.options.items() if name != condition.option}
            default = kind.options[condition.option].default
            nothing = {condition.option: type(default)(0)} if default else {}
            yield place._replace(options={**without, **nothing})
