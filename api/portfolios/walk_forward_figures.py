"""The stored results of walk-forwards in the form of the API."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from api.portfolios.optimisation_schemas import (
    PairedDifference,
    WalkForward,
    WalkForwardDetail,
    WalkForwardLine,
)
from vn30.database.warehouse import Row
from vn30.evaluation.significance import corrected_p_values
from vn30.i18n.localized import from_text, localized
from vn30.optimisation.methods import METHOD_NAMES

BESIDE = ("equal_weight", "vn30", "buy_and_hold")
"""What stands beside the methods of a walk-forward."""

_METHOD = "method"
_NAMES: Mapping[str, str] = dict(METHOD_NAMES.items())


def summary_of(row: Row) -> WalkForward:
    """A walk-forward without its results."""
    return WalkForward.model_validate(_summary(row))


def detail_of(row: Row, results: Mapping[str, Row]) -> WalkForwardDetail:
    """A walk-forward with the stored results by method."""
    walked = {method: result for method, result in results.items() if "problem" not in result}
    first = next(iter(walked.values()), None)
    return WalkForwardDetail.model_validate(
        {
            **_summary(row),
            "tickers": row["tickers"] or [],
            "trials": len(row["settings"]["methods"]),
            "curve_sessions": first["sessions"] if first else [],
            "lines": [*_lines(results), *(_beside(first, results) if first else [])],
            "warnings": _warnings(row, walked),
        }
    )


def _summary(row: Row) -> dict[str, Any]:
    return {
        **row,
        "request": row["settings"],
        "methods": row["settings"]["methods"],
        "progress": row["done"] / row["methods"],
        "as_of": row["as_of_date"],
    }


def _lines(results: Mapping[str, Row]) -> list[WalkForwardLine]:
    """The methods, with p-values that are corrected for their number."""
    corrected = {
        other: _corrected({method: _p_value(result, other) for method, result in results.items()})
        for other in ("equal_weight", "vn30")
    }
    lines = []
    for method, result in results.items():
        if "problem" in result:
            lines.append(WalkForwardLine(method=method, problem=result["problem"], equity=[]))
            continue
        lines.append(
            WalkForwardLine.model_validate(
                {
                    **_figures(result["portfolios"][_METHOD]),
                    "method": method,
                    "to_equal_weight": _difference(
                        result["differences"].get("equal_weight"), corrected["equal_weight"].get(method)
                    ),
                    "to_vn30": _difference(result["differences"].get("vn30"), corrected["vn30"].get(method)),
                    "verdict": result["verdict"],
                }
            )
        )
    return lines


def _beside(result: Row, methods: Collection[str]) -> list[WalkForwardLine]:
    portfolios = result["portfolios"]
    return [
        WalkForwardLine.model_validate({**_figures(portfolios[name]), "method": name})
        for name in BESIDE
        if name in portfolios and name not in methods
    ]


def _figures(performance: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{name: performance[name] for name in ("volatility", "sharpe", "sharpe_error", "turnover", "costs")},
        "cagr": performance["growth"],
        "drawdown": performance["maximum_drawdown"],
        "equity": performance["equity"],
    }


def _p_value(result: Row, other: str) -> float | None:
    difference = result.get("differences", {}).get(other)
    return None if difference is None else difference["p_value"]


def _corrected(p_values: Mapping[str, float | None]) -> dict[str, float]:
    known = {method: value for method, value in p_values.items() if value is not None}
    if not known:
        return {}
    corrected = corrected_p_values(np.array(list(known.values())))
    return dict(zip(known, corrected.tolist(), strict=True))


def _difference(difference: Mapping[str, Any] | None, corrected: float | None) -> PairedDifference | None:
    if difference is None:
        return None
    return PairedDifference(
        value=difference["value"],
        error=difference["error"],
        p_value=difference["p_value"],
        corrected_p_value=corrected,
    )


def _warnings(row: Row, walked: Mapping[str, Row]) -> list[str]:
    warnings = []
    if row["settings"].get("universe") == "held":
        warnings.append(
            localized("The stocks are those that are held today, which were chosen in hindsight.")
        )
    if "black_litterman" in walked:
        warnings.append(
            localized("Black-Litterman is walked without views: forecasts of the past are not read.")
        )
    for method, result in walked.items():
        kept = result["kept"]
        if kept:
            reason, times = max(kept.items(), key=lambda item: item[1])
            warnings.append(
                localized(
                    "{name}: at {kept} of {decisions} decisions the weights stayed, {times} times because: "
                    "{reason}",
                    name=_NAMES[method],
                    kept=sum(kept.values()),
                    decisions=result["rebalances"],
                    times=times,
                    reason=from_text(reason),
                )
            )
    return warnings
