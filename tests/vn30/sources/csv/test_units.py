"""Units are judged for each series, and errors recommend the setting that fits all files."""

from datetime import date
from pathlib import Path

import pytest

from vn30.ingestion.fetch import Answer, fetch
from vn30.market.calendar import sessions_between
from vn30.settings import Settings
from vn30.sources import open_source
from vn30.sources.base import PriceUnit, SourceError
from vn30.sources.csv.files import CsvFile
from vn30.sources.csv.source import CsvSource

SESSIONS = sessions_between(date(2024, 1, 1), date(2024, 3, 31))
START, END = SESSIONS[0], SESSIONS[-1]
VND, KVND = 95_000.0, 95.0


def series(symbol: str, *closes: float) -> str:
    """One row for each close; of a single one as many as there are sessions."""
    each = closes if len(closes) > 1 else closes * len(SESSIONS)
    rows = []
    for number, (session, close) in enumerate(zip(SESSIONS, each, strict=False)):
        price = close * (1 + 0.001 * (number % 7))
        rows.append(f"{symbol},{session},{price},{price * 1.01},{price * 0.99},{price},{1000 + number}\n")
    return "".join(rows)


def write(path: Path, *parts: str) -> Path:
    path.write_text("symbol,date,open,high,low,close,volume\n" + "".join(parts))
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "prices.csv"


def fetched(path: Path, ticker: str, unit: PriceUnit = "VND") -> Answer:
    return fetch(CsvSource(CsvFile(path, unit)), ticker, START, END)


@pytest.mark.parametrize(
    ("unit", "other", "words"),
    [("VND", KVND, "in thousands of VND.*the unit kVND"), ("kVND", VND, "in VND.*the unit VND")],
)
def test_one_series_in_another_unit(path: Path, unit: PriceUnit, other: float, words: str) -> None:
    """It is refused alone, with a remedy that leaves the other series as they are."""
    right = VND if unit == "VND" else KVND
    write(path, series("FPT", right), series("HPG", other), series("VNM", right), series("VNINDEX", 1150.0))
    for ticker in ("FPT", "VNM", "VNINDEX"):
        assert len(fetched(path, ticker, unit).bars) == len(SESSIONS)
    with pytest.raises(SourceError, match=rf"median close of HPG would be .*{words}") as refusal:
        fetched(path, "HPG", unit)
    assert "set VN30_CSV_PRICE_UNIT" not in str(refusal.value)


@pytest.mark.parametrize("index", ["VNINDEX", "VN30"])
@pytest.mark.parametrize("factor", [1000.0, 0.001])
@pytest.mark.parametrize("unit", ["VND", "kVND"])
def test_index_in_another_unit(path: Path, index: str, factor: float, unit: PriceUnit) -> None:
    """The series of an index is in points, whatever the unit of the stocks."""
    write(path, series("FPT", VND if unit == "VND" else KVND), series(index, 1150.0 * factor))
    assert len(fetched(path, "FPT", unit).bars) == len(SESSIONS)
    with pytest.raises(SourceError, match=rf"median close of {index} would be .* points, which no index has"):
        fetched(path, index, unit)


def test_file_of_an_index_in_another_unit(path: Path) -> None:
    """Without a usable series there is nothing to plan."""
    write(path, series("VNINDEX", 1_150_000.0))
    with pytest.raises(SourceError, match=r"VNINDEX would be .* points"):
        CsvSource(CsvFile(path)).indices()


@pytest.mark.parametrize(
    ("ticker", "right", "unit"),
    [("FPT", VND, "VND"), ("FPT", KVND, "kVND"), ("VNINDEX", 1150.0, "VND"), ("VN30", 1150.0, "kVND")],
)
@pytest.mark.parametrize("factor", [1000.0, 0.001])
@pytest.mark.parametrize("wrong", [0.2, 0.5, 0.85])
@pytest.mark.parametrize("at_end", [False, True])
def test_unit_that_changes_within(
    path: Path, ticker: str, right: float, unit: PriceUnit, factor: float, wrong: float, at_end: bool
) -> None:
    """The rows in the wrong unit are refused, and not those in the right one, whichever are more."""
    count = int(wrong * len(SESSIONS))
    closes = [right * factor] * count + [right] * (len(SESSIONS) - count)
    write(path, series(ticker, *(reversed(closes) if at_end else closes)))
    answer = fetched(path, ticker, unit)
    expected = SESSIONS[: len(SESSIONS) - count] if at_end else SESSIONS[count:]
    assert [stamp.date() for stamp in answer.bars["date"]] == list(expected)
    assert {row.reason.partition(": ")[2] for row in answer.rejected} == {"wrong price unit?"}


def test_two_files_of_two_units(tmp_path: Path) -> None:
    """The error recommends a unit for each file, which then reads both."""
    files = write(tmp_path / "a.csv", series("FPT", VND)), write(tmp_path / "b.csv", series("HPG", KVND))
    source = f"csv:{files[0]},{files[1]}"
    for units in ("VND", "kVND", "kVND,VND"):
        wrong = open_source(Settings(price_source=source, csv_price_unit=units))
        refused = "FPT" if units.startswith("kVND") else "HPG"
        with pytest.raises(SourceError, match=r"set VN30_CSV_PRICE_UNIT=VND,kVND \(a unit for each file"):
            wrong.daily_bars(refused, START, END)
    both = open_source(Settings(price_source=source, csv_price_unit="VND, kVND"))
    assert [both.daily_bars(ticker, START, END)["close"][0] for ticker in ("FPT", "HPG")] == [VND, VND]


def test_one_series_in_two_files(tmp_path: Path) -> None:
    """The rows of a series may be in several files, each in its unit."""
    half = len(SESSIONS) // 2
    files = [tmp_path / "old.csv", tmp_path / "new.csv"]
    rows = series("FPT", VND).splitlines(keepends=True)
    write(files[0], *rows[:half])
    write(files[1], *series("FPT", KVND).splitlines(keepends=True)[half:])
    source = CsvSource(CsvFile(files[0], "VND"), CsvFile(files[1], "kVND"))
    bars = fetch(source, "FPT", START, END).bars
    assert len(bars) == len(SESSIONS)
    assert bars["close"].between(VND, VND * 1.01).all()


def test_number_of_units(tmp_path: Path) -> None:
    settings = Settings(price_source="csv:a.csv,b.csv,c.csv", csv_price_unit="VND,kVND")
    with pytest.raises(SourceError, match="has 2 units and VN30_PRICE_SOURCE 3 files: give one unit, or one"):
        open_source(settings)


def test_no_unit_fits(tmp_path: Path) -> None:
    """The unit of another file stays in the setting that the error recommends."""
    files = (
        write(tmp_path / "a.csv", series("FPT", KVND)),
        write(tmp_path / "b.csv", series("HPG", VND * 1000)),
    )
    source = CsvSource(CsvFile(files[0], "kVND"), CsvFile(files[1], "kVND"))
    with pytest.raises(SourceError, match="Convert the file to VND, and set VN30_CSV_PRICE_UNIT=kVND,VND"):
        source.daily_bars("HPG", START, END)
