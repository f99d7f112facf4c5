"""Whole-number arithmetic in options: `4 * width`, `channels // 16`."""

import ast
import operator
import re
from collections.abc import Mapping
from functools import lru_cache

OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.FloorDiv: operator.floordiv}
LARGEST = 10**18
TWO_WORDS = re.compile(r"\w\s+\w")


class NotANumber(ValueError):
    """Text that is no whole-number arithmetic; the argument says why."""


class UnknownName(NotANumber):
    """Arithmetic with a name that stands for nothing."""

    def __init__(self, name: str) -> None:
        """Keep the name."""
        super().__init__(f"uses the unknown name '{name}'")
        self.name = name


@lru_cache(maxsize=4096)
def _parse(text: str) -> ast.expr:
    if TWO_WORDS.search(text):  # the names of layers, which Python's parser takes long to refuse
        raise NotANumber("is not arithmetic")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise NotANumber("is not arithmetic") from None


def names(text: str) -> set[str]:
    """The names that an expression uses."""
    return {node.id for node in ast.walk(_parse(text)) if isinstance(node, ast.Name)}


def evaluate(text: str, variables: Mapping[str, object]) -> int:
    """The value of an expression of whole numbers, names, + - * // / and brackets; `/` must leave no rest.

    Raises:
        NotANumber: anything else, an unknown name, or a number beyond 10^18.
    """
    if text.isdecimal() and text.isascii() and len(text) < 19:
        return int(text)
    return _value(_parse(text), variables)


def _value(node: ast.expr, variables: Mapping[str, object]) -> int:
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return _bounded(node.value)
    if isinstance(node, ast.Name):
        return _named(node.id, variables)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, variables)
    if isinstance(node, ast.BinOp):
        return _bounded(_combine(node, _value(node.left, variables), _value(node.right, variables)))
    raise NotANumber("is not a whole number or arithmetic of whole numbers")


def _combine(node: ast.BinOp, left: int, right: int) -> int:
    if isinstance(node.op, ast.Div | ast.FloorDiv) and right == 0:
        raise NotANumber("divides by zero")
    if isinstance(node.op, ast.Div):
        if left % right:
            raise NotANumber(f"is {left} / {right}, not a whole number (// rounds down)")
        return left // right
    if type(node.op) not in OPERATORS:
        raise NotANumber("uses an operator other than + - * / //")
    return int(OPERATORS[type(node.op)](left, right))


def _named(name: str, variables: Mapping[str, object]) -> int:
    if name not in variables:
        raise UnknownName(name)
    value = variables[name]
    if type(value) is not int:
        raise NotANumber(f"uses '{name}', which is not a number here")
    return value


def _bounded(value: int) -> int:
    if abs(value) > LARGEST:
        raise NotANumber("is beyond 10^18")
    return value
