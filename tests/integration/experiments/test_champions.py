"""Model versions and champions on a real database: succession, the rule, promotion, roll-back, deletion."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.database import drop_database
from tests.support.model_runs import publish_run
from tests.support.stored_market import SESSIONS, store_market
from vn30.database.warehouse import make_engine
from vn30.experiments.champions import (
    ChampionChanged,
    NeverChampion,
    Replaced,
    WrongHorizon,
    promote,
    record_earlier,
    record_run,
    roll_back_to,
)
from vn30.experiments.model_versions import StillChampion, UnknownVersion, delete_version
from vn30.experiments.promotion_policy import PromotionPolicy
from vn30.settings import Settings

NEWEST, PERSON = PromotionPolicy("newest"), PromotionPolicy("person")
RULE = PromotionPolicy("rule", min_sessions=30)
TODAY = SESSIONS[-1]
NO_STORE: Any = None
SERVED = (
    "SELECT DISTINCT horizon_days, version FROM current_forecasts "
    "JOIN model_versions ON run_id = experiment_run_id ORDER BY 1"
)
TENURES = (
    "SELECT version, reason, until IS NULL, is_pinned FROM model_champions "
    "JOIN model_versions ON model_versions.id = version_id WHERE horizon_days = 7 ORDER BY model_champions.id"
)


class Models:
    """A stored market whose runs end with a version."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(sa.text(statement))]

    def train(self, as_of: date, policy: PromotionPolicy, **run: Any) -> list[str]:
        """Publish a run and record its version; what its log says."""
        with self.engine.begin() as connection:
            run_id = publish_run(connection, as_of, promotion=policy.promotion, **run)
            return record_run(connection, NO_STORE, run_id, policy)

    def within(self, change: Callable[..., Any], *arguments: Any) -> Any:
        with self.engine.begin() as connection:
            return change(connection, *arguments)


@pytest.fixture
def models(make_database: Callable[..., str]) -> Iterator[Models]:
    url = make_database("champions")
    engine = make_engine(Settings(database_url=url))
    with engine.begin() as connection:
        store_market(connection)
    yield Models(engine)
    engine.dispose()
    drop_database(url)


def test_newest_is_served(models: Models) -> None:
    """Under ``newest``, the forecasts are those of the newest run, as without champions."""
    shown = "SELECT * FROM current_forecasts ORDER BY stock_id, horizon_days"
    with models.engine.begin() as connection:
        first = publish_run(connection, SESSIONS[-2])
        second = publish_run(connection, TODAY, alpha=2, horizons=(7, 15))
    before = models.rows(shown)
    assert {row[2] for row in before} == {7, 15}
    with models.engine.begin() as connection:
        record_run(connection, NO_STORE, first, NEWEST)
        record_run(connection, NO_STORE, second, NEWEST)
    assert models.rows(shown) == before
    assert models.rows(TENURES) == [("v1", "newest", False, False), ("v2", "newest", True, False)]
    assert models.rows("SELECT * FROM pinned_versions") == []


def test_earlier_runs(models: Models) -> None:
    """Runs without a version get theirs in the order of their ends, with the time of their tenures."""
    with models.engine.begin() as connection:
        runs = [publish_run(connection, day) for day in SESSIONS[-3:]]
        record_earlier(connection, NO_STORE, NEWEST)
        record_earlier(connection, NO_STORE, NEWEST)
    assert models.rows("SELECT version, run_id::TEXT FROM model_versions ORDER BY number") == [
        ("v1", runs[0]),
        ("v2", runs[1]),
        ("v3", runs[2]),
    ]
    assert models.rows(
        "SELECT bool_and(since = finished_at) FROM model_champions "
        "JOIN model_versions v ON v.id = version_id JOIN experiment_runs r ON r.id = v.run_id"
    ) == [(True,)]


