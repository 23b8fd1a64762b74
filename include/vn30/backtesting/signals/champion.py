"""Signals of the forecasts that were served after each session: the history of champions."""

import pandas as pd
import sqlalchemy as sa

from vn30.backtesting.signals.base import Signals
from vn30.backtesting.signals.stored import FORECAST_COLUMNS, KINDS, Measure, Wanted, digest, measured
from vn30.database.frames import fetch_frame
from vn30.i18n.localized import localized, localized_plural

_COLUMNS = {**FORECAST_COLUMNS, "run_id": "object", "version": "object", "served_then": "bool"}


def champion_signals(connection: sa.Connection, wanted: Wanted, horizon: int, measure: Measure) -> Signals:
    """The forecasts of the version that was champion when the session after each session opened.

    Where none of them was made before that, the forecast that is served now is taken, and counted in a note:
    it was made by a backfill, or promoted afterwards, so that the choice of its model may know more.
    """
    rows = fetch_frame(
        connection,
        "backtesting/champion_forecasts",
        _COLUMNS,
        tickers=list(wanted.tickers),
        horizon=horizon,
        first=wanted.first,
        last=wanted.last,
        known_at=wanted.known_at,
    )
    values = wanted.grid(rows, measured(rows, measure))
    runs = sorted(set(rows["run_id"].dropna()))
    read = (f"champion forecasts {digest(values, runs)}", *map("run {}".format, runs))
    return Signals(values, KINDS[measure], horizon, read, _notes(rows, horizon))


def _notes(rows: pd.DataFrame, horizon: int) -> tuple[str, ...]:
    if rows.empty:
        return (
            localized(
                "No forecast over {horizon} sessions was served in this period. Run vn30_model_training.",
                horizon=horizon,
            ),
        )
    versions = rows["version"].dropna().nunique()
    notes = [
        localized_plural(
            "Forecasts were served from {first} to {last}, by {count} version.",
            "Forecasts were served from {first} to {last}, by {count} versions.",
            int(versions),
            first=rows["date"].min().date(),
            last=rows["date"].max().date(),
        )
    ]
    if late := int((~rows["served_then"].astype(bool)).sum()):
        notes.append(
            localized(
                "{late} of {rows} forecasts were made or promoted after the next session had opened: the "
                "choice of their model may know what came.",
                late=late,
                rows=len(rows),
            )
        )
    return tuple(notes)
