"""Errors of wrong arguments name the fault and the remedy."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from tests.support.stored_market import SESSIONS
from tests.vn30.data.conftest import EARLIER, Market
from vn30 import data
from vn30.database import warehouse
from vn30.errors import WrongInput
from vn30.market.universe import UnknownTicker
from vn30.settings import MissingSetting, Settings, get_settings

PASSWORD = "not-to-be-shown"  # pragma: allowlist secret


@pytest.mark.parametrize(
    ("read", "error", "message"),
    [
        (lambda url: data.prices("FTP", url=url), UnknownTicker, r"'FTP' \(did you mean \w+ or FPT"),
        (lambda url: data.forecasts(["fpt", "XYZ"], url=url), UnknownTicker, "'XYZ'"),
        (lambda url: data.prices("VNINDEX", url=url), WrongInput, r"vn30\.data\.indices\(\)"),
        (lambda url: data.bars("VNINDEX", url=url), WrongInput, r"vn30\.data\.indices\(\)"),
        (lambda url: data.bars("FPT", "2h", url=url), WrongInput, "interval is '2h': it may be 1m, 5m"),
        (
            lambda url: data.bars("FPT", start="2024-02-01", end="2024-01-01", url=url),
            WrongInput,
            "swap them",
        ),
        (lambda url: data.prices([], url=url), WrongInput, "tickers is empty"),
        (lambda url: data.indices("VNINDX", url=url), WrongInput, "did you mean VNINDEX"),
        (lambda url: data.prices("MWG", url=url), data.NothingStored, "MWG: crawl them by vn30_data_crawler"),
        (lambda url: data.prices(as_of="2020-01-02", url=url), data.NothingStored, "up to 2020-01-02"),
        (lambda url: data.prices("FPT", as_of="28/06/2024", url=url), data.WrongDate, "YYYY-MM-DD"),
        (lambda url: data.prices("FPT", start=20240628, url=url), data.WrongDate, "start is 20240628"),
        (lambda url: data.prices("FPT", as_of="2999-01-01", url=url), data.WrongDate, "platform's today"),
        (
            lambda url: data.prices("FPT", start="2024-01-02", as_of="2023-12-01", url=url),
            WrongInput,
            "start 2024-01-02 lies after as_of, 2023-12-01",
        ),
        (
            lambda url: data.prices("FPT", known_at=datetime(2024, 6, 28, 18), url=url),
            data.WrongTime,
            "known_at is 2024-06-28 18:00:00, which has no zone",
        ),
        (lambda url: data.indices(known_at="2024-06-28", url=url), data.WrongTime, "has no zone"),
        (
            lambda url: data.prices("FPT", known_at="at six", url=url),
            data.WrongTime,
            "give a time with a zone",
        ),
        (
            lambda url: data.prices("FPT", known_at=datetime.now(UTC) + timedelta(minutes=1), url=url),
            data.WrongTime,
            "lies in the future",
        ),
        (
            lambda url: data.prices("FPT", known_at=datetime(2024, 6, 28, 18, tzinfo=UTC), raw=True, url=url),
            WrongInput,
            "raw=True has no known_at=",
        ),
        (lambda url: data.forecasts(horizons=5, url=url), WrongInput, "reach 7, 15, 30 sessions"),
        (lambda url: data.runs(state="done", url=url), WrongInput, "one of pending"),
        (lambda url: data.scores(run="x", url=url), WrongInput, r"no training run x .* the newest are \S+-"),
        (lambda url: data.panel("FPT", config={"models": {"svm": {}}}, url=url), WrongInput, r"models\.svm"),
        (lambda url: data.panel("FPT", config={}, run="x", url=url), WrongInput, "not both"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(
    stored: Market, read: Callable[[str], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        read(stored.url)


def test_a_run_without_a_panel_says_so(stored: Market) -> None:
    with pytest.raises(data.NothingStored, match="leave run out"):
        data.panel(run=stored.runs[0], url=stored.url)


def test_a_run_after_the_session_is_not_there_yet(stored: Market) -> None:
    with pytest.raises(WrongInput, match=f"the newest are {stored.runs[0]}"):
        data.forecasts(run=stored.runs[1], as_of=EARLIER, url=stored.url)
    assert set(data.forecasts(run=stored.runs[1], url=stored.url)["run_id"]) == {stored.runs[1]}


def test_no_database_is_named_with_the_ways_to_one() -> None:
    with pytest.raises(MissingSetting, match=r"VN30_DATABASE_URL is not set.*make run.*make -s database-url"):
        data.prices("FPT")


@pytest.mark.parametrize("url", ["somewhere", "sqlite:///prices.db", "postgres://db/vn30"])
def test_no_address_of_postgresql(url: str) -> None:
    """The refusal does not show the value, which may have a password."""
    with pytest.raises(MissingSetting, match="VN30_DATABASE_URL is no address of PostgreSQL") as refusal:
        Settings(database_url=SecretStr(url)).require_database_url()
    assert url not in str(refusal.value)


def test_unreachable_database() -> None:
    """The error for an unreachable database names it without its password."""
    with pytest.raises(data.Unreachable, match=r"does not answer at \S+@127\.0\.0\.1:1/none") as raised:
        data.prices("FPT", url=f"postgresql://somebody:{PASSWORD}@127.0.0.1:1/none")
    assert PASSWORD not in str(raised.value)


def test_a_text_that_is_no_url_is_refused() -> None:
    with pytest.raises(data.Unreachable, match="postgresql://user@host"):
        data.prices("FPT", url="my database")


def test_error_of_an_empty_database_names_the_remedy(make_database: Callable[..., str]) -> None:
    with pytest.raises(data.NothingStored, match=r"There are no prices .*make demo"):
        data.prices("FPT", url=make_database("without_prices"))
    with pytest.raises(data.NothingStored, match="apply the migrations"):
        data.prices("FPT", url=make_database("without_tables", migrated=False))


def test_the_database_of_the_settings_is_read(stored: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VN30_DATABASE_URL", stored.url)
    get_settings.cache_clear()
    warehouse.engine.cache_clear()
    try:
        assert data.today() == SESSIONS[-1]
        assert set(data.prices("fpt ", start="2024-01-02")["symbol"]) == {"FPT"}
    finally:
        warehouse.engine().dispose()
        warehouse.engine.cache_clear()
        monkeypatch.undo()
        get_settings.cache_clear()


def test_reading_cannot_write(stored: Market) -> None:
    """The transaction is read-only, so that no slip in a notebook changes what the platform serves."""
    from vn30.data.connection import reading

    with reading(stored.url, None) as read, pytest.raises(Exception, match="read-only transaction"):
        read.connection.exec_driver_sql("DELETE FROM stocks")


def test_one_ticker_or_several_start_and_default(stored: Market) -> None:
    url = stored.url
    assert set(data.prices(url=url)["symbol"]) == {"FPT", "HPG", "VCB"}
    assert set(data.prices("VCB", url=url)["symbol"]) == {"VCB"}
    since = data.prices(["VCB", "fpt"], start=SESSIONS[-5], url=url)
    assert since["symbol"].tolist() == ["FPT"] * 5 + ["VCB"] * 5
    assert data.panel("FPT", start=SESSIONS[-5], url=url)["date"].dt.date.tolist() == SESSIONS[-5:]
    assert data.actions("HPG", start=SESSIONS[-1], url=url)["is_inferred"].tolist() == [True]
    assert len(data.actions(start=SESSIONS[-1], url=url)) == 1
    assert set(data.scores("FPT", horizons=[7, 15], url=url)["horizon"]) == {7, 15}
    assert data.runs(start=SESSIONS[-1], url=url)["run_id"].tolist() == [stored.runs[1]]


def test_verdicts_of_members(stored: Market) -> None:
    """Scores of members are judged like those of the ensemble, by the corrected p-value."""
    scores = data.scores("FPT", horizons=7, run=stored.runs[1], url=stored.url).set_index("member")
    assert scores.index.tolist() == ["ensemble", "naive", "ridge", "svr"]
    assert scores["verdict"].tolist() == ["not proven", "not proven", "proven", "not proven"]
    assert scores["naive_mae"].tolist() == [1600] * 4
