"""A unit in a sentence: `an image`, `2,048 tokens`."""

STRAIGHT_VOWELS = ("a", "e", "i", "o", "u")
SPOKEN_AS_CONSONANT = ("one", "uni", "use", "eu")


def singular(unit: str) -> str:
    """`tokens` as `token`; a unit of several words stays."""
    one_word = " " not in unit and len(unit) > 1
    return unit[:-1] if one_word and unit.endswith("s") and not unit.endswith(("ss", "us", "is")) else unit


def plural(unit: str) -> str:
    """`token` as `tokens`, `segment of 30 s` as `segments of 30 s`, `entry` as `entries`, `pass` as `passes`."""
    noun, space, rest = unit.partition(" ")
    if noun.endswith("y") and not noun.endswith(("ay", "ey", "oy", "uy")):
        return f"{noun[:-1]}ies{space}{rest}"
    return f"{noun}{'es' if noun.endswith(('s', 'x', 'ch', 'sh')) else 's'}{space}{rest}"


def a(unit: str) -> str:
    """`an image`, `a token`, `a unit`."""
    sound = unit.lower()
    vowel = sound.startswith(STRAIGHT_VOWELS) and not sound.startswith(SPOKEN_AS_CONSONANT)
    return f"{'an' if vowel else 'a'} {unit}"
