"""The language of formulas: numbers, features, ``+ - * /``, comparisons, ``min``, ``max``, ``abs``, ``rank``.

A formula is parsed by Python's own parser, and only the syntax that is listed here is computed: nothing of a
formula is ever run as code.
"""

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from vn30.backtesting.signals.feature_names import FORMULA_FEATURES
from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.market.universe import did_you_mean
from vn30.typing import BoolArray, FloatArray

MAX_LENGTH = 400
MAX_DEPTH = 20
"""Of nested operations."""

Operation = Callable[[Any, Any], Any]
_BINARY: dict[type[ast.operator], Operation] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_COMPARISONS: dict[type[ast.cmpop], Operation] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_ARGUMENTS = {"min": (2, 9), "max": (2, 9), "abs": (1, 1), "rank": (1, 1)}
"""The fewest and the most arguments of each function."""


class InvalidFormula(WrongInput):
    """A formula cannot be read; the message names the place and the remedy."""


@dataclass(frozen=True)
class Formula:
    """A checked formula; :attr:`features` are the names that it reads, sorted."""

    text: str
    tree: ast.expr
    features: tuple[str, ...]


def parse_formula(text: str) -> Formula:
    """Check a formula.

    Raises:
        InvalidFormula: it is too long or too deep, has other syntax, or names no feature.
    """
    if len(text) > MAX_LENGTH:
        raise InvalidFormula(
            localized(
                "The formula has {length} characters; at most {max_length} are read.",
                length=len(text),
                max_length=MAX_LENGTH,
            )
        )
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise InvalidFormula(
            localized(
                "The formula cannot be read at character {position}: {reason}.",
                position=error.offset or len(text),
                reason=error.msg,
            )
        ) from None
    except (RecursionError, MemoryError, ValueError):
        raise InvalidFormula(
            localized("The formula is nested too deeply: at most {max_depth} levels.", max_depth=MAX_DEPTH)
        ) from None
    features = tuple(sorted(set(_checked(tree, 1))))
    if not features:
        raise InvalidFormula(
            localized("The formula names no feature, so that all stocks would have the same value.")
        )
    return Formula(text, tree, features)


def evaluate(formula: Formula, features: Mapping[str, FloatArray], members: BoolArray) -> FloatArray:
    """The values of a formula.

    Args:
        features: those that it reads, each of shape (sessions, tickers).
        members: the stocks among which ``rank`` places a session's values, shape (sessions, tickers).

    Returns:
        Shape (sessions, tickers); NaN where a value that counts is NaN, and where a division has no result. A
        comparison is 1 or 0.
    """
    with np.errstate(all="ignore"):
        values = np.array(np.broadcast_to(_value(formula.tree, features, members), members.shape))
    values[~np.isfinite(values)] = np.nan
    return values


def ranked(values: FloatArray, members: BoolArray) -> FloatArray:
    """Each value's place among the members of its session, in (-0.5, 0.5); ties share their mean place.

    Values of others are NaN. The scale is that of :func:`vn30.evaluation.rank_ic.session_ranks`.
    """
    import pandas as pd

    known = pd.DataFrame(np.where(members, values, np.nan))
    places: FloatArray = known.rank(axis=1).sub(0.5).div(known.count(axis=1), axis=0).sub(0.5).to_numpy()
    return places


def _checked(node: ast.AST, depth: int) -> Iterator[str]:
    """The names of features below ``node``."""
    if depth > MAX_DEPTH:
        raise InvalidFormula(
            localized("The formula is nested too deeply: at most {max_depth} levels.", max_depth=MAX_DEPTH)
        )
    if isinstance(node, ast.Name):
        if node.id not in FORMULA_FEATURES:
            hint = did_you_mean(node.id, FORMULA_FEATURES)
            raise _at(node, f"there is no feature {node.id!r}{hint}; docs/features.md lists all of them")
        yield node.id
        return
    if isinstance(node, ast.Constant):
        if isinstance(node.value, bool) or not isinstance(node.value, int | float):
            raise _at(node, f"{node.value!r} is no number")
        if not abs(node.value) <= 1e12:
            raise _at(node, "a number is at most 1e12")
        return
    for operand in _operands(node):
        yield from _checked(operand, depth + 1)


def _operands(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        return [node.left, node.right]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        return [node.operand]
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _COMPARISONS:
        return [node.left, node.comparators[0]]
    if isinstance(node, ast.Call):
        return _arguments(node)
    raise _at(node, "only features, numbers, + - * /, < <= > >=, min, max, abs and rank are read")


def _arguments(call: ast.Call) -> list[ast.expr]:
    name = call.func.id if isinstance(call.func, ast.Name) else None
    if name not in _ARGUMENTS:
        raise _at(call, f"the functions are {', '.join(_ARGUMENTS)}")
    fewest, most = _ARGUMENTS[name]
    if call.keywords or not fewest <= len(call.args) <= most:
        wanted = "one argument" if most == 1 else f"{fewest} to {most} arguments"
        raise _at(call, f"{name} takes {wanted}")
    return call.args


def _at(node: ast.AST, reason: str) -> InvalidFormula:
    return InvalidFormula(
        localized(
            "The formula cannot be read at character {position}: {reason}.",
            position=getattr(node, "col_offset", 0) + 1,
            reason=reason,
        )
    )


def _value(node: ast.expr, features: Mapping[str, FloatArray], members: BoolArray) -> Any:
    if isinstance(node, ast.Name):
        return features[node.id]
    if isinstance(node, ast.Constant):
        # A scalar of NumPy: one number divided by 0 is no error.
        return np.float64(node.value)  # type: ignore[arg-type]
    values = [_value(operand, features, members) for operand in _operands(node)]
    if isinstance(node, ast.BinOp):
        return _BINARY[type(node.op)](*values)
    if isinstance(node, ast.UnaryOp):
        return -values[0] if isinstance(node.op, ast.USub) else values[0]
    if isinstance(node, ast.Compare):
        left, right = values
        return np.where(
            np.isnan(left) | np.isnan(right), np.nan, _COMPARISONS[type(node.ops[0])](left, right)
        )
    return _called(node.func.id, values, members)  # type: ignore[attr-defined]


def _called(name: str, values: list[Any], members: BoolArray) -> Any:
    if name == "rank":
        return ranked(np.broadcast_to(values[0], members.shape), members)
    if name == "abs":
        return np.abs(values[0])
    return reduce(np.minimum if name == "min" else np.maximum, values)
