"""The app; :mod:`api.serve` is its process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from anyio import CapacityLimiter
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from fastapi_offline import FastAPIOffline

from api.airflow import open_airflow
from api.alerts import routes as alerts
from api.artifacts import routes as artifacts
from api.auth import routes as auth
from api.auth.throttle import Throttle
from api.contract import say_who_may_call
from api.database import open_engine, open_lookups
from api.docs import install_docs
from api.errors import documented, install_error_handlers
from api.experiments import routes as experiments
from api.features import routes as features
from api.middleware import install_middleware
from api.models import routes as models
from api.pages import install_pages
from api.pipelines import routes as pipelines
from api.production import refuse_unsafe
from api.quality import routes as quality
from api.reads import AnswerCache
from api.status import routes as status
from api.status.service import StatusBoard
from api.stocks import routes as stocks
from api.tokens import signing_key
from vn30.settings import Settings, get_settings

DESCRIPTION = """
Prices and forecasts of the VN30, the 30 largest stocks of the Ho Chi Minh City exchange (HOSE).

* Prices are VND.
* **7D, 15D and 30D are trading sessions** on the HOSE calendar, for history and forecasts alike.
* `asOf` is the newest session that counts; nothing looks past it. `dataSource` is `simulated` for the
  sample market.
* Every error of a model stands beside that of the naive forecast (no change) on the same rows;
  `skill` = 1 - MAE / naive MAE.
* Every error of the API has the body `{code, message}`.
* Market reads carry an `ETag`, which changes as soon as new prices or forecasts are published: send it as
  `If-None-Match`, and what has not changed is answered with 304.
* Lists come in pages, `{data, meta}` with `meta.total`; picks, My List and the two DAGs come whole.

Names. The specification writes `predicedtPrice`; here it is `predictedPrice`. Horizons are named `7d`,
`15d` and `30d`, but for `/predictions`, where it names them `7`, `15` and `30`. Changes and errors that end
in `Pct` are percent; `skill`, `coverage` and probabilities are shares of 1. `runId` below `/experiments` is a
UUID, below `/pipeline` Airflow's own id. States of runs are in lower case, `cancelled` for one that a user
stopped.
"""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The API, with the settings of the environment unless others are given.

    The app does not start without a database URL and a secret to sign tokens with
    (:class:`vn30.settings.MissingSetting`), nor in production with ones that can be guessed
    (:class:`api.production.UnsafeSettings`); describing it, as for OpenAPI, needs none.
    """
    settings = settings or get_settings()

    @asynccontextmanager
    async def bound_to_settings(app: FastAPI) -> AsyncIterator[None]:
        app.state.settings = settings
        app.state.signing_key = signing_key(settings)
        refuse_unsafe(settings)
        app.state.engine = open_engine(settings)
        app.state.lookups = open_lookups(settings)
        app.state.answers = AnswerCache(settings)
        app.state.airflow = open_airflow(settings)
        app.state.status_board = StatusBoard(settings, app.state.engine, app.state.lookups, app.state.airflow)
        app.state.throttle = Throttle(settings)
        app.state.password_checks = CapacityLimiter(settings.password_checks)
        yield
        app.state.engine.dispose()
        app.state.lookups.dispose()

    # Its page at /docs brings its own scripts: it works where the internet does not reach.
    app = FastAPIOffline(
        title="VN30 platform",
        version="1",
        description=DESCRIPTION,
        lifespan=bound_to_settings,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
    )
    install_error_handlers(app)
    app.include_router(status.router)
    v1 = APIRouter(prefix="/api/v1", responses=documented(HTTPStatus.SERVICE_UNAVAILABLE))
    for resource in (auth, stocks, models, quality, features, experiments, artifacts, pipelines, alerts):
        v1.include_router(resource.router)
    app.include_router(v1)
    install_docs(app)
    install_pages(app, settings.frontend, settings.frame_ancestors)
    install_middleware(app, settings)
    say_who_may_call(app)
    return app


def _operation_id(route: APIRoute) -> str:
    """The name of the route's function: a generated client reads well, and stays the same."""
    return route.name
