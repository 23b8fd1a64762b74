"""Outcomes of recommendations on made-up prices, and the groups of the track record."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from vn30.evaluation.reliability import mean_error
from vn30.recommendations.outcomes import judge, prices_of
from vn30.recommendations.record import record_rows

DATES = pd.bdate_range("2024-01-02", periods=60)


def bars(growth: float) -> pd.DataFrame:
    """A series that grows evenly from 50,000 VND, each open at the close before."""
    close = 50_000 * (1 + growth) ** np.arange(len(DATES))
    open_ = np.r_[50_000, close[:-1]]
    high, low = np.maximum(open_, close), np.minimum(open_, close)
    return pd.DataFrame(
        {"date": DATES, "open": open_, "high": high, "low": low, "close": close, "volume": 1000}
    )


def row(label: str, **values: Any) -> dict[str, Any]:
    """A recommendation of the tenth session, over seven sessions."""
    is_bought = label == "BUY"
    return {
        "session": DATES[10].date(),
        "target_date": DATES[17].date(),
        "label": label,
        "chance_to_beat": 0.5,
        "chance_to_fall_behind": 0.45,
        "costs_pct": 0.4,
        "base_price": 50_000.0,
        "stop_loss": 40_000.0 if is_bought else None,
        "take_profit": 80_000.0 if is_bought else None,
        **values,
    }


RISING, INDEX = prices_of(bars(0.002), bars(0.001), []), bars(0.001)


def test_a_purchase() -> None:
    """Bought at the next open, sold at the close of the horizon: seven sessions of growth, less costs."""
    outcome = judge(row("BUY"), RISING)
    assert outcome is not None
    assert (outcome["entry_date"], outcome["exit_date"]) == (DATES[11].date(), DATES[17].date())
    made = 1.002**7 * (1 - 0.0015 - 0.001) / (1 + 0.0015) - 1
    assert outcome["gain_pct"] == pytest.approx(100 * (made - (1.001**7 - 1)), abs=1e-3)
    assert outcome["excess_pct"] == pytest.approx(100 * (1.002**7 - 1.001**7), abs=1e-3)
    assert outcome["claim_true"]
    assert outcome["exit_reason"] == "horizon"
    # Seven sessions of 0.1 % do not make up for 0.8 %.
    assert not (judge(row("BUY", costs_pct=0.8), RISING) or {})["claim_true"]


def test_a_target_on_another_basis() -> None:
    """Prices were halved since: a raw target of 2 % above the close is met where the close is 2 % higher."""
    halved = bars(0.002)
    halved[["open", "high", "low", "close"]] /= 2
    raw = float(bars(0.002)["close"][10])
    outcome = judge(row("BUY", base_price=raw, take_profit=raw * 1.009), prices_of(halved, INDEX, []))
    assert outcome is not None
    assert (outcome["exit_reason"], outcome["exit_date"]) == ("target", DATES[15].date())
    assert outcome["exit_fill"] == pytest.approx(raw * 1.009 / 2, abs=0.01)


def test_a_sale_and_a_hold() -> None:
    sold = judge(row("SELL", chance_to_beat=0.4, chance_to_fall_behind=0.5), RISING)
    assert sold is not None
    assert sold["gain_pct"] == pytest.approx(100 * (1.001**7 - 1.002**7) - 0.4, abs=1e-3)
    assert not sold["claim_true"]
    held = judge(row("HOLD"), RISING)
    assert held is not None
    assert held["gain_pct"] == held["excess_pct"]
    # The likelier claim was that of a purchase, and it came true.
    assert not held["claim_true"]
    assert (judge(row("HOLD", chance_to_beat=None), RISING) or {})["claim_true"] is None


def test_a_locked_entry() -> None:
    """Three opens at the ceiling: no purchase, and no gain."""
    locked = bars(0.0)
    locked.loc[11:, ["open", "high", "low", "close"]] = 50_000.0
    for place in (11, 12, 13):
        ceiling = {11: 53_500, 12: 57_200, 13: 61_200}[place]
        locked.loc[place, ["open", "high", "low", "close"]] = float(ceiling)
    outcome = judge(row("BUY"), prices_of(locked, INDEX, []))
    assert outcome is not None
    assert (outcome["exit_reason"], outcome["gain_pct"], outcome["entry_date"]) == ("not filled", None, None)


def test_what_cannot_be_judged_yet() -> None:
    assert judge(row("BUY", session=date(2023, 1, 2)), RISING) is None
    unsold = bars(0.0).iloc[:18].copy()
    unsold.loc[17, "volume"] = 0
    assert judge(row("BUY"), prices_of(unsold, INDEX.iloc[:18], [])) is None


def judged(count: int = 40) -> pd.DataFrame:
    """Two recommendations a session: a purchase that gains by day, and a stock that is held."""
    sessions = np.repeat(DATES[:count], 2)
    is_bought = np.tile([True, False], count)
    gains = np.where(is_bought, np.repeat(np.arange(count) % 3 - 0.5, 2), 0.25)
    return pd.DataFrame(
        {
            "session": sessions,
            "profile": "moderate",
            "horizon": 7,
            "label": np.where(is_bought, "BUY", "HOLD"),
            "confidence": np.where(is_bought, 0.47, 0.52),
            "volatility_regime": "quiet",
            "trend_regime": "unknown",
            "model_version": None,
            "made_in_time": True,
            "is_winner": ~is_bought,
            "claim_true": pd.Series(gains > 0, dtype=object),
            "exit_reason": np.where(is_bought, "stop", "none"),
            "costs_pct": 0.4,
            "excess_pct": gains + 0.1,
            "gain_pct": gains,
            "bought_gain_pct": gains - 1,
        }
    )


def test_the_track_record() -> None:
    made = judged()
    rows = {(each["dimension"], each["value"], each["label"]): each for each in record_rows(made)}
    bought = rows["label", "BUY", "BUY"]
    part = made[made["label"] == "BUY"]
    assert (bought["recommendations"], bought["sessions"], bought["stops"]) == (40, 40, 40)
    assert bought["gain_pct"] == pytest.approx(part["gain_pct"].mean())
    assert bought["gain_error_pct"] == pytest.approx(
        mean_error(part["session"], part["gain_pct"].to_numpy(), 7)
    )
    assert bought["mean_confidence"] == pytest.approx(0.47)
    assert rows["confidence", "0.45-0.50", "BUY"]["recommendations"] == 40
    assert rows["regime", "quiet", "HOLD"]["recommendations"] == 40
    assert ("regime", "unknown", "HOLD") not in rows
    assert rows["model", "unversioned", "BUY"]["hit_rate"] == bought["hit_rate"]
    held, winners = (rows["baseline", name, "all"] for name in ("all HOLD", "last month's winners"))
    assert held["gain_pct"] == pytest.approx(made["excess_pct"].mean())
    assert (winners["recommendations"], winners["gain_pct"]) == (40, pytest.approx(-0.75))


def test_nothing_judged() -> None:
    assert record_rows(judged().iloc[:0]) == []
