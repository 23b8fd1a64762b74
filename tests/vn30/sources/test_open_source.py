import sys
from pathlib import Path

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


@pytest.mark.parametrize("value", ["", "csv", "csv: ", "csv:,", "sample:1", "vnstock:VCI", "yahoo:FPT"])
def test_unknown_source(value: str) -> None:
    """The error for any other value lists the choices."""
    with pytest.raises(
        SourceError, match=r"VN30_PRICE_SOURCE is .*'sample'.*'csv:<path>'.*'vnstock'.*'yahoo'"
    ):
        open_source(Settings(price_source=value))
