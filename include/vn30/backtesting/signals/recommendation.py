"""Signals of the recommendations of record of a profile."""

import numpy as np
import pandas as pd
import sqlalchemy as sa

from vn30.backtesting.signals.base import Signals
from vn30.backtesting.signals.stored import Wanted, digest
from vn30.database.frames import fetch_frame
from vn30.i18n.localized import localized
from vn30.recommendations.profiles import ProfileName

LABELS = {"BUY": 1.0, "HOLD": 0.0, "SELL": -1.0}
_COLUMNS = {
    "symbol": "object",
    "date": "datetime64[ns]",
    "label": "object",
    "made_in_time": "bool",
    "run_id": "object",
    "content_hash": "object",
}


def recommendation_signals(
    connection: sa.Connection, wanted: Wanted, profile: ProfileName, horizon: int
) -> Signals:
    """The labels of a profile: 1 for BUY, 0 for HOLD, -1 for SELL; NaN without a recommendation."""
    rows = fetch_frame(
        connection,
        "backtesting/recommendations",
        _COLUMNS,
        tickers=list(wanted.tickers),
        profile=profile,
        horizon=horizon,
        first=wanted.first,
        last=wanted.last,
        known_at=wanted.known_at,
    )
    values = wanted.grid(rows, np.array([LABELS[label] for label in rows["label"]]))
    hashes = sorted(set(rows["content_hash"]))
    read = (f"{profile} recommendations {digest(values, hashes)}",)
    return Signals(values, "label", horizon, read, _notes(rows, horizon))


def _notes(rows: pd.DataFrame, horizon: int) -> tuple[str, ...]:
    if rows.empty:
        return (
            localized(
                "No recommendation over {horizon} sessions is on record in this period. Run "
                "vn30_recommendations.",
                horizon=horizon,
            ),
        )
    notes = [
        localized(
            "Recommendations are on record from {first} to {last}.",
            first=rows["date"].min().date(),
            last=rows["date"].max().date(),
        )
    ]
    if late := int((~rows["made_in_time"].astype(bool)).sum()):
        notes.append(
            localized(
                "{late} of {rows} were made by a backfill after the next session had opened: the choice of "
                "model and profile may know what came.",
                late=late,
                rows=len(rows),
            )
        )
    return tuple(notes)
