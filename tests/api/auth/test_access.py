"""The roles that may call each route."""

from uuid import UUID

import httpx
import pytest
from fastapi.routing import APIRoute
from starlette.convertors import UUIDConvertor
from starlette.routing import BaseRoute

from api.app import create_app
from api.auth.openapi_roles import callers

EVERYBODY = ["everybody"]
SIGNED_IN = ["end_user", "data_scientist", "admin"]
DATA_SCIENTISTS = ["data_scientist", "admin"]
ADMINS = ["admin"]

# One line a route. A route that is not here, and a line without its route, fail.
TABLE = {
    "GET /health": EVERYBODY,
    "GET /status": EVERYBODY,
    "GET /metrics": ["holders of VN30_METRICS_TOKEN"],
    "POST /api/v1/auth/login": EVERYBODY,
    "POST /api/v1/auth/refresh": EVERYBODY,
    "POST /api/v1/auth/logout": EVERYBODY,
    "GET /api/v1/auth/demo-accounts": EVERYBODY,
    "GET /api/v1/auth/options": EVERYBODY,
    "POST /api/v1/auth/registration": EVERYBODY,
    "POST /api/v1/auth/registration/confirm": EVERYBODY,
    "POST /api/v1/auth/password-reset": EVERYBODY,
    "POST /api/v1/auth/password-reset/confirm": EVERYBODY,
    "GET /api/v1/auth/me": SIGNED_IN,
    "GET /api/v1/account": SIGNED_IN,
    "GET /api/v1/account/settings": SIGNED_IN,
    "PATCH /api/v1/account/settings": SIGNED_IN,
    "GET /api/v1/account/consent": SIGNED_IN,
    "POST /api/v1/account/consent": SIGNED_IN,
    "GET /api/v1/account/sign-ins": SIGNED_IN,
    "DELETE /api/v1/account/sign-ins": SIGNED_IN,
    "DELETE /api/v1/account/sign-ins/{signInId}": SIGNED_IN,
    "POST /api/v1/account/password": SIGNED_IN,
    "POST /api/v1/account/deletion": SIGNED_IN,
    "GET /api/v1/stocks/top-picks": SIGNED_IN,
    "GET /api/v1/stocks/market-table": SIGNED_IN,
    "GET /api/v1/stocks/my-list": SIGNED_IN,
    "PUT /api/v1/stocks/my-list/{ticker}": SIGNED_IN,
    "DELETE /api/v1/stocks/my-list/{ticker}": SIGNED_IN,
    "GET /api/v1/stocks/batch": SIGNED_IN,
    "GET /api/v1/events": SIGNED_IN,
    "GET /api/v1/news": SIGNED_IN,
    "GET /api/v1/news-and-events": SIGNED_IN,
    "GET /api/v1/stocks/{ticker}": SIGNED_IN,
    "GET /api/v1/stocks/{ticker}/fundamentals": SIGNED_IN,
    "GET /api/v1/quotes": SIGNED_IN,
    "GET /api/v1/sectors": SIGNED_IN,
    "GET /api/v1/stocks/{ticker}/predictions": SIGNED_IN,
    "GET /api/v1/stocks/{ticker}/chart": SIGNED_IN,
    "GET /api/v1/stocks/{ticker}/timeseries": SIGNED_IN,
    "GET /api/v1/stocks/{ticker}/actions": SIGNED_IN,
    "GET /api/v1/stocks/{ticker}/bars": SIGNED_IN,
    "GET /api/v1/portfolios": SIGNED_IN,
    "POST /api/v1/portfolios": SIGNED_IN,
    "GET /api/v1/portfolios/{portfolioId}": SIGNED_IN,
    "PUT /api/v1/portfolios/{portfolioId}": SIGNED_IN,
    "DELETE /api/v1/portfolios/{portfolioId}": SIGNED_IN,
    "GET /api/v1/portfolios/{portfolioId}/performance": SIGNED_IN,
    "GET /api/v1/portfolios/{portfolioId}/transactions": SIGNED_IN,
    "POST /api/v1/portfolios/{portfolioId}/transactions": SIGNED_IN,
    "POST /api/v1/portfolios/{portfolioId}/transactions/{transactionId}/reverse": SIGNED_IN,
    "POST /api/v1/portfolios/{portfolioId}/imports/preview": SIGNED_IN,
    "POST /api/v1/portfolios/{portfolioId}/imports": SIGNED_IN,
    "POST /api/v1/portfolios/{portfolioId}/optimise": SIGNED_IN,
    "GET /api/v1/portfolios/{portfolioId}/walk-forwards": SIGNED_IN,
    "POST /api/v1/portfolios/{portfolioId}/walk-forwards": SIGNED_IN,
    "GET /api/v1/portfolios/{portfolioId}/walk-forwards/{walkForwardId}": SIGNED_IN,
    "DELETE /api/v1/portfolios/{portfolioId}/walk-forwards/{walkForwardId}": SIGNED_IN,
    "POST /api/v1/portfolios/{portfolioId}/walk-forwards/{walkForwardId}/cancel": SIGNED_IN,
    "GET /api/v1/models/reliability": SIGNED_IN,
    "GET /api/v1/models/{ticker}/status": SIGNED_IN,
    "GET /api/v1/models": DATA_SCIENTISTS,
    "GET /api/v1/operations/datasets": DATA_SCIENTISTS,
    "GET /api/v1/operations/heartbeats": DATA_SCIENTISTS,
    "GET /api/v1/operations/runs": DATA_SCIENTISTS,
    "GET /api/v1/recommendations": SIGNED_IN,
    "GET /api/v1/recommendations/history": SIGNED_IN,
    "GET /api/v1/recommendations/track-record": SIGNED_IN,
    "GET /api/v1/recommendations/replays": SIGNED_IN,
    "GET /api/v1/recommendations/replays/{replayId}": SIGNED_IN,
    "GET /api/v1/recommendations/{recommendationId}": SIGNED_IN,
    "GET /api/v1/profiles": SIGNED_IN,
    "PUT /api/v1/profiles": DATA_SCIENTISTS,
    "GET /api/v1/profiles/versions": DATA_SCIENTISTS,
    "GET /api/v1/regimes": SIGNED_IN,
    "GET /api/v1/risk": SIGNED_IN,
    "GET /api/v1/risk/{ticker}": SIGNED_IN,
    "POST /api/v1/risk/portfolio": SIGNED_IN,
    "GET /api/v1/model-versions": DATA_SCIENTISTS,
    "GET /api/v1/champions": DATA_SCIENTISTS,
    "GET /api/v1/champions/{ticker}": DATA_SCIENTISTS,
    "GET /api/v1/model-versions/{version}": DATA_SCIENTISTS,
    "POST /api/v1/model-versions/{version}/promote": DATA_SCIENTISTS,
    "POST /api/v1/model-versions/{version}/roll-back": DATA_SCIENTISTS,
    "DELETE /api/v1/model-versions/{version}": ADMINS,
    "GET /api/v1/data-quality": DATA_SCIENTISTS,
    "GET /api/v1/data-quality/lookahead": DATA_SCIENTISTS,
    "GET /api/v1/data-quality/completeness": DATA_SCIENTISTS,
    "GET /api/v1/data-quality/gaps": DATA_SCIENTISTS,
    "GET /api/v1/data-quality/restatements": DATA_SCIENTISTS,
    "GET /api/v1/data-quality/actions": DATA_SCIENTISTS,
    "GET /api/v1/data-quality/quarantine": DATA_SCIENTISTS,
    "GET /api/v1/data-quality/findings": DATA_SCIENTISTS,
    "GET /api/v1/data-quality/reports": DATA_SCIENTISTS,
    "GET /api/v1/lake": DATA_SCIENTISTS,
    "GET /api/v1/lake/versions/{versionId}": DATA_SCIENTISTS,
    "POST /api/v1/data-quality/crawls": DATA_SCIENTISTS,
    "GET /api/v1/jobs": SIGNED_IN,
    "GET /api/v1/jobs/{jobId}": SIGNED_IN,
    "POST /api/v1/jobs/{jobId}/cancel": SIGNED_IN,
    "GET /api/v1/trading-days": DATA_SCIENTISTS,
    "PUT /api/v1/trading-days/{day}": DATA_SCIENTISTS,
    "DELETE /api/v1/trading-days/{day}": DATA_SCIENTISTS,
    "GET /api/v1/alerts": DATA_SCIENTISTS,
    "GET /api/v1/audit": ADMINS,
    "GET /api/v1/users": ADMINS,
    "PATCH /api/v1/users/{userId}": ADMINS,
    "GET /api/v1/features/config": DATA_SCIENTISTS,
    "POST /api/v1/features/config": DATA_SCIENTISTS,
    "GET /api/v1/features/config/schema": DATA_SCIENTISTS,
    "GET /api/v1/features/config/versions": DATA_SCIENTISTS,
    "GET /api/v1/features/config/versions/{version}": DATA_SCIENTISTS,
    "POST /api/v1/features/config/versions/{version}/restore": DATA_SCIENTISTS,
    "POST /api/v1/features/validate": DATA_SCIENTISTS,
    "POST /api/v1/experiments/run": DATA_SCIENTISTS,
    "GET /api/v1/experiments/runs": DATA_SCIENTISTS,
    "GET /api/v1/experiments/{runId}": DATA_SCIENTISTS,
    "GET /api/v1/experiments/{runId}/logs/tail": DATA_SCIENTISTS,
    "POST /api/v1/experiments/{runId}/cancel": DATA_SCIENTISTS,
    "GET /api/v1/experiments/{runId}/artifacts": DATA_SCIENTISTS,
    "GET /api/v1/experiments/{runId}/features": DATA_SCIENTISTS,
    "GET /api/v1/experiments/{runId}/comparison": DATA_SCIENTISTS,
    "GET /api/v1/simulations": DATA_SCIENTISTS,
    "POST /api/v1/simulations": DATA_SCIENTISTS,
    "GET /api/v1/simulations/form": DATA_SCIENTISTS,
    "GET /api/v1/simulations/comparison": DATA_SCIENTISTS,
    "GET /api/v1/simulations/ledger": DATA_SCIENTISTS,
    "GET /api/v1/simulations/batches": DATA_SCIENTISTS,
    "POST /api/v1/simulations/batches": DATA_SCIENTISTS,
    "GET /api/v1/simulations/batches/{batchId}": DATA_SCIENTISTS,
    "GET /api/v1/simulations/batches/{batchId}/logs/tail": DATA_SCIENTISTS,
    "POST /api/v1/simulations/batches/{batchId}/cancel": DATA_SCIENTISTS,
    "GET /api/v1/simulations/{simulationId}": DATA_SCIENTISTS,
    "DELETE /api/v1/simulations/{simulationId}": DATA_SCIENTISTS,
    "GET /api/v1/simulations/{simulationId}/trades": DATA_SCIENTISTS,
    "GET /api/v1/simulations/{simulationId}/equity": DATA_SCIENTISTS,
    "POST /api/v1/simulations/{simulationId}/cancel": DATA_SCIENTISTS,
    "GET /api/v1/pipeline/dags": DATA_SCIENTISTS,
    "GET /api/v1/pipeline/dags/{dagId}": DATA_SCIENTISTS,
    "POST /api/v1/pipeline/dags/{dagId}/trigger": DATA_SCIENTISTS,
    "POST /api/v1/pipeline/dags/{dagId}/pause": DATA_SCIENTISTS,
    "POST /api/v1/pipeline/dags/{dagId}/stopRun": DATA_SCIENTISTS,
    "GET /api/v1/pipeline/dags/{dagId}/runs": DATA_SCIENTISTS,
    "PATCH /api/v1/pipeline/dags/{dagId}/settings": DATA_SCIENTISTS,
    "GET /api/v1/pipeline/runs/{runId}": DATA_SCIENTISTS,
    "GET /api/v1/pipeline/runs/{runId}/graph": DATA_SCIENTISTS,
    "GET /api/v1/pipeline/runs/{runId}/gantt": DATA_SCIENTISTS,
    "GET /api/v1/pipeline/runs/{runId}/logs": DATA_SCIENTISTS,
    # The link carries its own right.
    "GET /api/v1/artifacts/{artifactsId}/{type}": EVERYBODY,
}
# The documentation: pages and files, no data.
DOCS = {"/docs", "/openapi.json", "/static-offline-docs"}

