"""The rules: random forecasts without contradiction, each limit of a profile, and what HOLD says."""

import os
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vn30.recommendations.made_candidates import (
    NOT_PROVEN,
    PROVEN,
    candidate,
    forecast,
    measures,
    spread,
)
from vn30.market.rules import rules_on
from vn30.recommendations.checks import contradictions, findings_of, silence
from vn30.recommendations.documents import document_of, recommend
from vn30.recommendations.profiles import Profile, RecommendationProfiles, canonical_json
from vn30.recommendations.rules import Decision, decide

DAY = date(2024, 6, 28)
MODERATE = RecommendationProfiles().moderate
SPREADS = {horizon: spread(horizon) for horizon in (7, 15, 30)}

candidates = st.builds(
    lambda horizon, chance, lower, close, volatility, excess, value, proven: candidate(
        horizon=horizon,
        spread=SPREADS[horizon],
        forecast=forecast(chance, lower_pct=lower),
        evidence=PROVEN if proven else NOT_PROVEN,
        measures=measures(
            raw_close=close, volatility=volatility, excess_volatility=excess, traded_value=value
        ),
    ),
    st.sampled_from([7, 15, 30]),
    st.floats(0.02, 0.98),
    st.floats(-60, -0.1),
    st.floats(1_000, 300_000).map(lambda price: float(rules_on(DAY).tick.nearest(price))),
    st.floats(0.001, 0.08),
    st.floats(0.001, 0.08),
    st.floats(1e8, 1e12),
    st.booleans(),
)
profiles = st.fixed_dictionaries(
    {
        "minimum_confidence": st.floats(0.3, 0.95),
        "minimum_gain_pct": st.floats(-5, 20),
        "maximum_downside_pct": st.floats(0.1, 60),
        "maximum_volatility_pct": st.floats(1, 200),
        "minimum_traded_value": st.floats(0, 1e12),
        "maximum_names": st.integers(1, 30),
        "stop_multiple": st.floats(0.01, 5),
        "target_multiple": st.floats(0.01, 10),
    }
).map(lambda values: Profile(**values))
days = st.sampled_from([date(2015, 6, 1), date(2017, 6, 1), date(2022, 9, 1), DAY])


@settings(max_examples=int(os.environ.get("RANDOM_FORECASTS") or 200), deadline=None)
@given(candidates, profiles, days, st.floats(0, 0.5))
def test_random_forecasts(made: Any, profile: Profile, day: date, fee_pct: float) -> None:
    """Label, confidence, stop and target contradict neither each other nor ticks, band and settlement."""
    rules = rules_on(day)
    (decision,) = decide([made], "moderate", profile, fee_pct, rules)
    document = document_of(decision, date(2024, 7, 9))
    assert contradictions(document, rules) == []
    assert document["justification"].startswith(document["label"])
    assert (decision.label == "HOLD") == (decision.reason not in ("buy", "sell"))
    canonical_json(document)


def _one(**values: Any) -> Decision:
    (decision,) = decide([candidate(**values)], "moderate", MODERATE, 0.15, rules_on(DAY))
    return decision


def test_a_purchase() -> None:
    decision = _one()
    assert (decision.label, decision.reason) == ("BUY", "buy")
    assert decision.chances is not None
    assert decision.confidence == decision.chances.beat
    assert decision.costs == pytest.approx(0.004)
    # The chance of beating the VN30 is 0.56; of beating it by more than the costs it is less.
    assert decision.chances.fall_behind < 0.44 < decision.chances.beat < 0.56
    document = document_of(decision, date(2024, 7, 9))
    # Two volatilities of 1.8 % over seven sessions, on ticks of 50 and 100 VND.
    assert (document["entry_price"], document["stop_loss"], document["take_profit"]) == (
        50_000,
        45_250,
        57_100,
    )
    # The day of the purchase, two of settlement and two without buyers at -7 %, and the costs.
    assert document["worst_case_pct"] == pytest.approx(-30.7, abs=0.1)
    assert document["reasons"]["worstCase"]["floorSessions"] == 5