def test_refit_and_challenger(models: Models) -> None:
    """A refit succeeds at once; a version of another line is not served, nor replaces what is."""
    models.train(SESSIONS[-3], PERSON)
    assert models.rows(SERVED) == [(7, "v1"), (15, "v1"), (30, "v1")]
    models.train(TODAY, PERSON, alpha=2)
    models.train(SESSIONS[-2], PERSON)
    assert models.rows(SERVED) == [(7, "v3"), (15, "v3"), (30, "v3")]
    assert models.rows(TENURES) == [("v1", "first", False, True), ("v3", "refit", True, True)]
    assert models.rows(
        "SELECT DISTINCT experiment_run_id = run_id FROM model_versions, current_models WHERE version = 'v3'"
    ) == [(True,)]
    models.train(TODAY, PERSON)
    both = "SELECT is_served, count(*) FROM stock_prediction_summaries WHERE as_of_date = '{}' GROUP BY 1"
    assert sorted(models.rows(both.format(TODAY))) == [(False, 9), (True, 9)]


def test_champions_by_horizon(models: Models) -> None:
    """Each horizon has its champion: forecasts and scores are of that version."""
    models.train(SESSIONS[-2], PERSON)
    models.train(TODAY, PERSON, alpha=2)
    changes = models.within(promote, "v2", [15], "ds1", "a better order at 15 sessions")
    assert changes == [Replaced(15, "v1", "v2")]
    assert models.rows(SERVED) == [(7, "v1"), (15, "v2"), (30, "v1")]
    # The skill of a made-up run is its alpha in percent.
    scored = models.rows("SELECT DISTINCT horizon_days, skill::TEXT FROM model_overview ORDER BY 1")
    assert scored == [(7, "0.0100"), (15, "0.0200"), (30, "0.0100")]


def test_rollback_and_back(models: Models) -> None:
    """A roll-back serves the earlier champion; its line's next run succeeds; repeated, it changes nothing."""
    models.train(SESSIONS[-2], NEWEST)
    models.train(TODAY, NEWEST, alpha=2)
    undone = models.within(roll_back_to, "v1", [7], "ds1", "wrong features", {7: "v2"})
    assert undone == [Replaced(7, "v2", "v1")]
    assert models.within(roll_back_to, "v1", [7], "ds1", "wrong features", {7: "v2"}) == []
    assert models.rows(SERVED) == [(7, "v1"), (15, "v2"), (30, "v2")]
    models.within(promote, "v2", [7], "ds1", "they were right")
    assert models.rows(SERVED) == [(7, "v2"), (15, "v2"), (30, "v2")]
    assert [row[:2] for row in models.rows(TENURES)] == [
        ("v1", "newest"),
        ("v2", "newest"),
        ("v1", "rollback"),
        ("v2", "person"),
    ]
    models.train(TODAY, PERSON, alpha=3)
    with pytest.raises(NeverChampion, match="v3 was never champion"):
        models.within(roll_back_to, "v3", [7], "ds1", "")


def test_selection_of_tickers(models: Models) -> None:
    """A selection has champions of its own, which serve its tickers unless all VN30 have champions."""
    of_ticker = (
        "SELECT ticker, version FROM current_forecasts f JOIN stocks ON stocks.id = stock_id "
        "JOIN model_versions ON run_id = experiment_run_id WHERE horizon_days = 7 ORDER BY ticker"
    )
    models.train(SESSIONS[-3], PERSON, tickers=("FPT", "HPG"))
    models.train(SESSIONS[-2], PERSON, tickers=("VCB",), alpha=2)
    assert models.rows(of_ticker) == [("FPT", "v1"), ("HPG", "v1"), ("VCB", "v2")]
    models.train(SESSIONS[-2], PERSON)
    assert {version for _, version in models.rows(of_ticker)} == {"v3"}
    models.train(TODAY, PERSON, tickers=("FPT", "HPG"))
    assert {version for _, version in models.rows(of_ticker)} == {"v3"}


def test_record_stays(models: Models) -> None:
    """A promotion does not exchange a forecast whose outcome is known, nor what was served before."""
    models.train(SESSIONS[-31], PERSON)
    models.train(SESSIONS[-31], PERSON, alpha=2, error=0.0)
    record = (
        "SELECT as_of_date, horizon_days, predicted_price FROM stock_prediction_summaries WHERE is_served"
    )
    before = models.rows(record)
    models.within(promote, "v2", [7, 15, 30], "ds1", "better with hindsight")
    assert models.rows(record) == before


