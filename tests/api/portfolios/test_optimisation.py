"""Optima and walk-forwards through the real API, on a stored market; walk-forwards are queued in Airflow."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from api.core.errors import ApiError
from api.portfolios.optimisation import LimitedOptimiser
from tests.support.stored_market import SESSIONS, store_market
from vn30.database.warehouse import make_engine
from vn30.market.calendar import sessions_after
from vn30.optimisation import process
from vn30.optimisation.process import OptimiserBusy, OptimiserProcess, OptimiserTimeout
from vn30.portfolio.sample import add_sample
from vn30.settings import Settings
from vn30.users.accounts import seed_demo_accounts

URL = "/api/v1/portfolios"
TICKERS = ("FPT", "HPG", "VCB", "VNM")


@pytest.fixture(scope="module")
def database(make_database: Callable[..., str]) -> Iterator[sa.Engine]:
    """The demo's sample portfolio of four stocks, of which one is a bank."""
    engine = make_engine(Settings(database_url=SecretStr(make_database("optimisation"))))
    with engine.begin() as connection:
        seed_demo_accounts(connection)
        store_market(connection, TICKERS)
        connection.exec_driver_sql("UPDATE market_state SET market = 'simulated'")
        connection.exec_driver_sql("UPDATE stocks SET sector = 'Banks' WHERE ticker = 'VCB'")
        assert add_sample(connection)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def clients(
    database: sa.Engine,
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
    airflow_settings: dict[str, Any],
) -> dict[str, httpx.Client]:
    url = database.url.render_as_string(hide_password=False)
    api = serve(api_settings(url, **airflow_settings))
    return {name: sign_in(api, name) for name in ("enduser1", "enduser2", "admin1")}


@pytest.fixture(scope="module")
def owner(clients: dict[str, httpx.Client]) -> httpx.Client:
    return clients["enduser1"]


@pytest.fixture(scope="module")
def portfolio(owner: httpx.Client) -> str:
    return f"{URL}/{owner.get(URL).json()[0]['id']}"


def optimise(client: httpx.Client, portfolio: str, **request: Any) -> httpx.Response:
    # The first one starts the optimiser, which takes long on a busy machine.
    return client.post(f"{portfolio}/optimise", json=request, timeout=300)


def test_an_optimum_and_its_orders(owner: httpx.Client, portfolio: str) -> None:
    """Beside what is held, equal weight and the VN30; the orders lead to it, and cash is never below 0."""
    answer = optimise(
        owner,
        portfolio,
        method="minimum_variance",
        lookback=250,
        constraints={"maxWeight": 0.4, "cashShare": 0.02},
    )
    found = answer.raise_for_status().json()
    assert (found["asOf"], found["sessions"]) == (str(SESSIONS[-1]), 250)
    by_name = {each["portfolio"]: each for each in found["portfolios"]}
    assert list(by_name) == ["now", "optimal", "ordered", "equal_weight", "vn30"]
    assert by_name["optimal"]["volatility"] < by_name["equal_weight"]["volatility"]
    assert by_name["ordered"]["volatility"] == pytest.approx(by_name["optimal"]["volatility"], abs=0.01)
    assert all(each["volatilityError"] > 0 and each["sharpeError"] > 0 for each in found["portfolios"])
    assert sum(each["optimal"] for each in found["weights"]) == pytest.approx(0.98)
    assert max(each["optimal"] for each in found["weights"]) <= 0.4 + 1e-6
    held = owner.get(portfolio).json()
    now = {each["ticker"]: each["weight"] for each in held["positions"]}
    assert {each["ticker"]: each["now"] for each in found["weights"] if each["now"]} == pytest.approx(now)
    risks = [point["volatility"] for point in found["frontier"]]
    assert len(risks) > 5
    assert min(risks) == pytest.approx(by_name["optimal"]["volatility"], abs=1e-4)
    assert {order["side"] for order in found["orders"]} == {"buy", "sell"}
    assert min(order["session"] for order in found["orders"]) == str(sessions_after(SESSIONS[-1], 1)[0])
    assert all(order["quantity"] % 100 == 0 for order in found["orders"] if order["side"] == "buy")
    assert min(each["cashLeft"] for each in found["orderSessions"]) >= 0
    assert found["fees"] == sum(order["fee"] for order in found["orders"])
    assert "equal weight" in found["notice"]
    moved = (by_name["now"]["cvar95"] - by_name["ordered"]["cvar95"]) * held["value"]
    assert found["cvarSaved"] == pytest.approx(moved, abs=1)


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({"constraints": {"maxWeight": 0.2}}, "maxWeight"),
        ({"constraints": {"maxBySector": {"Oil": 0.1}}}, "maxBySector: no stock is in Oil"),
        ({"constraints": {"maxTurnover": 2}}, "constraints.maxTurnover"),
        ({"lookback": 5}, "lookback"),
    ],
)
def test_refusals_name_the_constraint(
    owner: httpx.Client, portfolio: str, request_: dict[str, Any], words: str
) -> None:
    """Four stocks of at most 20 % each cannot be all of the value."""
    refused = optimise(owner, portfolio, **request_)
    assert refused.status_code == 422, refused.text
    assert words in refused.json()["message"]


