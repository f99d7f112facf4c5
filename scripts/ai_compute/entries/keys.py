"""Keys of entries: which a name may be, and the key that is made of any name."""

import re
import unicodedata

from ai_compute.entries.structures import KEBAB_CASE

NO_TEXT = re.compile(
    r"true|false|null|yes|no|on|off|y|n|\d+|\d+e\d+|0x[0-9a-f]+|0o[0-7]+|0b[01]+|nan|inf|\d{4}-\d{1,2}-\d{1,2}"
)
"""What readers of YAML take for something else than a name."""
LETTER = re.compile(r"GREEK (?:SMALL|CAPITAL) LETTER (?:FINAL )?([A-Z]+)$")


def is_key(name: str) -> bool:
    """Whether an entry or a run may be called so: kebab-case, and no number or truth value."""
    return bool(re.fullmatch(KEBAB_CASE, name)) and not NO_TEXT.fullmatch(name)


def key_of(name: str, what: str) -> str:
    """A key for any name: `Größe-π` -> grosse-pi, `GPT++` -> gpt-plus-plus; `123` -> 123-model, if that is what it is.

    Letters lose their marks, Greek ones are spelled out, those of other scripts are left out.
    """
    spelled = "".join(_in_latin(letter) for letter in unicodedata.normalize("NFKD", name.replace("+", " plus ")))
    plain = re.sub(r"[^a-z0-9]+", "-", spelled.casefold()).strip("-")
    return plain if is_key(plain) else f"{plain}-{what}" if plain else f"unnamed-{what}"


def _in_latin(letter: str) -> str:
    if unicodedata.combining(letter) or letter in "'’":
        return ""
    if found := LETTER.match(unicodedata.name(letter, "")):
        return found[1].lower()
    return letter.casefold()
