"""Formulas: what is read, what is refused with its place, and values against the same computed by pandas."""

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from tests.vn30.backtesting.made_inputs import TICKERS, made_inputs
from vn30.backtesting.config import FormulaSignal
from vn30.backtesting.signals.expression import InvalidFormula, parse_formula
from vn30.backtesting.signals.feature_names import FORMULA_FEATURES
from vn30.backtesting.signals.formula import feature_values, formula_signals

INPUTS = made_inputs()
CLOSE = INPUTS.bars.pivot(index="date", columns="symbol", values="close")
RETURN = np.log(CLOSE / CLOSE.shift(20))


def values(formula: str) -> pd.DataFrame:
    return pd.DataFrame(formula_signals(INPUTS, formula).values, CLOSE.index, CLOSE.columns)


def test_arithmetic() -> None:
    roc = CLOSE / CLOSE.shift(10) - 1
    expected = np.minimum(RETURN, 0.01) - 2 * abs(roc) * (roc < RETURN)
    expected[roc.isna() | RETURN.isna()] = np.nan
    found = values("min(return_over_20, 0.01) - 2 * abs(roc_10) * (return_over_20 > roc_10)")
    pd.testing.assert_frame_equal(found, expected, rtol=1e-4, atol=1e-6, check_freq=False)


def test_no_result() -> None:
    """Divisions by zero and unknown values are unknown; a comparison with an unknown value is too."""
    assert values("return_over_20 / (roc_10 - roc_10)").isna().all(axis=None)
    assert values("return_over_20 > 0").isna().sum().eq(20).all()
    assert values("1 / 0 + roc_10").isna().all(axis=None)


def test_rank() -> None:
    """Places are among the members of the session alone, evenly from -0.5 to 0.5."""
    members = INPUTS.members.copy()
    members[500:, TICKERS.index("HPG")] = False
    inputs = made_inputs()
    object.__setattr__(inputs, "members", members)
    found = formula_signals(inputs, "rank(return_over_20)").values
    known = RETURN.where(members)
    count = known.count(axis=1)
    expected = (known.rank(axis=1) - 0.5).div(count, axis=0) - 0.5
    np.testing.assert_allclose(found, expected, atol=1e-12)
    assert sorted(np.round(found[-1][members[-1]] * 14)) == [-6, -4, -2, 0, 2, 4, 6]


def test_every_feature() -> None:
    """Each name that a formula may use has values."""
    found = feature_values(INPUTS, FORMULA_FEATURES)
    assert set(found) == set(FORMULA_FEATURES)
    assert all(np.isfinite(array[-1]).all() for array in found.values())


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("return_over_21", "character 1: there is no feature 'return_over_21' (did you mean"),
        ("roc_10 + __import__('os').system('true')", "character 10: the functions are min, max, abs, rank"),
        ("roc_10.real", "character 1: only features, numbers"),
        ("[roc_10 for roc_10 in (1,)]", "character 1: only features"),
        ("(lambda: roc_10)()", "the functions are"),
        ("roc_10 ** 9999999", "character 1: only features"),
        ("roc_10 if roc_10 > 0 else 1", "character 1: only features"),
        ("0 < roc_10 < 1", "character 1: only features"),
        ("roc_10 + 'a'", "character 10: 'a' is no number"),
        ("roc_10 * True", "character 10: True is no number"),
        ("roc_10 * 1e999", "character 10: a number is at most 1e12"),
        ("rank(roc_10, 2)", "character 1: rank takes one argument"),
        ("max(roc_10)", "max takes 2 to 9 arguments"),
        ("roc_10 +", "character"),
        ("2 + 2", "names no feature"),
        ("(" * 300 + "roc_10", "cannot be read|nested"),
        ("-" * 100 + "roc_10", "nested too deeply: at most 20 levels"),
        ("roc_10 + " * 50 + "roc_10", "has 456 characters; at most 400"),
    ],
)
def test_refused(formula: str, reason: str) -> None:
    with pytest.raises(InvalidFormula) as found:
        parse_formula(formula)
    assert any(part in str(found.value) for part in reason.split("|"))


def test_in_the_document() -> None:
    """A document with a wrong formula is refused at its field."""
    assert FormulaSignal().formula == "rank(return_over_20)"
    with pytest.raises(ValidationError, match="no feature 'roc_11'"):
        FormulaSignal(formula="roc_11")
