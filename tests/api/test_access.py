"""Who may call what."""

from collections.abc import Iterator
from uuid import UUID

import httpx
import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from api.app import create_app
from api.security import Allowed

DOCS = {"/docs", "/docs/oauth2-redirect", "/openapi.json", "/static-offline-docs"}
# Links to artifacts carry their own right.
LINKED = "/api/v1/artifacts/{artifactsId}/{type}"
PUBLIC = {"/health", "/api/v1/auth/login", "/api/v1/auth/refresh", LINKED, *DOCS}
FOR_DATA_SCIENTISTS = {
    "/api/v1/models",
    "/api/v1/data-quality",
    "/api/v1/experiments/run",
    "/api/v1/experiments/runs",
    "/api/v1/experiments/{runId:uuid}",
    "/api/v1/experiments/{runId:uuid}/logs/tail",
    "/api/v1/experiments/{runId:uuid}/cancel",
    "/api/v1/experiments/{runId:uuid}/artifacts",
    "/api/v1/features/config",
    "/api/v1/features/validate",
    "/api/v1/features/config/schema",
    "/api/v1/features/config/versions",
    "/api/v1/features/config/versions/{version}",
    "/api/v1/features/config/versions/{version}/restore",
}

ALL: list[BaseRoute] = create_app().routes
ROUTES = [route for route in ALL if isinstance(route, APIRoute)]
GUARDED = [route for route in ROUTES if route.path not in PUBLIC]


def _guards(dependant: Dependant) -> Iterator[Allowed]:
    for dependency in dependant.dependencies:
        if isinstance(dependency.call, Allowed):
            yield dependency.call
        yield from _guards(dependency)


def _path(route: APIRoute) -> str:
    """A path of the route, with something that it knows, or that has at least the right shape."""
    parameters = {"ticker": "FPT", "runId:uuid": str(UUID(int=2)), "version": "1"}
    path = route.path
    for name, value in parameters.items():
        path = path.replace(f"{{{name}}}", value)
    return path


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
    answer = anonymous.request(min(route.methods), _path(route))
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_signed_in"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("route", GUARDED, ids=lambda route: route.path)
def test_end_users_see_stocks_but_not_the_data_scientists_pages(
    end_user: httpx.Client, route: APIRoute
) -> None:
    required = {"bucket": "should_buy"} if route.path.endswith("top-picks") else None
    answer = end_user.request(min(route.methods), _path(route), params=required)
    if route.path in FOR_DATA_SCIENTISTS:
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    else:
        assert answer.is_success
