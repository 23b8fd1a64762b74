"""Reads of models from the views, as responses of the API."""

from http import HTTPStatus

import sqlalchemy as sa

from api.artifacts.links import Links
from api.core.clock import require_market
from api.core.errors import ApiError
from api.core.schemas import HORIZON_LABELS
from api.core.stored_json import json_object, stamp, with_field
from api.models.schemas import HorizonScores, LiveAccuracy, ModelsQuery, ModelStatus
from api.stocks.lookup import find_stock
from vn30.database.warehouse import Row, fetch_all
from vn30.i18n.localized import localized
from vn30.market.clock import read_clock
from vn30.names import TRAINING_DAG


def model_list(connection: sa.Connection, query: ModelsQuery, links: Links) -> bytes:
    """A page of the current models, by ticker, as JSON of :class:`api.models.schemas.ModelList`."""
    clock = read_clock(connection)
    page = {"limit": query.page_size, "skipped": query.skipped}
    rows = fetch_all(connection, "models/stored_page", **page) or fetch_all(connection, "models/page", **page)
    models = [
        with_field(row["document"], "plotUrl", _plot_url(row["plot_artifacts_id"], links))
        for row in rows
        if row["document"] is not None
    ]
    meta = {"page": query.page, "pageSize": query.page_size, "total": rows[0]["total"], **stamp(clock)}
    return json_object({"meta": meta}, data=f"[{','.join(models)}]")


def _plot_url(artifacts_id: int | None, links: Links) -> str | None:
    return None if artifacts_id is None else links.to(artifacts_id, "evaluation_png")


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
