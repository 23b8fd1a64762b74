import sys
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from vn30.settings import PROJECT_ROOT, Settings
from vn30.sources import open_source
from vn30.sources.base import SourceError


def test_sample() -> None:
    source = open_source(Settings(price_source="sample"))
    assert (source.name, source.market, source.follows_wall_clock) == ("sample", "simulated", True)
    assert source.last_session() is None


def test_csv(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("symbol,date,open,high,low,close,volume\nFPT,2024-01-02,95000,96000,94000,95500,100\n")
    source = open_source(Settings(price_source=f"csv:{path}", csv_price_unit="VND"))
    assert (source.name, source.market, source.follows_wall_clock) == ("csv", "real", False)
    assert source.tickers() == {"FPT"}


def test_several_csv_files(tmp_path: Path) -> None:
    paths = [tmp_path / f"{ticker}.csv" for ticker in ("FPT", "VN30")]
    for path in paths:
        path.write_text(
            f"symbol,date,open,high,low,close,volume\n{path.stem},2024-01-02,1130,1135,1129,1131,100\n"
        )
    source = open_source(Settings(price_source=f"csv: {paths[0]} , {paths[1]},", csv_price_unit="VND"))
    assert (source.tickers(), source.indices()) == ({"FPT"}, {"VN30"})


def test_relative_path() -> None:
    """A relative path starts at the project's root."""
    source = open_source(Settings(price_source="csv:no/such.csv"))
    with pytest.raises(SourceError, match=str(PROJECT_ROOT / "no/such.csv")):
        source.tickers()


def test_vnstock(tmp_path: Path) -> None:
    """Opening the live source starts no process and creates no file."""
    source = open_source(Settings(price_source="vnstock", home=tmp_path / "home"))
    assert (source.name, source.market, source.follows_wall_clock) == ("vnstock", "real", True)
    assert source.tickers() is None
    assert not (tmp_path / "home").exists()


def test_yahoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Yahoo alone is a live source that needs no vnstock."""
    monkeypatch.setitem(sys.modules, "vnstock", None)
    source = open_source(Settings(price_source="yahoo", home=tmp_path / "home"))
    assert (source.name, source.market, source.follows_wall_clock) == ("yahoo", "real", True)
    assert source.indices() == frozenset()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def open_source(settings", r"own\.py cannot be used .*SyntaxError"),
        ("x = 1", r"AttributeError: .*open_source.*docs/extending"),
        ("def open_source(settings): return 1", r"lacks .*daily_bars.*PricesOnly"),
    ],
)
def test_wrong_python_file(text: str, message: str, tmp_path: Path) -> None:
    """The error names the file, what is wrong and the remedy."""
    path = tmp_path / "own.py"
    path.write_text(text)
    with pytest.raises(SourceError, match=message):
        open_source(Settings(price_source=f"python:{path}"))


def test_no_python_file() -> None:
    with pytest.raises(SourceError, match=str(PROJECT_ROOT / "no/such.py")):
        open_source(Settings(price_source="python:no/such.py"))


def test_python_file_over_http(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example of a vendor of CSV files over HTTP: its bars, a faulty row, and a stock that it lacks."""
    folder = tmp_path / "prices"
    folder.mkdir()
    (folder / "FPT.csv").write_text(
        "date,open,high,low,close,volume\n2024-06-26,1,1,1,1,1\n2024-06-27,1305e2,131200,129800,130900,2450000\n"
        "2024-06-28,131000,131400,129900,n/a,1980000\n"
    )
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as vendor:
        Thread(target=vendor.serve_forever, daemon=True).start()
        monkeypatch.setenv("HTTP_CSV_ADDRESS", f"http://127.0.0.1:{vendor.server_port}/")
        path = "python:examples/sources/http_csv.py"
        source = open_source(Settings(price_source=path, home=tmp_path / "home"))
        bars = source.daily_bars("FPT", date(2024, 6, 27), date(2024, 6, 28))
        assert bars["close"].fillna(0).tolist() == [130_900, 0]
        assert (source.name, source.market) == ("http_csv", "real")
        with pytest.raises(SourceError, match="http_csv does not have VCB"):
            source.daily_bars("VCB", date(2024, 6, 27), date(2024, 6, 28))
        vendor.shutdown()


@pytest.mark.parametrize(
    "value", ["", "python: ", "csv", "csv: ", "csv:,", "sample:1", "vnstock:VCI", "yahoo:FPT"]
)
def test_unknown_source(value: str) -> None:
    """The error for any other value lists the choices."""
    with pytest.raises(
        SourceError,
        match=r"VN30_PRICE_SOURCE is .*'sample'.*'csv:<path>'.*'vnstock'.*'yahoo'.*'python:<path>'",
    ):
        open_source(Settings(price_source=value))