def test_views_without_forecasts(owner: httpx.Client, portfolio: str) -> None:
    found = optimise(owner, portfolio, method="black_litterman", lookback=250).raise_for_status().json()
    assert "There are no ranked forecasts" in " ".join(found["warnings"])


def test_what_is_held_alone(clients: dict[str, httpx.Client]) -> None:
    """A portfolio of cash has nothing to hold; with a deposit, the VN30 can be bought."""
    client = clients["enduser2"]
    address = f"{URL}/{client.post(URL, json={'name': 'New'}).json()['id']}"
    assert "neither cash nor shares" in optimise(client, address, lookback=250).json()["message"]
    deposit = {"day": str(SESSIONS[-5]), "kind": "deposit", "amount": 200_000_000}
    client.post(f"{address}/transactions", json=deposit).raise_for_status()
    held = optimise(client, address, universe="held")
    assert held.json()["message"] == "universe: no stock is held. Take the universe `vn30`."
    found = optimise(client, address, method="equal_weight", lookback=250).raise_for_status().json()
    assert {order["ticker"] for order in found["orders"]} == set(TICKERS)
    assert found["portfolios"][0]["volatility"] == 0


def test_only_the_owner(clients: dict[str, httpx.Client], portfolio: str) -> None:
    walk = f"{portfolio}/walk-forwards"
    one = f"{walk}/00000000-0000-0000-0000-000000000001"
    for name in ("enduser2", "admin1"):
        client = clients[name]
        answers = [
            optimise(client, portfolio),
            client.get(walk),
            client.post(walk, json={}),
            client.get(one),
            client.post(f"{one}/cancel"),
            client.delete(one),
        ]
        assert {answer.status_code for answer in answers} == {404}


