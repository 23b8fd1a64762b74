"""The track record: hit rate and gain of judged recommendations by group, with errors, and two baselines.

Outcomes of neighbouring sessions overlap and those of one session move together: errors are Newey-West
standard errors over sessions (:func:`vn30.evaluation.reliability.mean_error`).
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from vn30.evaluation.reliability import mean_error

BAND = 0.05
"""The width of a band of confidence."""
MODEL_VERSIONS = 20
"""The newest versions of the models are listed; older ones are part of all other groups."""
ALL_HOLD, WINNERS = "all HOLD", "last month's winners"

RECORD_COLUMNS = (
    "profile",
    "horizon_days",
    "dimension",
    "value",
    "label",
    "recommendations",
    "sessions",
    "first_session",
    "last_session",
    "mean_confidence",
    "hit_rate",
    "hit_rate_error",
    "gain_pct",
    "gain_error_pct",
    "stops",
    "targets",
    "not_filled",
)


def record_rows(judged: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of the track record.

    Args:
        judged: of ``sql/queries/recommendations/judged.sql``.
    """
    rows: list[dict[str, Any]] = []
    for _, group in judged.groupby(["profile", "horizon"]):
        key = {"profile": group["profile"].iloc[0], "horizon_days": int(group["horizon"].iloc[0])}
        for dimension, values in _dimensions(group):
            for (value, label), part in group.groupby([values, group["label"]]):
                rows.append({**key, "dimension": dimension, "value": value, "label": label, **_figures(part)})
        for value, part in _baselines(group):
            if not part.empty:
                rows.append(
                    {**key, "dimension": "baseline", "value": value, "label": "all", **_figures(part)}
                )
    return rows


def _dimensions(group: pd.DataFrame) -> Iterator[tuple[str, pd.Series]]:
    """By dimension, the value of each recommendation; a recommendation without one is in no group."""
    yield "label", group["label"]
    yield "confidence", _bands(group["confidence"])
    yield "regime", group["volatility_regime"].where(group["volatility_regime"] != "unknown")
    yield "regime", group["trend_regime"].where(group["trend_regime"] != "unknown")
    versions = group["model_version"].fillna("unversioned")
    newest = sorted(versions.unique(), key=_number, reverse=True)[:MODEL_VERSIONS]
    yield "model", versions.where(versions.isin(newest))
    yield "origin", group["made_in_time"].map({True: "in time", False: "backfilled"})


def _number(version: str) -> int:
    return int(version[1:]) if version[1:].isdigit() else 0


def _bands(confidence: pd.Series) -> pd.Series:
    lower = np.floor(confidence / BAND + 1e-9) * BAND
    names = [f"{low:.2f}-{low + BAND:.2f}" if np.isfinite(low) else None for low in lower]
    return pd.Series(names, index=confidence.index, dtype=object)


def _baselines(group: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """All stocks held without a trade; and the stocks with the highest returns of last month, bought.

    The hit of both is that of a purchase: a return above that of the VN30 by more than the costs.
    """
    hit = group["excess_pct"] > group["costs_pct"]
    held = group.assign(claim_true=hit, confidence=np.nan, gain_pct=group["excess_pct"], exit_reason="none")
    yield ALL_HOLD, held
    yield WINNERS, held.assign(gain_pct=group["bought_gain_pct"])[group["is_winner"]]


def _figures(part: pd.DataFrame) -> dict[str, Any]:
    known = part[part["claim_true"].notna()]
    gains = part[part["gain_pct"].notna()]
    horizon = int(part["horizon"].iloc[0])
    hit_rate, hit_rate_error = _mean(known["session"], known["claim_true"], horizon)
    gain, gain_error = _mean(gains["session"], gains["gain_pct"], horizon)
    confidence = part["confidence"].mean()
    reasons = part["exit_reason"].value_counts()
    return {
        "recommendations": len(part),
        "sessions": int(part["session"].nunique()),
        "first_session": part["session"].min().date(),
        "last_session": part["session"].max().date(),
        "mean_confidence": float(confidence) if np.isfinite(confidence) else None,
        "hit_rate": hit_rate,
        "hit_rate_error": hit_rate_error,
        "gain_pct": gain,
        "gain_error_pct": gain_error,
        "stops": int(reasons.get("stop", 0)),
        "targets": int(reasons.get("target", 0)),
        "not_filled": int(reasons.get("not filled", 0)),
    }


def _mean(sessions: pd.Series, values: pd.Series, horizon: int) -> tuple[float | None, float | None]:
    """The mean and its standard error; no error for fewer than two sessions."""
    if values.empty:
        return None, None
    numbers = values.to_numpy(dtype=float)
    error = mean_error(sessions, numbers, horizon) if sessions.nunique() > 1 else None
    return float(numbers.mean()), error