def _forty_sessions(models: Models, policy: PromotionPolicy, **challenger: Any) -> list[str]:
    """Runs of both lines as of 40 sessions; the log of the last challenger."""
    said: list[str] = []
    for number, day in enumerate(SESSIONS[-60:-20]):
        models.train(day, policy, error=0.02 + 0.001 * (number % 5), horizons=(7,))
        said = models.train(day, policy, alpha=2, horizons=(7,), **challenger)
    return said


def test_rule_promotes(models: Models) -> None:
    """A challenger that is better on the same sessions becomes champion, with its evidence."""
    _forty_sessions(models, RULE, error=0.001)
    ((version, evidence, line),) = models.rows(
        "SELECT version, evidence, line FROM model_champions JOIN model_versions v ON v.id = version_id "
        "WHERE reason = 'rule'"
    )[:1]
    assert evidence["sessions"] >= RULE.min_sessions
    assert evidence["challenger_error"] < evidence["champion_error"]
    assert evidence["p_value"] < 0.05
    # 30 sessions of both are needed: the 31st challenger is the first that has them.
    assert int(version.removeprefix("v")) >= 2 * RULE.min_sessions
    assert line != models.rows("SELECT line FROM model_versions WHERE version = 'v1'")[0][0]


def test_rule_needs_pairs(models: Models) -> None:
    """Forecasts of sessions that only one line has do not count, however good they are."""
    said: list[str] = []
    for champions_day, challengers_day in zip(SESSIONS[-90:-10:2], SESSIONS[-89:-9:2], strict=True):
        models.train(champions_day, RULE, error=0.05, horizons=(7,))
        said = models.train(challengers_day, RULE, error=0.0001, alpha=2, horizons=(7,))
    assert said[-1] == "7 sessions: v80 challenges the champion v79"
    assert {row[1] for row in models.rows(TENURES)} == {"first", "refit"}


def test_rule_ignores_hindsight(models: Models) -> None:
    """Forecasts that were made after their outcome was known are no evidence."""
    said = _forty_sessions(models, RULE, error=0.0001, in_time=False)
    assert any("challenges the champion" in line for line in said)
    assert {row[1] for row in models.rows(TENURES)} == {"first", "refit"}


def test_two_at_once(models: Models) -> None:
    """Of two promotions from the same champion one is made; the other is refused. One champion remains."""
    models.train(SESSIONS[-3], PERSON)
    models.train(SESSIONS[-2], PERSON, alpha=2)
    models.train(TODAY, PERSON, alpha=3)
    for _ in range(5):
        barrier = Barrier(2)

        def decide(version: str, barrier: Barrier = barrier) -> Any:
            barrier.wait()
            try:
                return models.within(promote, version, [7], "ds1", "mine", {7: "v1"})
            except ChampionChanged as error:
                return error

        with ThreadPoolExecutor(2) as pool:
            outcomes = list(pool.map(decide, ("v2", "v3")))
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ChampionChanged", "list"]
        champion = models.rows(
            "SELECT count(*) FROM model_champions WHERE until IS NULL AND horizon_days = 7"
        )
        assert champion == [(1,)]
        models.within(promote, "v1", [7], "ds1", "again")


def test_deletion(models: Models) -> None:
    """A champion cannot be deleted; another version keeps its forecasts on record and cannot be promoted."""
    models.train(SESSIONS[-2], PERSON)
    models.train(TODAY, PERSON, alpha=2)
    with pytest.raises(StillChampion, match="v1 is champion"):
        models.within(delete_version, "v1", "ds1")
    models.within(delete_version, "v2", "ds1")
    assert models.rows("SELECT count(*) FROM stock_prediction_summaries WHERE NOT is_served") == [(9,)]
    assert models.rows("SELECT tidied_at IS NOT NULL FROM experiment_runs ORDER BY created_at") == [
        (False,),
        (True,),
    ]
    with pytest.raises(UnknownVersion):
        models.within(promote, "v2", [7], "ds1", "")
    with pytest.raises(UnknownVersion):
        models.within(delete_version, "v2", "ds1")


def test_unknown_horizon(models: Models) -> None:
    """A version without a model at a horizon cannot be its champion."""
    models.train(TODAY, PERSON, horizons=(7,))
    with pytest.raises(WrongHorizon, match="no model at 15"):
        models.within(promote, "v1", [15], "ds1", "")
