import pytest

from vn30.universe import UnknownTicker, check_tickers, did_you_mean, vn30_stocks, vn30_tickers

SECTORS = {
    "Aviation",
    "Banking",
    "Consumer",
    "Energy",
    "Materials",
    "Real Estate",
    "Retail",
    "Securities",
    "Technology",
}


def test_the_vn30_has_thirty_members_in_alphabetical_order() -> None:
    assert len(set(vn30_tickers())) == 30
    assert list(vn30_tickers()) == sorted(vn30_tickers())


def test_every_stock_has_complete_master_data() -> None:
    for stock in vn30_stocks():
        assert stock.name
        assert stock.sector in SECTORS
        assert stock.exchange == "HOSE"
        assert stock.website.startswith("https://")
        assert stock.description.endswith(".")


def test_requested_tickers_are_tidied() -> None:
    assert check_tickers([" vnm", "FPT", "fpt"]) == ("FPT", "VNM")


def test_unknown_tickers_are_all_named_with_close_ones() -> None:
    with pytest.raises(UnknownTicker, match=r"'VMN' \(did you mean VNM.*'XYZ'") as refusal:
        check_tickers(["FPT", "XYZ", "VMN"])
    assert "'FPT'" not in str(refusal.value)


def test_no_close_ticker_means_no_suggestion() -> None:
    assert did_you_mean("QQQ", ["FPT", "VNM"]) == ""
