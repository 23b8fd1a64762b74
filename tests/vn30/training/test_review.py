from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from vn30.features.panel import build_panel
from vn30.features.warm_up import warm_up
from vn30.training.config import default_document, parse_config
from vn30.training.facts import Facts, StoredPrices, usable_sessions
from vn30.training.fold_sizes import fold_sizes
from vn30.training.review import review
from vn30.universe import members_on

AS_OF = date(2026, 6, 30)
MEMBERS = members_on(AS_OF)
LONG = StoredPrices(2700, date(2015, 9, 1), AS_OF)
FACTS = Facts(AS_OF, MEMBERS, frozenset(MEMBERS), dict.fromkeys(MEMBERS, LONG))
EQUAL = {"naive": 0.5, "ridge": 0.5}


def doubt(document: dict[str, Any], path: str, facts: Facts = FACTS) -> str:
    """All warnings at ``path``."""
    found = review(document, facts)
    assert found.blockers == []
    return " | ".join(message for at, message in found.warnings if at == path)


def test_defaults_on_ten_years_of_prices_raise_no_doubt() -> None:
    assert review(default_document(), FACTS).warnings == []
    assert review("{}", FACTS).config == parse_config({})


def test_what_cannot_be_parsed_blocks() -> None:
    found = review({"targets": {"trainPct": 70}, "universe": {"tickers": ["FTP"]}}, FACTS)
    assert found.config is None
    assert [fault.field_path for fault in found.blockers] == ["universe.tickers", "targets.testPct"]


@pytest.mark.parametrize(
    ("document", "path", "message"),
    [
        ({"scaling": "none"}, "scaling", "SVR without scaling"),
        ({"scaling": "none", "models": {"svr": {"enabled": False}}}, "scaling", "Ridge without scaling"),
        ({"dataWindow": {"lastSessions": 3000}}, "dataWindow.lastSessions", "at most 2639"),
        (
            {"dataWindow": {"mode": "range", "start": "2014-01-01"}},
            "dataWindow.start",
            "start later, on 2015-09-01",
        ),
        (
            {"dataWindow": {"mode": "range", "start": "2016-01-01", "end": "2027-01-01"}},
            "dataWindow.end",
            "end earlier, on 2026-06-30",
        ),
        (
            {"dataWindow": {"mode": "range", "start": "2016-01-01", "end": "2024-12-31"}},
            "dataWindow.end",
            "know nothing after it",
        ),
        (
            {"dataWindow": {"mode": "range", "start": "2026-01-01"}},
            "dataWindow.start",
            "30 sessions: ACB, BID, CTG, DGC, FPT and 25 more will fail",
        ),
        ({"indicators": {"leakageGuard": False}}, "indicators.leakageGuard", "own close"),
        ({"dataWindow": {"lastSessions": 240}}, "indicators", "37 features for 96 training rows"),
        ({"targets": {"horizons": [7]}}, "targets.horizons", "15 and 30 sessions"),
        (
            {"targets": {"horizons": [7, 15, 30], "trainPct": 95, "testPct": 5}},
            "targets.horizons",
            "4.1 times as long as 30 sessions: too short to prove skill at 15 and 30",
        ),
        ({"dataWindow": {"lastSessions": 240}}, "targets.horizons", "prove skill at 7, 15 and 30"),
        (
            {"dataWindow": {"lastSessions": 240}},
            "targets.horizons",
            "forecasts at 30 sessions for an interval",
        ),
        ({"dataWindow": {"lastSessions": 240}}, "ensemble.learnWeights", "Too few past forecasts at 15"),
        (
            {"dataWindow": {"lastSessions": 200}, "targets": {"lookbackWindow": 240}},
            "targets.lookbackWindow",
            "240 sessions back, and models learn from 200",
        ),
        (
            {"models": {"randomForest": {"nEstimators": 800}}},
            "models.randomForest.nEstimators",
            "More than 500",
        ),
        ({"models": {"randomForest": {"maxDepth": None}}}, "models.randomForest.maxDepth", "Deep trees"),
        (
            {"models": {"gradientBoosting": {"learningRate": 0.1}}},
            "models.gradientBoosting.learningRate",
            "learn noise",
        ),
        ({"models": {"svr": {"c": 1}}}, "models.svr.c", "hardly regularised"),
        ({"models": {"svr": {"epsilon": 0.1}}}, "models.svr.epsilon", "up to 10%"),
        ({"models": {"ridge": {"alpha": 1}}}, "models.ridge.alpha", "hardly regularised"),
        (
            {
                "models": {
                    name: {"enabled": False} for name in ("randomForest", "gradientBoosting", "svr", "ridge")
                }
            },
            "models",
            "pooled is the only model",
        ),
        ({"ensemble": {"method": "mean"}}, "ensemble.method", "count as much"),
        ({"ensemble": {"weights": EQUAL}}, "ensemble.weights", "not used"),
        (
            {"ensemble": {"learnWeights": False, "weights": EQUAL}},
            "ensemble.weights",
            "same at every horizon",
        ),
    ],
)
def test_a_doubt_names_the_field(document: dict[str, Any], path: str, message: str) -> None:
    assert message in doubt(document, path)