def test_a_walk_forward_is_requested_once(owner: httpx.Client, portfolio: str, database: sa.Engine) -> None:
    """It waits in Airflow under its own id; a cancel stops it there; then it can be deleted."""
    at, key = f"{portfolio}/walk-forwards", {"Idempotency-Key": "one"}
    body = {"methods": ["minimum_variance", "risk_parity"], "lookback": 120, "years": 1}
    first, again = (owner.post(at, json=body, headers=key) for _ in range(2))
    assert (first.status_code, again.json()) == (202, first.json()), first.text
    other = owner.post(at, json={**body, "years": 2}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    one = f"{at}/{first.json()['id']}"
    shown = owner.get(one).json()
    assert (shown["state"], shown["progress"], shown["request"]["years"]) == ("pending", 0, 1)
    assert owner.delete(one).json()["code"] == "run_is_active"
    for _ in range(2):
        assert owner.post(f"{one}/cancel").json() == {"id": first.json()["id"], "stoppedInAirflow": True}
    assert owner.get(one).json()["state"] == "cancelled"
    trail = "SELECT action, after FROM audit_trail WHERE subject = :id ORDER BY id"
    with database.connect() as connection:
        entries = connection.execute(sa.text(trail), {"id": first.json()["id"]}).all()
    assert entries == [("start_walk_forward", None), ("cancel_walk_forward", None)], (
        "no holdings in the trail"
    )
    assert owner.delete(one).status_code == 204
    assert owner.get(one).json()["code"] == "unknown_walk_forward"


def test_results_stand_beside_equal_weight(owner: httpx.Client, portfolio: str, database: sa.Engine) -> None:
    """p-values are corrected for the number of methods; a method without a result says why."""
    figures = {
        "growth": 0.05,
        "volatility": 0.2,
        "sharpe": 0.3,
        "sharpe_error": 0.4,
        "maximum_drawdown": 0.3,
        "turnover": 1.5,
        "costs": 0.004,
        "equity": [1.0, None, 1.05],
    }
    result = """
        INSERT INTO walk_forward_results SELECT cast(:id AS UUID), method, CASE WHEN p IS NULL
        THEN '{"problem": "not supported"}' ELSE jsonb_build_object('sessions',
        jsonb_build_array('2024-06-26', '2024-06-27', '2024-06-28'), 'portfolios', jsonb_build_object(
        'method', cast(:figures AS JSONB), 'equal_weight', cast(:figures AS JSONB)), 'differences',
        jsonb_build_object('equal_weight', jsonb_build_object('value', -0.02, 'error', 0.01, 'p_value', p)),
        'rebalances', 12, 'verdict', 'It loses to equal weight.', 'kept', jsonb_build_object()) END
        FROM (VALUES ('minimum_cvar', 0.02), ('risk_parity', 0.5), ('maximum_sharpe', NULL)) AS of (method, p)
    """
    at = f"{portfolio}/walk-forwards"
    methods = ["minimum_cvar", "risk_parity", "maximum_sharpe"]
    walk_forward_id = owner.post(at, json={"methods": methods}).json()["id"]
    with database.begin() as connection:
        connection.execute(sa.text(result), {"id": walk_forward_id, "figures": json.dumps(figures)})
    shown = owner.get(f"{at}/{walk_forward_id}").raise_for_status().json()
    assert (shown["progress"], shown["trials"]) == (1, 3)
    lines = {line["method"]: line for line in shown["lines"]}
    assert list(lines) == ["maximum_sharpe", "minimum_cvar", "risk_parity", "equal_weight"]
    assert lines["maximum_sharpe"]["problem"] == "not supported"
    difference = lines["minimum_cvar"]["toEqualWeight"]
    assert (difference["pValue"], difference["correctedPValue"]) == (0.02, 0.04)
    assert lines["risk_parity"]["equity"] == [1.0, None, 1.05]
    assert shown["curveSessions"] == ["2024-06-26", "2024-06-27", "2024-06-28"]
    assert lines["equal_weight"]["verdict"] is None
    assert owner.get(at).json()[0]["id"] == walk_forward_id


def test_limits_of_the_optimiser(monkeypatch: pytest.MonkeyPatch) -> None:
    """One request a user, one at a time, and an end to a process that takes too long."""
    limited = LimitedOptimiser()
    with (
        limited.turn_of(UUID(int=1)),
        limited.turn_of(UUID(int=2)),
        pytest.raises(ApiError, match="Another optimisation of yours"),
        limited.turn_of(UUID(int=1)),
    ):
        pass
    monkeypatch.setattr(process, "START_SECONDS", 0)
    slow = OptimiserProcess(waiting=0.01)
    with pytest.raises(OptimiserTimeout, match="no answer after 0 s"):
        slow.ask("a question")
    with slow._turn, pytest.raises(OptimiserBusy):
        slow.ask("a second one")
