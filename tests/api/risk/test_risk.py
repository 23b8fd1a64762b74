"""Stored risk of stocks, and the risk of portfolios computed at once."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from tests.support.stored_market import store_market
from tests.support.stored_risk import store_risk
from vn30.database.warehouse import make_engine
from vn30.market.calendar import sessions_between
from vn30.market.universe import vn30_tickers
from vn30.settings import Settings
from vn30.users.accounts import seed_demo_accounts

SESSIONS = sessions_between(date(2018, 6, 1), date(2024, 6, 28))
TICKERS = vn30_tickers()
PORTFOLIO = "/api/v1/risk/portfolio"


@pytest.fixture(scope="module")
def client(
    make_database: Callable[..., str],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
    tmp_path_factory: pytest.TempPathFactory,
) -> httpx.Client:
    """An end user at a market of six years, with the risk of FPT and HPG after its last session."""
    url = make_database("risk")
    settings = api_settings(url, artifact_store=tmp_path_factory.mktemp("artifacts").as_uri())
    engine = make_engine(Settings(database_url=SecretStr(url)))
    with engine.begin() as connection:
        seed_demo_accounts(connection)
        store_market(connection, TICKERS, SESSIONS)
    engine.dispose()
    store_risk(settings, url, SESSIONS[-1], ("FPT", "HPG"))
    return sign_in(serve(settings), "enduser1")


def test_risk_of_a_stock(client: httpx.Client) -> None:
    """All that was stored, with what it takes to sell the holding that was asked for."""
    body = client.get("/api/v1/risk/fpt", params={"position": 2e12}).raise_for_status().json()
    assert (body["ticker"], body["session"], body["asOf"]) == ("FPT", "2024-06-28", "2024-06-28")
    assert body["sessionsToSell"] == pytest.approx(2e12 / (0.2 * body["tradedValue"]))
    assert [period["sessions"] for period in body["periods"]] == [250, 750]
    assert [beta["index"] for beta in body["periods"][0]["betas"]] == ["VNINDEX", "VN30"]
    assert len(body["tails"]) == 24
    first = body["tails"][0]
    assert (first["method"], first["horizon"], first["confidence"]) == ("filtered", 1, 0.95)
    assert first["backtest"]["outcomes"] == 1000
    assert first["backtest"]["expected"] == pytest.approx(50)
    assert [span["sessions"] for span in body["worstSpans"]] == [1, 7, 15, 30]
    assert [(one["name"][:4], one["isEstimated"]) for one in body["stress"]] == [
        ("2018", True),
        ("COVI", False),
        ("Bond", False),
        ("US t", True),
    ]


def test_stored_and_computed_figures_are_the_same(client: httpx.Client) -> None:
    """A portfolio of one stock has the figures that are stored of it."""
    stored = client.get("/api/v1/risk/FPT").raise_for_status().json()
    holdings = [{"ticker": "FPT", "weight": 1}]
    computed = client.post(PORTFOLIO, json={"holdings": holdings}).raise_for_status().json()
    key = lambda tail: (tail["method"], tail["horizon"], tail["confidence"])  # noqa: E731
    for ours, theirs in zip(
        sorted(computed["tails"], key=key), sorted(stored["tails"], key=key), strict=True
    ):
        assert ours["valueAtRisk"] == pytest.approx(theirs["valueAtRisk"], rel=1e-6)
        assert ours["backtest"]["exceptions"] == theirs["backtest"]["exceptions"]
    for name in ("sharpe", "calmarError", "volatility"):
        assert computed["periods"][1][name] == pytest.approx(stored["periods"][1][name], rel=1e-6)
    assert computed["stress"] == stored["stress"] or computed["stress"][1]["change"] == pytest.approx(
        stored["stress"][1]["change"]
    )


def test_list(client: httpx.Client) -> None:
    body = client.get("/api/v1/risk", params={"pageSize": 1, "page": 2}).raise_for_status().json()
    assert body["meta"] == {"page": 2, "pageSize": 1, "total": 2}
    (row,) = body["data"]
    assert row["ticker"] == "HPG"
    assert row["expectedShortfall"] > row["valueAtRisk"] > 0
    assert row["zone"] in ("green", "yellow", "red")


def test_a_stock_without_risk(client: httpx.Client) -> None:
    for ticker, code in (("VCB", "no_risk"), ("XYZ", "unknown_ticker")):
        answer = client.get(f"/api/v1/risk/{ticker}")
        assert (answer.status_code, answer.json()["code"]) == (404, code)


def test_a_portfolio_is_no_stock(client: httpx.Client) -> None:
    answer = client.get(PORTFOLIO)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


def test_portfolio_by_shares(client: httpx.Client) -> None:
    """Weights follow from the closes; cash lowers the risk; shares of risk add up."""
    holdings = [{"ticker": "fpt", "shares": 1000}, {"ticker": "HPG", "shares": 3000}]
    body = client.post(PORTFOLIO, json={"holdings": holdings}).raise_for_status().json()
    assert [one["ticker"] for one in body["holdings"]] == ["FPT", "HPG"]
    assert sum(one["weight"] for one in body["holdings"]) == pytest.approx(1)
    assert sum(one["riskShare"] for one in body["holdings"]) == pytest.approx(1)
    assert body["soldInASession"] == 1
    assert sum(one["weight"] for one in body["sectors"]) == pytest.approx(1)

    half = client.post(PORTFOLIO, json={"holdings": holdings, "cash": body["value"]}).json()
    assert half["cashWeight"] == pytest.approx(0.5)
    assert half["periods"][0]["volatility"] == pytest.approx(body["periods"][0]["volatility"] / 2)


def test_whole_vn30_at_once(client: httpx.Client) -> None:
    """Thirty holdings over six years, in a second at most; diversified, so below the mean of its parts."""
    holdings = [{"ticker": ticker, "weight": 1 / len(TICKERS)} for ticker in TICKERS]
    started = time.perf_counter()
    body = client.post(PORTFOLIO, json={"holdings": holdings, "value": 1e12}).raise_for_status().json()
    assert time.perf_counter() - started < 5
    assert body["periods"][0]["volatility"] < 0.015 * 250**0.5 / 3
    assert 0 < body["soldInASession"] < 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"holdings": []}, "holdings"),
        ({"holdings": [{"ticker": "FPT"}]}, "needs a weight or a number of shares"),
        ({"holdings": [{"ticker": "FPT", "weight": 0.5, "shares": 5}]}, "and not both"),
        ({"holdings": [{"ticker": "FPT", "weight": 0.7}, {"ticker": "HPG", "weight": 0.4}]}, "more than 1"),
        ({"holdings": [{"ticker": "FPT", "weight": 0.7}, {"ticker": "HPG", "shares": 4}]}, "weights to all"),
        ({"holdings": [{"ticker": "FPT", "weight": 0.1}, {"ticker": "fpt", "weight": 0.1}]}, "FPT is there"),
        ({"holdings": [{"ticker": "FPT", "weight": 0.7}], "cash": 5}, "cash: with weights"),
        ({"holdings": [{"ticker": "FPT", "shares": 7}], "value": 5}, "value: with shares"),
        ({"holdings": [{"ticker": "XYZ", "shares": 7}]}, "no prices of XYZ"),
        ({"holdings": [{"ticker": "VN30", "weight": 1}]}, "no prices of VN30"),
        ({"holdings": [{"ticker": "FPT", "shares": -7}]}, "shares"),
        ({"holdings": [{"ticker": f"T{n}", "shares": 1} for n in range(51)]}, "holdings"),
    ],
)
def test_refusals_name_the_field(client: httpx.Client, body: object, words: str) -> None:
    answer = client.post(PORTFOLIO, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "validation_error")
    assert words in answer.json()["message"]


def test_before_the_first_crawl(
    make_database: Callable[..., str],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
    tmp_path: Path,
) -> None:
    url = make_database("empty")
    engine = make_engine(Settings(database_url=SecretStr(url)))
    with engine.begin() as connection:
        seed_demo_accounts(connection)
    engine.dispose()
    client = sign_in(serve(api_settings(url, artifact_store=tmp_path.as_uri())), "enduser1")
    for answer in (
        client.get("/api/v1/risk"),
        client.get("/api/v1/risk/FPT"),
        client.post(PORTFOLIO, json={"holdings": [{"ticker": "FPT", "weight": 1}]}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "no_market_data")
