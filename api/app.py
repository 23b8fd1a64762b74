"""The app: ``uvicorn --factory api.app:create_app``."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from anyio import CapacityLimiter
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from fastapi_offline import FastAPIOffline

from api import health
from api.airflow import open_airflow
from api.auth import routes as auth
from api.auth.throttle import Throttle
from api.database import open_engine
from api.errors import documented, install_error_handlers
from api.models import routes as models
from api.pipelines import routes as pipelines
from api.quality import routes as quality
from api.reads import AnswerCache
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
"""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The API, with the settings of the environment unless others are given.

    The app reads its settings as it starts and does not start without a database URL and a secret to sign
    tokens with (:class:`vn30.settings.MissingSetting`); describing it, as for OpenAPI, needs neither.
    """

    @asynccontextmanager
    async def bound_to_settings(app: FastAPI) -> AsyncIterator[None]:
        app.state.settings = settings or get_settings()
        app.state.signing_key = signing_key(app.state.settings)
        app.state.engine = open_engine(app.state.settings)
        app.state.answers = AnswerCache()
        app.state.airflow = open_airflow(app.state.settings)
        app.state.throttle = Throttle(app.state.settings)
        app.state.password_checks = CapacityLimiter(app.state.settings.password_checks)
        yield
        app.state.engine.dispose()

    # Its page at /docs brings its own scripts: it works where the internet does not reach.
    app = FastAPIOffline(
        title="VN30 platform",
        version="1",
        description=DESCRIPTION,
        lifespan=bound_to_settings,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
    )
    install_error_handlers(app)
    app.include_router(health.router)
    v1 = APIRouter(prefix="/api/v1", responses=documented(HTTPStatus.SERVICE_UNAVAILABLE))
    for resource in (auth, stocks, models, pipelines, quality):
        v1.include_router(resource.router)
    app.include_router(v1)
    return app


def _operation_id(route: APIRoute) -> str:
    """The name of the route's function: a generated client reads well, and stays the same."""
    return route.name
