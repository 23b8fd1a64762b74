"""What the views say about models, in the shapes of the API."""

import logging
from collections.abc import Callable, Sequence
from http import HTTPStatus
from itertools import groupby

import sqlalchemy as sa
from botocore.exceptions import BotoCoreError

from api.errors import ApiError
from api.market import MarketClock, read_clock, require_market
from api.models.schemas import HorizonScores, LiveAccuracy, ModelRow, ModelStatus
from api.schemas import HORIZON_LABELS
from api.stocks.lookup import find_stock
from vn30.artifacts import ArtifactStore
from vn30.errors import WrongInput
from vn30.pipelines import TRAINING_DAG
from vn30.settings import Settings
from vn30.warehouse import Row, fetch_all

logger = logging.getLogger(__name__)


def model_rows(connection: sa.Connection, plot_path: Callable[[str], str]) -> list[ModelRow]:
    """Every current model by ticker; ``plot_path`` gives the URL path of a ticker's plot."""
    clock = read_clock(connection)
    rows = fetch_all(connection, "models/overview", ticker=None)
    return [
        _model_row(list(horizons), plot_path(ticker), clock)
        for ticker, horizons in groupby(rows, key=lambda row: row["ticker"])
    ]


def _model_row(horizons: Sequence[Row], plot_path: str, clock: MarketClock) -> ModelRow:
    model = horizons[0]
    return ModelRow(
        ticker=model["ticker"],
        state=model["state"],
        last_trained=model["last_updated_at"],
        mape={HORIZON_LABELS[row["horizon_days"]]: row["mape_pct"] for row in horizons},
        naive_mape={HORIZON_LABELS[row["horizon_days"]]: row["naive_mape_pct"] for row in horizons},
        skill={HORIZON_LABELS[row["horizon_days"]]: row["skill"] for row in horizons},
        verdict={HORIZON_LABELS[row["horizon_days"]]: row["verdict"] for row in horizons},
        predictions={
            HORIZON_LABELS[row["horizon_days"]]: row["predicted_change_pct"]
            for row in horizons
            if row["predicted_change_pct"] is not None
        },
        plot_url=plot_path if model["evaluation_png_url"] else None,
        as_of=clock.as_of,
        data_source=clock.data_source,
    )


def model_status(connection: sa.Connection, ticker: str) -> ModelStatus:
    """The state of the model of ``ticker``.

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
        last_updated_at=rows[0]["last_updated_at"],
        metrics={
            HORIZON_LABELS[row["horizon_days"]]: HorizonScores.model_validate(dict(row)) for row in rows
        },
        live={HORIZON_LABELS[row["horizon_days"]]: LiveAccuracy.model_validate(dict(row)) for row in live},
        as_of=clock.as_of,
        data_source=clock.data_source,
    )


def evaluation_plot(connection: sa.Connection, settings: Settings, ticker: str) -> bytes:
    """The evaluation plot of the model of ``ticker``, a PNG.

    Raises:
        ApiError: 409 before the first crawl, 404 for an unknown ticker, without a model, or without a plot.
    """
    require_market(connection)
    url = _models_of(connection, find_stock(connection, ticker))[0]["evaluation_png_url"]
    if url is None:
        raise _no_plot()
    return open_artifact(settings, url)


def open_artifact(settings: Settings, url: str) -> bytes:
    """The content of an artifact in the store.

    Raises:
        ApiError: 404 ``no_plot``, it is missing or its URL points outside the store; 503
            ``artifacts_unavailable``, the store does not answer.
    """
    try:
        return ArtifactStore(settings.artifact_root()).read(url)
    except FileNotFoundError as error:
        raise _no_plot() from error
    except WrongInput as error:
        logger.error("Refused to read %s: %s", url, error)
        raise _no_plot() from error
    except (OSError, BotoCoreError) as error:
        logger.warning("The artifact store does not give %s: %s", url, error)
        raise ApiError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "artifacts_unavailable",
            "The artifact store cannot be reached right now. Try again in a moment.",
        ) from error


def _no_plot() -> ApiError:
    return ApiError(
        HTTPStatus.NOT_FOUND, "no_plot", f"The evaluation plot is missing. Run the DAG {TRAINING_DAG}."
    )


def _models_of(connection: sa.Connection, stock: Row) -> list[Row]:
    rows = fetch_all(connection, "models/overview", ticker=stock["ticker"])
    if not rows:
        raise ApiError(
            HTTPStatus.NOT_FOUND,
            "no_model",
            f"{stock['ticker']} has no model yet. Run the DAG {TRAINING_DAG}.",
        )
    return rows