def test_a_sale() -> None:
    decision = _one(forecast=forecast(0.42))
    assert (decision.label, decision.reason) == ("SELL", "sell")
    assert decision.chances is not None
    assert decision.confidence == decision.chances.fall_behind > 0.5
    assert decision.levels is None


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"evidence": NOT_PROVEN}, "order_not_proven"),
        ({"forecast": None}, "no_forecast"),
        ({"measures": None}, "no_price"),
        ({"forecast": forecast(None)}, "no_chance"),
        ({"spread": None}, "no_chance"),
        ({"measures": measures(excess_volatility=None)}, "no_chance"),
        ({"forecast": forecast(0.51)}, "return_below_costs"),
        ({"forecast": forecast(lower_pct=-15.1)}, "downside"),
        ({"forecast": forecast(lower_pct=None)}, "downside"),
        ({"measures": measures(volatility=0.03)}, "volatility"),
        ({"measures": measures(traded_value=19e9)}, "liquidity"),
    ],
)
def test_what_holds(values: dict[str, Any], reason: str) -> None:
    """HOLD names what stands against the likelier trade, also in words."""
    decision = _one(**values)
    assert (decision.label, decision.reason) == ("HOLD", reason)
    document = document_of(decision, date(2024, 7, 9))
    assert document["stop_loss"] is None
    (words, *_) = [block["words"] for block in document["reasons"]["blocks"] if block["code"] == reason]
    assert words in document["justification"]


def test_the_minimum_of_confidence() -> None:
    asking = MODERATE.model_copy(update={"minimum_confidence": 0.55})
    (decision,) = decide([candidate()], "moderate", asking, 0.15, rules_on(DAY))
    assert (decision.label, decision.reason) == ("HOLD", "chances_too_low")
    assert decision.chances is not None
    assert decision.confidence == pytest.approx(1 - decision.chances.beat)


def test_the_number_of_names() -> None:
    """The highest chances are bought; the others hold, and say so."""
    made = [candidate(f"T{place:02}", forecast=forecast(0.55 + place / 1000)) for place in range(8)]
    decisions = decide(made, "moderate", MODERATE, 0.15, rules_on(DAY))
    labels = {decision.candidate.ticker: decision.label for decision in decisions}
    assert sorted(ticker for ticker, label in labels.items() if label == "BUY") == [
        f"T{place:02}" for place in range(3, 8)
    ]
    assert {decision.reason for decision in decisions if decision.label == "HOLD"} == {"too_many_names"}


def test_last_months_winners() -> None:
    made = [candidate(f"T{place:02}", measures=measures(month_return_pct=float(place))) for place in range(7)]
    decisions = decide(made, "moderate", MODERATE, 0.15, rules_on(DAY))
    assert [decision.candidate.ticker for decision in decisions if decision.is_winner] == [
        f"T{place:02}" for place in range(2, 7)
    ]


def test_equal_inputs_give_equal_bytes() -> None:
    """Whatever the order of the candidates."""
    made = [candidate(ticker, horizon) for ticker in ("VCB", "FPT") for horizon in (30, 7)]
    texts = [
        canonical_json([document_of(each, DAY) for each in recommend(DAY, order, RecommendationProfiles())])
        for order in (made, made[::-1])
    ]
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"confidence": 0.3}, "is not the chance"),
        ({"chance_to_beat": 0.4, "confidence": 0.4}, "the contrary a chance"),
        ({"order_verdict": "not proven"}, "not proven"),
        ({"stop_loss": 50_100}, "not in this order"),
        ({"stop_loss": 45_260}, "not on a tick"),
        ({"take_profit": 90_000}, "within the daily band"),
        ({"worst_case_pct": -5.0}, "settlement"),
        ({"entry_price": None}, "without entry price"),
        ({"label": "SELL", "confidence": 0.39}, "SELL has a stop_loss"),
    ],
)
def test_contradictions_are_found(change: dict[str, Any], said: str) -> None:
    """The checks do not rely on the rules: each planted contradiction is a finding."""
    document = {**document_of(_one(), date(2024, 7, 9)), **change}
    found = findings_of(DAY, [document], rules_on(DAY))
    assert any(said in finding.detail for finding in found)
    assert {finding.severity for finding in found} == {"error"}


def test_silence_of_a_profile() -> None:
    assert silence("moderate", 20, {"order_not_proven": 90}) is None
    finding = silence("moderate", 21, {"liquidity": 2, "order_not_proven": 88})
    assert finding is not None
    assert finding.detail.endswith("Reasons today: order_not_proven (88), liquidity (2)")