def test_doubts_about_stored_prices_name_the_tickers() -> None:
    stored = {ticker: LONG for ticker in MEMBERS if ticker != "VCB"}
    stored["SSB"] = StoredPrices(1300, date(2021, 3, 24), AS_OF)
    facts = replace(FACTS, stored=stored, known=FACTS.known | {"ROS"})
    assert "VCB: they will fail" in doubt({}, "universe.useAllVn30", facts)
    short = doubt({}, "dataWindow.lastSessions", facts)
    assert "of SSB when" in short
    assert "at most 1239" in short
    chosen = {"useAllVn30": False, "tickers": [*MEMBERS, "ROS"]}
    assert "VN30 any more: ROS." in doubt({"universe": chosen}, "universe.tickers", facts)
    assert "Run vn30_data_crawler" in doubt({}, "universe.useAllVn30", replace(FACTS, stored={}))
    few = replace(FACTS, stored=dict.fromkeys(MEMBERS[:4], LONG))
    assert "4 of them have prices" in doubt({}, "models.pooled", few)
    # One ticker alone is compared with all of the VN30 none the less.
    assert doubt({"universe": {"useAllVn30": False, "tickers": ["FPT"]}}, "models.pooled") == ""


def test_warm_up_is_what_the_panel_leaves_incomplete() -> None:
    close = 100 * np.exp(np.random.default_rng(3).normal(0, 0.02, 400).cumsum())
    bars = pd.DataFrame({"symbol": "FPT", "date": pd.bdate_range("2020-01-01", periods=400), "close": close})
    bars = bars.assign(open=close, high=close * 1.01, low=close * 0.99, volume=1e6)
    for indicators in (
        {},
        {"leakageGuard": False},
        {"macd": {"slow": 200, "signal": 90}},
        {"roc": {"window": 99}},
    ):
        config = parse_config({"indicators": indicators})
        panel = build_panel(bars, config.indicators, config.targets.lookback_window)
        incomplete = int(panel.isna().any(axis=1).sum())
        assert warm_up(config.indicators, config.targets.lookback_window) == incomplete


def test_usable_sessions_of_a_window() -> None:
    half = {"dataWindow": {"mode": "range", "start": "2021-01-29"}}
    assert usable_sessions(parse_config({}), LONG) == 2500
    assert usable_sessions(parse_config({}), LONG._replace(sessions=100)) == 39
    assert usable_sessions(parse_config(half), LONG) == pytest.approx(1350, abs=5)
    ended = {"dataWindow": {"mode": "range", "start": "2015-09-01", "end": "2021-01-29"}}
    assert usable_sessions(parse_config(ended), LONG) == pytest.approx(1350 - 61, abs=5)


def test_fold_sizes_are_those_of_the_back_test() -> None:
    # As test_fit.py has them: three folds of the test part and three before it, each after a purge of 15.
    assert [fold.train for fold in fold_sizes(400, 0.8, 15)] == [215, 241, 267, 293, 319, 345]
    assert [fold.test for fold in fold_sizes(400, 0.8, 15)] == [26, 26, 26, 26, 26, 25]
