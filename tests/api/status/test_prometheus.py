"""The metrics for Prometheus."""

from collections.abc import Callable

import httpx
import pytest
from pydantic import SecretStr

from vn30.settings import Settings

TOKEN = "a token for the scraper"


@pytest.fixture(scope="module")
def guarded(serve: Callable[[Settings], httpx.Client], market_settings: Settings) -> httpx.Client:
    return serve(market_settings.model_copy(update={"metrics_token": SecretStr(TOKEN)}))


def test_requests_by_route(end_user: httpx.Client, anonymous: httpx.Client) -> None:
    """Requests are counted by route, not by path."""
    end_user.get("/api/v1/stocks/FPT")
    anonymous.get("/wp-login.php")
    text = anonymous.get("/metrics").text
    assert 'http_requests_total{handler="/api/v1/stocks/{ticker}",method="GET",status="200"}' in text
    assert "FPT" not in text
    assert "wp-login" not in text


def test_metrics_of_pools_and_data_age(anonymous: httpx.Client) -> None:
    values = dict(
        line.rsplit(" ", 1)
        for line in anonymous.get("/metrics").text.splitlines()
        if line.startswith("vn30_")
    )
    assert float(values["vn30_as_of_age_days"]) > 300
    assert float(values['vn30_database_connections_open{pool="reads"}']) >= 1
    assert float(values['vn30_database_connections_in_use{pool="lookups"}']) == 0


@pytest.mark.parametrize("sent", [None, "Bearer another", f"Basic {TOKEN}", "Bearer é"])
def test_a_token_that_is_set_is_needed(guarded: httpx.Client, sent: str | None) -> None:
    headers = {} if sent is None else {"Authorization": sent.encode()}
    assert guarded.get("/metrics", headers=headers).status_code == 401
    assert guarded.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_production_without_a_token_serves_no_metrics(
    serve: Callable[[Settings], httpx.Client], market_settings: Settings
) -> None:
    answer = serve(market_settings.model_copy(update={"environment": "production"})).get("/metrics")
    assert (answer.status_code, answer.json()["code"]) == (403, "metrics_off")
