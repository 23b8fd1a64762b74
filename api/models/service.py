"""Reads of models from the views, as responses of the API."""

from collections.abc import Sequence
from http import HTTPStatus
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from api.artifacts.links import Links
from api.core.clock import require_market
from api.core.errors import ApiError
from api.core.schemas import HORIZON_LABELS, HorizonLabel
from api.models.schemas import (
    HorizonScores,
    LiveAccuracy,
    ModelList,
    ModelListMeta,
    ModelRow,
    ModelsQuery,
    ModelStatus,
)
from api.stocks.lookup import find_stock
from vn30.database.warehouse import Row, fetch_all, fetch_returned
from vn30.i18n.localized import localized
from vn30.market.clock import MarketClock, read_clock
from vn30.names import TRAINING_DAG


def model_list(connection: sa.Connection, query: ModelsQuery, links: Links) -> ModelList:
    """A page of the current models, by ticker."""
    clock = read_clock(connection)
    total = fetch_returned(connection, "models/count")["total"]
    rows = fetch_all(connection, "models/page", limit=query.page_size, skipped=query.skipped)
    return ModelList(
        data=[
            _model_row(list(horizons), links, clock)
            for _, horizons in groupby(rows, key=lambda row: row["ticker"])
        ],
        meta=ModelListMeta(page=query.page, page_size=query.page_size, total=total, **clock._asdict()),
    )


def _model_row(horizons: Sequence[Row], links: Links, clock: MarketClock) -> ModelRow:
    model = horizons[0]
    plot = model["plot_artifacts_id"]
    return ModelRow(
        ticker=model["ticker"],
        state=model["state"],
        below_naive=model["below_naive"],
        last_trained=model["last_updated_at"],
        mape=_by_horizon(horizons, "mape_pct"),
        naive_mape=_by_horizon(horizons, "naive_mape_pct"),
        skill=_by_horizon(horizons, "skill"),
        verdict=_by_horizon(horizons, "verdict"),
        predictions=_by_horizon(horizons, "predicted_change_pct"),
        lower=_by_horizon(horizons, "lower_change_pct"),
        upper=_by_horizon(horizons, "upper_change_pct"),
        plot_url=None if plot is None else links.to(plot, "evaluation_png"),
        as_of=clock.as_of,
        data_source=clock.data_source,
    )


def _by_horizon(rows: Sequence[Row], column: str) -> dict[HorizonLabel, Any]:
    """The column at each horizon that has a value."""
    return {HORIZON_LABELS[row["horizon_days"]]: row[column] for row in rows if row[column] is not None}


def model_status(connection: sa.Connection, ticker: str) -> ModelStatus:
    """The freshness and the scores of the model of ``ticker``.

    Raises:
        ApiError: 409 before the first crawl, 404 for an unknown ticker or one without a model.
    """
    clock = require_market(connection)
    stock = find_stock(connection, ticker)
    rows = _models_of(connection, stock)
    live = fetch_all(connection, "models/live_accuracy", stock_id=stock["stock_id"])
    return ModelStatus(
        ticker=rows[0]["ticker"],
        state=rows[0]["state"],
        below_naive=rows[0]["below_naive"],
        last_updated_at=rows[0]["last_updated_at"],
        metrics={
            HORIZON_LABELS[row["horizon_days"]]: HorizonScores.model_validate(
                {**row, "below_naive": row["horizon_below_naive"]}
            )
            for row in rows
        },
        live={HORIZON_LABELS[row["horizon_days"]]: LiveAccuracy.model_validate(dict(row)) for row in live},
        as_of=clock.as_of,
        data_source=clock.data_source,
    )


def _models_of(connection: sa.Connection, stock: Row) -> list[Row]:
    rows = fetch_all(connection, "models/overview", ticker=stock["ticker"])
    if not rows:
        raise ApiError(
            HTTPStatus.NOT_FOUND,
            "no_model",
            localized(
                "{ticker} has no model yet. Run the DAG {training_dag}.",
                ticker=stock["ticker"],
                training_dag=TRAINING_DAG,
            ),
        )
    return rows
