"""Who may call what."""

from collections.abc import Iterator

import httpx
import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from api.app import create_app
from api.security import Allowed

DOCS = {"/docs", "/docs/oauth2-redirect", "/openapi.json", "/static-offline-docs"}
PUBLIC = {"/health", "/api/v1/auth/login", "/api/v1/auth/refresh", *DOCS}
FOR_DATA_SCIENTISTS = {
    "/api/v1/models",
    "/api/v1/models/{ticker}/evaluation.png",
    "/api/v1/data-quality",
    "/api/v1/pipeline/dags",
    "/api/v1/pipeline/dags/{dagId}",
    "/api/v1/pipeline/dags/{dagId}/trigger",
    "/api/v1/pipeline/dags/{dagId}/pause",
    "/api/v1/pipeline/dags/{dagId}/stopRun",
    "/api/v1/pipeline/dags/{dagId}/runs",
    "/api/v1/pipeline/dags/{dagId}/settings",
    "/api/v1/pipeline/runs/{runId}",
    "/api/v1/pipeline/runs/{runId}/graph",
    "/api/v1/pipeline/runs/{runId}/gantt",
    "/api/v1/pipeline/runs/{runId}/logs",
}

ALL: list[BaseRoute] = create_app().routes
ROUTES = [route for route in ALL if isinstance(route, APIRoute)]
GUARDED = [route for route in ROUTES if route.path not in PUBLIC]


def _guards(dependant: Dependant) -> Iterator[Allowed]:
    for dependency in dependant.dependencies:
        if isinstance(dependency.call, Allowed):
            yield dependency.call
        yield from _guards(dependency)


def test_the_public_routes_are_these_and_no_others() -> None:
    unguarded = [
        route for route in ALL if not isinstance(route, APIRoute) or not list(_guards(route.dependant))
    ]
    assert {route.path for route in unguarded} == PUBLIC


def test_the_documentation_brings_its_own_scripts(anonymous: httpx.Client) -> None:
    page = anonymous.get("/docs").text
    assert "//cdn" not in page
    assert anonymous.get("/static-offline-docs/swagger-ui-bundle.js").status_code == 200


@pytest.mark.parametrize("route", GUARDED, ids=lambda route: route.path)
def test_nobody_in_particular_gets_401(anonymous: httpx.Client, route: APIRoute) -> None:
    answer = anonymous.request(min(route.methods), route.path.replace("{ticker}", "FPT"))
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_signed_in"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("route", GUARDED, ids=lambda route: route.path)
def test_end_users_see_stocks_but_not_the_data_scientists_pages(
    end_user: httpx.Client, route: APIRoute
) -> None:
    required = {"bucket": "should_buy"} if route.path.endswith("top-picks") else None
    answer = end_user.request(min(route.methods), route.path.replace("{ticker}", "FPT"), params=required)
    if route.path in FOR_DATA_SCIENTISTS:
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    else:
        assert answer.is_success
