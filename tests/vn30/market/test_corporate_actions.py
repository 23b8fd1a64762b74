"""The adjustments that follow from corporate actions, and raw prices of real series as the oracle."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from vn30.ingestion.corporate_actions import inferred_action
from vn30.ingestion.restatement import restatements
from vn30.market.adjustment import adjusted_prices, raw_prices
from vn30.market.corporate_actions import CorporateAction, adjustments, used_actions
from vn30.market.rules import rules_on
from vn30.market.traded_prices import rounded_to_ticks

DAYS = np.array(["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"], dtype="datetime64[ns]")
SPLIT = CorporateAction("FPT", date(2024, 1, 4), "split", "a notice", ratio=1.0)
DIVIDEND = CorporateAction("FPT", date(2024, 1, 3), "cash_dividend", "a notice", cash=2_000.0)
RIGHTS = CorporateAction("FPT", date(2024, 1, 3), "rights_issue", "a notice", ratio=0.5, issue_price=10_000.0)

# Closes of the vendors that are more than a tick apart, though no action is near them.
DIFFERENT = {
    "FPT": {"2022-01-20"},
    "HPG": {"2024-03-06"},
    "MWG": {"2022-01-19", "2022-01-20"},
    "TCB": {"2022-01-20", "2024-03-06"},
    "VCB": {"2022-01-19", "2022-01-20", "2024-03-06"},
}


def test_declared_terms() -> None:
    """Factors follow from the terms and the raw close before the ex-date, which later actions have scaled."""
    raw = np.array([40_000.0, 37_000, 19_000, 19_500])
    adjusted = adjusted_prices(raw, DAYS, adjustments([], DAYS, raw))
    assert adjusted.tolist() == raw.tolist()
    # On the 3rd 2,000 VND of 40,000 go; on the 4th half of what is left.
    adjusted = np.array([40_000 * 0.95 * 0.5, 37_000 * 0.5, 19_000, 19_500])
    found = adjustments([DIVIDEND, SPLIT], DAYS, adjusted)
    assert [(each.ex_date.day, pytest.approx(each.factor)) for each in found] == [(4, 0.5), (3, 0.95)]
    assert np.allclose(raw_prices(adjusted, DAYS, found), raw)


def test_rights_with_cash() -> None:
    """Actions of one day count together: (40,000 - 2,000 + 0.5 x 10,000) / 1.5."""
    factor = (40_000 - 2_000 + 5_000) / 1.5 / 40_000
    adjusted = np.array([40_000 * factor, 28_000.0, 28_000, 28_000])
    [found] = adjustments([RIGHTS, DIVIDEND], DAYS, adjusted)
    assert found.factor == pytest.approx(factor)


def test_declared_before_inferred() -> None:
    """Where terms were declared, they count; what was inferred counts elsewhere, and nothing lies ahead."""
    guess = CorporateAction("FPT", SPLIT.ex_date, "stock_dividend", "restated by VCI", ratio=0.9, factor=0.52)
    other = CorporateAction("FPT", date(2023, 12, 20), "cash_dividend", "restated by VCI", factor=0.98)
    ahead = CorporateAction("FPT", date(2024, 2, 1), "split", "a notice", ratio=1.0)
    found = adjustments([guess, SPLIT, other, ahead], DAYS, np.full(4, 20_000.0))
    assert [each.factor for each in found] == [pytest.approx(0.5), 0.98]
    assert (guess.is_inferred, SPLIT.is_inferred) == (True, False)


@pytest.mark.parametrize("ticker", sorted(DIFFERENT))
def test_real_series(real_data: Path, ticker: str) -> None:
    """Raw closes rebuilt from the adjusted series are the traded ones within a tick; the others are named."""

    def closes(name: str) -> pd.Series:
        bars = pd.read_csv(real_data / name, parse_dates=["date"])
        bars = bars[bars["symbol"] == ticker].drop_duplicates("date")
        return 1000 * bars.set_index("date")["close"]

    adjusted = closes("vn30_prices_adjusted_to_2024.csv.gz")
    traded = closes("vn30_prices_unadjusted_5_tickers.csv.gz")
    common = adjusted.index.intersection(traded.index)
    adjusted, traded = adjusted[common], traded[common]
    actions = [
        action
        for event in restatements(traded, adjusted)
        if (action := inferred_action(ticker, event, "the vendor"))
    ]
    assert len(actions) >= 4
    dates = common.to_numpy()
    found = adjustments(actions, dates, adjusted.to_numpy())
    rebuilt = raw_prices(adjusted.to_numpy(), dates, found)

    ticks = [rules_on(day.date()).tick for day in common]
    rounded = np.array([tick.nearest(price) for tick, price in zip(ticks, rebuilt, strict=True)])
    steps = np.array([tick.at(price) for tick, price in zip(ticks, traded, strict=True)])
    # Traded prices keep to the ticks of their day, which changed in 2016.
    assert np.allclose(np.round(traded / steps) * steps, traded)
    differ = np.abs(rounded - traded.to_numpy()) > steps
    assert {day.date().isoformat() for day in common[differ]} == DIFFERENT[ticker]
    assert np.mean(~differ) >= 0.995


def test_vendors_and_files() -> None:
    """A declared action counts before those of vendors, of which one counts; other rights count too."""
    day = SPLIT.ex_date
    vci = CorporateAction("FPT", day, "stock_dividend", "VCI", ratio=0.9, is_from_vendor=True)
    kbs = CorporateAction("FPT", day, "bonus_issue", "KBS", ratio=0.8, is_from_vendor=True)
    cash = CorporateAction("FPT", day, "cash_dividend", "VCI", cash=500.0, is_from_vendor=True)
    guess = CorporateAction("FPT", day, "unknown", "restated by VCI", ratio=0.9, factor=0.5)
    assert used_actions([guess, vci, kbs, cash]) == [vci, cash]
    assert used_actions([guess, vci, kbs, cash, SPLIT]) == [SPLIT, cash]
    assert used_actions([guess]) == [guess]
    # Found after days without a crawl, it has the first of them as its ex-date.
    early = replace(guess, ex_date=date(2023, 12, 29))
    assert used_actions([early, vci]) == [vci]
    assert used_actions([replace(early, ex_date=date(2023, 12, 20)), vci])[1:] == [vci]
    assert [each.origin for each in (guess, vci, SPLIT)] == ["inferred", "vendor", "declared"]


def test_offer_above_the_price() -> None:
    """Shares that are offered above the price leave it as it is."""
    [found] = adjustments([RIGHTS], DAYS, np.full(4, 9_000.0))
    assert found.factor == 1


def test_rounding_to_ticks() -> None:
    """Each session has the price steps of its day; what is missing stays missing."""
    days = np.array(["2016-09-09", "2024-01-02", "2024-01-02", "2024-01-02"], dtype="datetime64[D]")
    prices = np.array([[60_240.0, np.nan], [9_996.0, 10_024.0], [49_976.0, 50_049.0], [100_250.0, 1.0]])
    expected = [[60_000, np.nan], [10_000, 10_000], [50_000, 50_000], [100_300, 0]]
    assert np.array_equal(rounded_to_ticks(prices, days), expected, equal_nan=True)
