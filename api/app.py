"""The FastAPI application; :mod:`api.serve` runs it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus

from anyio import CapacityLimiter
from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute
from fastapi_offline import FastAPIOffline

from api.account import routes as account
from api.alerts import routes as alerts
from api.artifacts import routes as artifacts
from api.audit import routes as audit
from api.auth import routes as auth
from api.auth.openapi_roles import complete_contract
from api.auth.rate_limit import Throttle
from api.auth.tokens import signing_key
from api.bars import routes as bars
from api.core.airflow import open_airflow
from api.core.answer_cache import AnswerCache
from api.core.database import open_engine, open_lookups
from api.core.errors import documented, install_error_handlers
from api.core.mailer import Mailer
from api.core.middleware import install_middleware
from api.core.production_checks import refuse_unsafe
from api.core.redis_answers import open_shared_answers
from api.core.requests import install_parameter_check, well_formed
from api.core.spa import install_pages
from api.core.summary_refresh import SummaryRefresh
from api.core.swagger import install_docs
from api.data_quality import routes as quality
from api.events import routes as events
from api.experiments import routes as experiments
from api.jobs import routes as jobs
from api.lake import routes as lake
from api.model_versions import routes as model_versions
from api.models import routes as models
from api.news import routes as news
from api.operations import routes as operations
from api.operations.watch import HeartbeatWatch
from api.pipelines import routes as pipelines
from api.portfolios import optimisation_routes as optimisations
from api.portfolios import routes as portfolios
from api.portfolios.optimisation import LimitedOptimiser
from api.recommendations import profile_routes as profiles
from api.recommendations import routes as recommendations
from api.regimes import routes as regimes
from api.registration import routes as registration
from api.registration.limits import MailLimits
from api.risk import routes as risk
from api.simulations import routes as simulations
from api.status import routes as status
from api.status.prometheus import install_metrics
from api.status.service import StatusBoard
from api.stocks import quote_routes as quotes
from api.stocks import routes as stocks
from api.trading_days import routes as trading_days
from api.training_config import routes as training_config
from api.users import routes as users
from vn30.settings import Settings, get_settings

DESCRIPTION = """
Prices and forecasts of the VN30, the 30 largest stocks of the Ho Chi Minh City exchange (HOSE).

* Prices are VND.
* **7D, 15D and 30D are trading sessions** on the HOSE calendar, for history and forecasts alike.
* `asOf` is the current session; no later data is used. `dataSource` is `simulated` for the sample market.
* Every error of a model is beside that of the naive forecast (no change) on the same rows;
  `skill` = 1 - MAE / naive MAE, and `belowNaive` is true where it is below 0.
* Every error of the API has the body `{code, message}`.
* Texts for users, such as `message`, are English or Vietnamese by `Accept-Language` (`vi`); codes and field
  names are the same in both. `Content-Language` marks answers that depend on it.
* Market reads have an `ETag` that changes with new prices or forecasts. Sent as `If-None-Match`, it yields
  304 while nothing has changed.
* Lists are paginated, `{data, meta}` with `meta.total`; picks, My List and the DAGs are complete.

Names. The specification writes `predicedtPrice`; here it is `predictedPrice`. Horizons are named `7d`,
`15d` and `30d`, but for `/predictions`, where it names them `7`, `15` and `30`. Changes and errors that end
in `Pct` are percent; `skill`, `coverage` and probabilities are shares of 1. `runId` below `/experiments` is a
UUID, below `/pipeline` Airflow's id. States of runs are in lower case; `cancelled`: a user stopped the run.
"""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application, with the settings of the environment unless others are given.

    It does not start without a database URL and a secret for signing tokens
    (:class:`vn30.settings.MissingSetting`), nor in production with guessable ones
    (:class:`api.core.production_checks.UnsafeSettings`). Its OpenAPI document needs neither.
    """
    settings = settings or get_settings()

    @asynccontextmanager
    async def bound_to_settings(app: FastAPI) -> AsyncIterator[None]:
        app.state.settings = settings
        app.state.signing_key = signing_key(settings)
        refuse_unsafe(settings)
        app.state.engine = open_engine(settings)
        app.state.lookups = open_lookups(settings)
        shared = open_shared_answers(settings, app.state.signing_key)
        app.state.answers = AnswerCache(settings, shared)
        app.state.airflow = open_airflow(settings)
        app.state.status_board = StatusBoard(
            settings, app.state.engine, app.state.lookups, app.state.airflow, shared
        )
        app.state.throttle = Throttle(settings, app.state.signing_key)
        app.state.password_checks = CapacityLimiter(settings.password_checks)
        app.state.mail_limits = MailLimits(settings, app.state.signing_key)
        app.state.mailer = Mailer(settings)
        app.state.optimiser = LimitedOptimiser()
        watch = HeartbeatWatch(app.state.engine, app.state.airflow)
        refresh = SummaryRefresh(app.state.engine, settings.summary_refresh)
        background = [asyncio.create_task(work.run()) for work in (app.state.mailer, watch, refresh)]
        yield
        for running in background:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
        app.state.optimiser.close()
        if shared:
            shared.close()
        app.state.engine.dispose()
        app.state.lookups.dispose()

    # The page at /docs loads no script from another host: it works offline.
    app = FastAPIOffline(
        title="VN30 platform",
        version="1",
        description=DESCRIPTION,
        lifespan=bound_to_settings,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
        dependencies=[Depends(well_formed)],
    )
    install_error_handlers(app)
    app.include_router(status.router)
    # Not through a router of their own: FastAPI makes each route anew for each router that it goes through.
    of_all = documented(HTTPStatus.SERVICE_UNAVAILABLE)
    for resource in (
        auth,
        registration,
        account,
        stocks,
        quotes,
        bars,
        models,
        regimes,
        risk,
        news,
        events,
        simulations,
        model_versions,
        recommendations,
        profiles,
        quality,
        lake,
        trading_days,
        training_config,
        experiments,
        jobs,
        artifacts,
        pipelines,
        operations,
        alerts,
        audit,
        users,
        portfolios,
        optimisations,
    ):
        app.include_router(resource.router, prefix="/api/v1", responses=of_all)
    install_docs(app)
    install_parameter_check(app)
    install_pages(app, settings.frontend, settings.frame_ancestors)
    install_middleware(app, settings, lambda: install_metrics(app, settings))
    complete_contract(app)
    return app


def _operation_id(route: APIRoute) -> str:
    """The name of the route's function, so that names in generated clients are short and stable."""
    return route.name
