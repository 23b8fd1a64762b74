"""Which stocks a headline names: 360 labelled headlines that were written for this, and single rules."""

import csv
from datetime import date
from pathlib import Path

import pytest

from vn30.market.company_names import company_names
from vn30.news.matching import TickerMatch, tickers_in

HEADLINES = Path(__file__).with_name("headlines.csv")
TODAY = date(2026, 12, 1)


def found(title: str, summary: str = "", day: date = TODAY) -> dict[str, TickerMatch]:
    return {match.ticker: match for match in tickers_in(title, summary, company_names(day))}


@pytest.mark.parametrize("part", ["tuning", "held out"])
def test_labelled_headlines(part: str) -> None:
    """The rules were written on the first part, and were final before the second was written."""
    right = wrong = missed = 0
    with HEADLINES.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["part"] == part:
                tickers, labelled = set(found(row["headline"])), set(row["tickers"].split())
                right += len(tickers & labelled)
                wrong += len(tickers - labelled)
                missed += len(labelled - tickers)
    precision, recall = right / (right + wrong), right / (right + missed)
    print(f"{part}: precision {precision:.3f}, recall {recall:.3f} of {right + missed} labels")
    assert precision >= 0.97
    assert recall >= 0.90


def test_forms() -> None:
    assert found("Kết quả quý", "Công ty (HOSE: FPT) và (HoSE: TTF) công bố")["FPT"].kind == "exchange"
    assert found("Nên mua mã chứng khoán GAS hay chờ")["GAS"].kind == "code"
    assert found("Cổ phiếu CEO, GAS và POW cùng tăng").keys() == {"GAS", "POW"}
    assert found("Thép Hoà Phát đắt hàng")["HPG"] == TickerMatch("HPG", "Hoà Phát", "name")
    assert found("hoa phat tang gia") == {}
    assert found("Mía đường", "Cổ đông lớn của TTC Sugar mua thêm")["SBT"].kind == "former"


def test_decomposed_text_is_the_same_text() -> None:
    import unicodedata

    assert found(unicodedata.normalize("NFD", "Thép Hòa Phát đắt hàng")).keys() == {"HPG"}


def test_renamed_company() -> None:
    """A name means a company in the period in which it had it: Kinh Đô sold its name, Lộc Phát took one."""
    assert found("Kinh Đô tăng giá bánh", day=date(2014, 8, 1)).keys() == {"KDC"}
    assert found("Kinh Đô tăng giá bánh") == {}
    assert found("Ngân hàng Lộc Phát lãi lớn", day=date(2020, 1, 2)) == {}
    assert found("Ngân hàng Lộc Phát lãi lớn").keys() == {"LPB"}
    assert found("LienVietPostBank đổi tên").keys() == {"LPB"}


def test_ticker_of_another_company() -> None:
    assert found("Masan Resources (MSR) báo lỗ quý ba") == {}
    assert found("Utility (NYSE: SSI) reports profit, SSI shares unchanged") == {}
    assert found("Địa chỉ fpt.com.vn và FPT.AI") == {}
