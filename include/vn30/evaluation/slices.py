"""Scores of the test forecasts by fold and by market regime, each figure with its standard error."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from vn30.evaluation.rank_ic import daily_rank_ic
from vn30.evaluation.reliability import mean_error


def slice_scores(tested: pd.DataFrame, regimes: pd.DataFrame, horizon: int) -> list[dict[str, Any]]:
    """The scores of one horizon by fold and by the market regime on the session that was forecast from.

    Args:
        tested: as of :func:`vn30.evaluation.market_scores.score_market`, and ``fold``, the number of the
            walk-forward fold, which files of earlier releases do not have.
        regimes: ``date``, ``volatility`` and ``trend`` of
            :func:`vn30.features.market_context.regime`; a session without a row has no regime.
        horizon: sessions.

    Returns:
        Documents of JSON, the folds in the order of time, then the regimes by name. Each has its ``kind``,
        ``fold`` or ``regime``, its ``name``, the ``first`` and ``last`` session, the numbers of ``sessions``,
        ``rows`` and ``tickers``, the mean absolute ``error`` and the ``naive_error`` in percent of the base
        price, ``skill``, ``rank_ic`` and ``coverage``, each with an ``..._error``. A figure without rows is
        None, and so is the error of one with fewer than two horizons of sessions.
    """
    days = pd.DatetimeIndex(tested["date"]).normalize()
    by_day = regimes.set_index(pd.DatetimeIndex(regimes["date"]))
    names = (by_day["volatility"] + ", " + by_day["trend"]).reindex(days).to_numpy()
    return [
        {"kind": kind, "name": name, **_scores(tested, chosen, horizon)}
        for kind, of_row in (("fold", tested.reindex(columns=["fold"])["fold"]), ("regime", names))
        for name, chosen in _slices(pd.Series(of_row, index=tested.index))
    ]


def _slices(of_row: pd.Series) -> Iterator[tuple[str, pd.Series]]:
    """The name of each slice, and the mask of its rows."""
    for value in sorted(of_row.dropna().unique()):
        yield value if isinstance(value, str) else str(int(value)), of_row == value


def _scores(tested: pd.DataFrame, chosen: pd.Series, horizon: int) -> dict[str, Any]:
    sessions = pd.DatetimeIndex(sorted(tested["date"].unique()))
    rows = tested[chosen]
    base, dates = rows["base"], rows["date"]
    loss, naive_loss = (
        100 * (rows["actual"] - forecast).abs() / base for forecast in (rows["predicted"], base)
    )
    banded = rows[rows["lower"].notna()]
    inside = banded["actual"].between(banded["lower"], banded["upper"])
    rank_ic = daily_rank_ic(dates, rows["predicted"] / base, rows["actual"] / base)
    parts = {
        "skill": ((naive_loss - loss).groupby(dates).sum(), naive_loss.groupby(dates).sum()),
        "rank_ic": (rank_ic, rank_ic * 0 + 1),
        "coverage": (inside.groupby(banded["date"]).sum(), inside.groupby(banded["date"]).size()),
    }
    figures: dict[str, Any] = {}
    for name, (sums, counts) in parts.items():
        figures[name], figures[f"{name}_error"] = _ratio(sessions, sums, counts, horizon)
    return {
        "first": str(dates.min().date()),
        "last": str(dates.max().date()),
        "sessions": int(dates.nunique()),
        "rows": len(rows),
        "tickers": int(rows["symbol"].nunique()),
        "error": round(float(loss.mean()), 4),
        "naive_error": round(float(naive_loss.mean()), 4),
        **figures,
    }


def _ratio(
    sessions: pd.DatetimeIndex, sums: pd.Series, counts: pd.Series, horizon: int
) -> tuple[float | None, float | None]:
    """The ratio of two totals over sessions, and its standard error by the delta method.

    Args:
        sessions: of the whole test part: those between the sessions of a slice keep their distance.
        sums: by session of the slice.
        counts: by session of the slice, what the sums are divided by.
    """
    total = float(counts.sum())
    if total <= 0:
        return None, None
    ratio = float(sums.sum()) / total
    if len(sums) < 2 * horizon:
        return round(ratio, 4), None
    deviations = (sums - ratio * counts).reindex(sessions, fill_value=0.0).to_numpy(dtype=float)
    error = mean_error(pd.Series(sessions), deviations, horizon) * len(sessions) / total
    return round(ratio, 4), round(error, 4)
