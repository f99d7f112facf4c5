"""Why a file cannot be read as text or as YAML, in words for those who write entries."""

from collections.abc import Sequence

import yaml

from ai_compute.messages.problems import Problem, Problems

LARGEST_DOCUMENT = 1_000_000


def decode(content: bytes, file: str) -> str:
    """The text of a UTF-8 file.

    Raises:
        Problems: the file is too large, or not UTF-8.
    """
    if len(content) > LARGEST_DOCUMENT:
        size = f"{LARGEST_DOCUMENT / 1e6:.0f} MB"
        raise Problems(
            [
                Problem(
                    file,
                    found=f"more than {size}",
                    expected=f"at most {size}",
                    way_out="one file holds one paper; keep data sets elsewhere",
                )
            ]
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1
        raise Problems(
            [
                Problem(
                    file,
                    line,
                    column,
                    found=f"the byte 0x{content[error.start]:02x}",
                    expected="UTF-8 text",
                    way_out=f"save the file with the encoding UTF-8 (it looks like {_encoding(content)})",
                )
            ]
        ) from None


def _encoding(content: bytes) -> str:
    """What a file that is not UTF-8 was probably saved as."""
    if content[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        return "UTF-32"
    return "UTF-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "Latin-1"


def unreadable_character(error: yaml.YAMLError, file: str, text: str) -> Problem:
    """A character that no text may hold, where it stands."""
    at = getattr(error, "position", 0)
    line, column = text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
    character = getattr(error, "character", None)
    found = f"the control character U+{character:04X}" if isinstance(character, int) else " ".join(str(error).split())
    way_out = "remove the character, or save the file anew as plain text"
    return Problem(file, line, column, found=found, expected="text that YAML allows", way_out=way_out)


def syntax_problem(error: yaml.MarkedYAMLError, file: str, lines: Sequence[str]) -> Problem:
    """What a parser says, in words for those who write entries."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    source = lines[line - 1] if 0 < line <= len(lines) else ""
    found = (error.problem or error.context or "a syntax error").removeprefix("found ")
    if "\t" in source[: column + 1] or "'\\t'" in found:
        expected, way_out = "blanks for indentation", "YAML forbids tabs: replace each by two blanks"
    elif "quoted scalar" in f"{error.context} {found}":
        start = f" (it opens on line {error.context_mark.line + 1})" if error.context_mark else ""
        expected, way_out = "a closing quote" + start, "close the quote, or leave both quotes away"
    elif "block scalar" in f"{error.context}":
        expected, way_out = "a value; > and | at its start begin a text of several lines", "put the value in quotes"
    elif "mapping values are not allowed" in found:
        expected, way_out = "one `key: value` a line", "put text that holds a colon in quotes; check the indentation"
    else:
        context = f" {error.context}" if error.context else ""
        expected, way_out = (
            "valid YAML" + context,
            "check the indentation, colons and quotes of this line and the one before",
        )
    return Problem(file, line, column, found=found, expected=expected, way_out=way_out, source=source)


def instead_of_nothing(file: str) -> str:
    """What to do with an empty file."""
    if file.replace("\\", "/").rpartition("/")[2] == "config.yaml":
        return "restore the file, or copy that of the repository"
    template = "; an entry starts from the template: make new-entry NAME=my-paper" if "papers/" in file else ""
    return f"fill or remove it{template}"
