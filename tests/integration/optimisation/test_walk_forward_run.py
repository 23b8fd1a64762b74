"""A requested walk-forward: walked by the DAG, stored, cancelled, and deleted with the portfolio."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from tests.integration.conftest import Platform
from tests.support.stored_market import SESSIONS, store_market
from vn30.database import warehouse
from vn30.errors import KeyReused
from vn30.i18n.localized import from_text
from vn30.names import WALK_FORWARD_DAG
from vn30.optimisation import requests
from vn30.optimisation import walk_forward_run as run
from vn30.optimisation.config import ConstraintsConfig, WalkForwardConfig
from vn30.optimisation.requests import TooManyWalkForwards, UnknownWalkForward
from vn30.optimisation.stored_history import members_between, read_history
from vn30.portfolio.store import add_portfolio

CONFIG = WalkForwardConfig(
    methods=("minimum_variance", "hierarchical_risk_parity"), lookback=120, rebalance_sessions=40, years=1
)


@pytest.fixture
def owner(platform: Platform) -> tuple[UUID, UUID]:
    """A user and an empty portfolio, in a market of three members of the VN30 and 369 sessions."""
    with warehouse.transaction() as connection:
        store_market(connection)
        user = connection.execute(
            sa.text(
                "INSERT INTO users (username, password_hash, display_name, role) "
                "VALUES ('binh', 'no hash', 'Binh', 'end_user') RETURNING id"
            )
        ).scalar_one()
        return user, add_portfolio(connection, user, "Savings", 0.0015, True).id


def request(owner: tuple[UUID, UUID], config: WalkForwardConfig = CONFIG, key: str | None = None) -> UUID:
    with warehouse.transaction() as connection:
        return requests.request_walk_forward(connection, *owner, config, key).id


def found(owner: tuple[UUID, UUID], walk_forward_id: UUID) -> sa.RowMapping:
    with warehouse.transaction() as connection:
        return requests.find_walk_forward(connection, *owner, walk_forward_id)


def test_in_airflow(airflow, platform: Platform, owner: tuple[UUID, UUID]) -> None:
    """A mapped task a method; a method whose constraints cannot be met says so, and the others are walked."""
    config = CONFIG.model_copy(update={"constraints": ConstraintsConfig(max_by_sector={"Technology": 0.05})})
    with warehouse.transaction() as connection:
        connection.execute(sa.text("UPDATE stocks SET sector = 'Technology' WHERE ticker = 'FPT'"))
    walk_forward_id = request(owner, config)
    state = airflow.dag_test((WALK_FORWARD_DAG, {"walk_forward_id": str(walk_forward_id)}))
    row = found(owner, walk_forward_id)
    assert (state, row["state"], row["problem"], row["done"]) == (["success"], "success", None, 2)
    assert (row["as_of_date"], row["tickers"]) == (SESSIONS[-1], ["FPT", "HPG", "VCB"])
    with warehouse.transaction() as connection:
        results = requests.results_of(connection, walk_forward_id)
    walked = results["minimum_variance"]
    assert set(walked["portfolios"]) == {"method", "equal_weight", "buy_and_hold", "vn30"}
    assert walked["sessions"][-1] == str(SESSIONS[-1])
    assert len(walked["portfolios"]["method"]["equity"]) == len(walked["sessions"]) <= run.MAX_CURVE_POINTS
    assert "equal weight" in walked["verdict"]
    assert "Hierarchical risk parity" in results["hierarchical_risk_parity"]["problem"]


def test_a_cancelled_request_is_not_walked(owner: tuple[UUID, UUID]) -> None:
    """Before its claim, and between two methods; nothing is stored after the cancel."""
    first, second = request(owner), request(owner)
    with warehouse.transaction() as connection:
        assert requests.cancel(connection, owner[1], first)
        assert not requests.cancel(connection, owner[1], first)
    with pytest.raises(run.NotWanted, match="was cancelled"):
        run.claim(str(first))
    assert run.claim(str(second)) == list(CONFIG.methods)
    run.walk(str(second), "minimum_variance")
    with warehouse.transaction() as connection:
        # Prices begin two sessions after the first one that is asked for.
        assert "verdict" in requests.results_of(connection, second)["minimum_variance"]
        requests.cancel(connection, owner[1], second)
    with pytest.raises(run.NotWanted, match="is cancelled"):
        run.walk(str(second), "hierarchical_risk_parity")
    assert not run.finish(str(second))
    assert (found(owner, second)["state"], found(owner, second)["done"]) == ("cancelled", 1)


def test_a_request_that_cannot_be_walked(owner: tuple[UUID, UUID]) -> None:
    """Its reason is its problem; the claim of a deleted one has nothing to do."""
    held = request(owner, CONFIG.model_copy(update={"universe": "held"}))
    with pytest.raises(run.WrongInput, match="no stock is held"):
        run.claim(str(held))
    assert from_text(found(owner, held)["problem"]) == "universe: no stock is held. Take the universe `vn30`."
    with warehouse.transaction() as connection:
        assert requests.delete(connection, owner[1], held)
    for gone in (held, UUID(int=1)):
        with pytest.raises(run.NotWanted, match="was deleted"):
            run.claim(str(gone))


def test_keys_and_limits(owner: tuple[UUID, UUID]) -> None:
    first = request(owner, key="one")
    assert request(owner, key="one") == first
    with pytest.raises(KeyReused):
        request(owner, CONFIG.model_copy(update={"years": 2}), key="one")
    request(owner)
    with pytest.raises(TooManyWalkForwards, match="2 walk-forwards of yours are not finished"):
        request(owner)
    with warehouse.transaction() as connection, pytest.raises(UnknownWalkForward):
        requests.find_walk_forward(connection, UUID(int=7), owner[1], first)


def test_lost_requests_and_deleted_portfolios(platform: Platform, owner: tuple[UUID, UUID]) -> None:
    lost, fresh = request(owner), request(owner)
    with warehouse.transaction() as connection:
        connection.execute(
            sa.text("UPDATE walk_forwards SET requested_at = now() - INTERVAL '2 days' WHERE id = :id"),
            {"id": lost},
        )
        assert run.close_lost(connection) == 1
    assert [found(owner, each)["state"] for each in (lost, fresh)] == ["failed", "pending"]
    with warehouse.transaction() as connection:
        connection.execute(sa.text("DELETE FROM users WHERE username = 'binh'"))
    assert platform.count("walk_forwards") == 0


def test_members_of_each_day(owner: tuple[UUID, UUID]) -> None:
    """A stock may be held while it is in the VN30, and in no other session."""
    with warehouse.transaction() as connection:
        for ticker, first, last in (
            ("FPT", "2018-01-02", None),
            ("HPG", "2018-01-02", SESSIONS[10]),
            ("VCB", SESSIONS[20], None),
        ):
            connection.execute(
                sa.text("INSERT INTO index_members VALUES ('VN30', :ticker, :first, :last, 'test')"),
                {"ticker": ticker, "first": first, "last": last},
            )
        assert members_between(connection, SESSIONS[0], SESSIONS[-1]) == ["FPT", "HPG", "VCB"]
        assert members_between(connection, SESSIONS[21], SESSIONS[-1]) == ["FPT", "VCB"]
        history = read_history(connection, ["FPT", "HPG", "VCB"], SESSIONS, by_membership=True)
    assert history.members.sum(axis=0).tolist() == [len(SESSIONS), 10, len(SESSIONS) - 20]
    assert not history.members[10, 1]
    assert history.members[20, 2]
