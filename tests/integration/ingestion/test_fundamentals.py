"""Snapshots of fundamentals: known as of a session, kept, and one stock's failure is its own."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.integration.conftest import Airflow, Platform
from vn30 import data
from vn30.database.warehouse import transaction
from vn30.ingestion.fundamentals.load import FundamentalsMissing, load_fundamentals_from, store_fundamentals
from vn30.ingestion.fundamentals.plan import FundamentalsJob, NoFundamentals, plan_fundamentals
from vn30.ingestion.fundamentals.retention import expire_fundamentals
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.market.fundamentals import METRICS, Figure, Fundamentals
from vn30.names import FUNDAMENTALS_DAG
from vn30.sources.base import SourceError, SourceUnavailable
from vn30.sources.sample.source import SampleSource

TODAY = date(2026, 3, 31)
NOW = datetime(2026, 3, 31, 10, tzinfo=UTC)
THREE = ["FPT", "HPG", "VCB"]
JOB = FundamentalsJob(TODAY.isoformat(), NOW.isoformat(), THREE)


@pytest.fixture
def simulated(open_platform: Any) -> Platform:
    """A platform of the simulated market that knows its stocks and sessions, and has no bars."""
    platform: Platform = open_platform(price_source="sample", as_of=TODAY.isoformat())
    plan_crawl(platform.settings, "run", CrawlRequest())
    return platform


def given(day: date, **values: float) -> Fundamentals:
    figures = tuple(Figure(metric, value) for metric, value in values.items())  # type: ignore[arg-type]
    return Fundamentals("FPT", "vnstock:VCI", figures)


def store(what: Fundamentals, day: date, moment: datetime = NOW) -> int:
    with transaction() as connection:
        return store_fundamentals(connection, what, day, moment)


def known(day: date) -> dict[str, float | None]:
    frame = data.fundamentals("FPT", as_of=day)
    return {row.metric: None if row.value != row.value else row.value for row in frame.itertuples()}


def test_known_as_of_a_session(simulated: Platform) -> None:
    """A value counts from its session on; an equal one is not repeated, and a fallback takes none away."""
    first, second, third = date(2026, 3, 26), date(2026, 3, 27), date(2026, 3, 30)
    assert store(given(first, pe=12.0, shares_outstanding=2e9), first) == len(METRICS)
    assert store(given(second, pe=12.0, shares_outstanding=2e9), second) == 0
    assert store(given(third, pe=13.0, shares_outstanding=3e9), third) == 2
    fallback = replace(given(TODAY, shares_outstanding=3e9), source="vnstock:KBS")
    assert store(fallback, TODAY) == 1

    assert known(first)["pe"] == known(second)["pe"] == 12.0
    assert known(third)["pe"] == known(TODAY)["pe"] == 13.0
    assert known(TODAY)["eps"] is None
    frame = data.fundamentals("FPT", metrics="eps").iloc[0]
    assert (frame.reason, frame.date.date()) == ("vnstock:VCI does not give it", first)
    assert data.fundamentals(as_of=first - timedelta(days=1)).empty
    shares = simulated.rows("SELECT shares_outstanding FROM stocks WHERE ticker = 'FPT'")
    assert shares == [(3_000_000_000,)]
    source = data.fundamentals("FPT", metrics=["shares_outstanding"]).iloc[0].source
    assert source == "vnstock:KBS"


def test_failures(simulated: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are stored, the failed one keeps what it has, and a retry asks for it alone."""
    asked: list[str] = []
    whole = SampleSource.fundamentals

    def fundamentals(self: SampleSource, ticker: str, day: date) -> Fundamentals:
        asked.append(ticker)
        if ticker == "HPG" and len(asked) <= 3:
            raise SourceUnavailable("VCI answered 429")
        return whole(self, ticker, day)

    monkeypatch.setattr(SampleSource, "fundamentals", fundamentals)
    source = SampleSource(30)
    with pytest.raises(SourceUnavailable, match="1 of 3 stocks failed: VCI answered 429"):
        load_fundamentals_from(source, JOB)
    rows = "SELECT ticker, source, problem FROM fundamental_checks JOIN stocks ON id = stock_id ORDER BY 1"
    assert simulated.rows(rows) == [
        ("FPT", "sample", None),
        ("HPG", None, "VCI answered 429"),
        ("VCB", "sample", None),
    ]
    assert load_fundamentals_from(source, JOB) == {
        "answered": 1,
        "snapshots": len(METRICS),
        "answered_before": 2,
    }
    assert asked == ["FPT", "HPG", "VCB", "HPG"]
    assert [row.problem for row in simulated.rows(rows)] == [None] * 3

    def refuse(self: SampleSource, ticker: str, day: date) -> Fundamentals:
        raise SourceError(f"no company {ticker}")

    monkeypatch.setattr(SampleSource, "fundamentals", refuse)
    later = replace(JOB, planned_at=datetime.now(UTC).isoformat())
    with pytest.raises(FundamentalsMissing, match="no company FPT; no company HPG; no company VCB"):
        load_fundamentals_from(source, later)
    assert simulated.count("fundamental_snapshots") == 3 * len(METRICS), "nothing is lost"


def test_plan(simulated: Platform, open_platform: Any) -> None:
    """Batches of the members; a live source is asked for the newest session alone."""
    jobs = plan_fundamentals(simulated.settings)
    assert [len(job.tickers) for job in jobs] == [10, 10, 10]
    assert plan_fundamentals(simulated.settings, ["FPT"], date(2026, 3, 27))[0].session == "2026-03-27"


def test_plan_of_a_live_source(platform: Platform, open_platform: Any) -> None:
    """What a vendor gives now was not known in a past session, and the platform may have a fixed today."""
    plan_crawl(platform.settings, "run", CrawlRequest())
    live = open_platform(price_source="vnstock", as_of="2024-06-28")
    with pytest.raises(NoFundamentals, match="cannot be loaded for a past session"):
        plan_fundamentals(live.settings, now=datetime(2024, 7, 1, 12, tzinfo=UTC))
    (job, *_) = plan_fundamentals(live.settings, now=datetime(2024, 6, 28, 12, tzinfo=UTC))
    assert job.session == "2024-06-28"


def test_retention(simulated: Platform) -> None:
    """Kept are the newest sessions and what they need, and the last snapshot of each month before."""
    days = [date(2026, 1, 5), date(2026, 1, 30), date(2026, 2, 2), date(2026, 3, 2), date(2026, 3, 9)]
    for place, day in enumerate(days):
        store(given(day, pe=12.0 + place), day, NOW + timedelta(seconds=place))
    before = {day: known(day)["pe"] for day in days}
    with transaction() as connection:
        assert expire_fundamentals(connection, 2) == 1
        assert expire_fundamentals(connection, 2) == 0
    assert known(days[0]).get("pe") is None
    assert {day: known(day)["pe"] for day in days[1:]} == {day: before[day] for day in days[1:]}


def test_in_airflow(simulated: Platform, airflow: Airflow) -> None:
    """A mapped task a batch; the stored snapshots are those of the source."""
    environment = {**airflow.environment, "VN30_PRICE_SOURCE": "sample", "VN30_AS_OF": TODAY.isoformat()}
    run = replace(airflow, environment=environment)
    assert run.dag_test((FUNDAMENTALS_DAG, {"tickers": THREE})) == ["success"]
    expected = SampleSource(simulated.settings.sample_seed).fundamentals("FPT", TODAY)
    assert known(TODAY) == {figure.metric: figure.value for figure in expected.figures}