ALL: list[BaseRoute] = create_app().routes
ROUTES = {
    f"{method} {route.path_format}": route
    for route in ALL
    if isinstance(route, APIRoute)
    for method in route.methods
}
GUARDED = [name for name, allowed in TABLE.items() if set(allowed) <= set(SIGNED_IN)]


def _call(client: httpx.Client, name: str) -> httpx.Response:
    """Call a route such that nothing happens: it names what does not exist, and its body is refused."""
    method, path = name.split(" ")
    for parameter, convertor in ROUTES[name].param_convertors.items():
        known_form = UUID(int=0) if isinstance(convertor, UUIDConvertor) else "none-such"
        path = path.replace(f"{{{parameter}}}", str(known_form))
    return client.request(method, path, json=None if method == "GET" else {"no such field": True})


def test_the_table_names_every_route_and_its_callers() -> None:
    assert {name: callers(route) for name, route in ROUTES.items() if route.include_in_schema} == TABLE


def test_table_is_complete() -> None:
    """Nothing but the documentation is outside the table."""
    named = {ROUTES[name].path for name in TABLE}
    assert {route.path for route in ALL} - named == DOCS


def test_the_contract_names_the_callers(anonymous: httpx.Client) -> None:
    paths = anonymous.get("/openapi.json").json()["paths"]
    operations = {
        f"{method.upper()} {path}": operation
        for path, methods in paths.items()
        for method, operation in methods.items()
    }
    assert {name: operation["x-roles"] for name, operation in operations.items()} == TABLE
    for name, allowed in TABLE.items():
        assert operations[name]["description"].endswith(f"Callers: {', '.join(allowed)}.")
        signed_in_only, some_roles_only = set(allowed) <= set(SIGNED_IN), set(allowed) < set(SIGNED_IN)
        refusals = {"401", "403"} if some_roles_only else {"401"} if signed_in_only else set()
        assert refusals <= operations[name]["responses"].keys()


@pytest.mark.parametrize("name", GUARDED)
def test_anonymous_caller_gets_401(anonymous: httpx.Client, name: str) -> None:
    answer = _call(anonymous, name)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("role", SIGNED_IN)
@pytest.mark.parametrize("name", GUARDED)
def test_each_role_is_let_in_where_the_table_says_so(
    request: pytest.FixtureRequest, name: str, role: str
) -> None:
    answer = _call(request.getfixturevalue(role), name)
    if role in TABLE[name]:
        assert answer.status_code not in {401, 403}
    else:
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_the_documentation_brings_its_own_scripts(anonymous: httpx.Client) -> None:
    page = anonymous.get("/docs").text
    assert "//cdn" not in page
    assert anonymous.get("/static-offline-docs/swagger-ui-bundle.js").status_code == 200
