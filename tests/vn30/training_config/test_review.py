from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from vn30.features.panel import build_panel
from vn30.features.warmup import warm_up
from vn30.market.universe import members_on
from vn30.model_selection.fold_sizes import fold_sizes
from vn30.training_config.document import default_document, parse_config
from vn30.training_config.review.review import review
from vn30.training_config.review.stored_data import (
    SeriesFaults,
    StoredData,
    StoredPrices,
    usable_bars,
)

AS_OF = date(2026, 6, 30)
MEMBERS = members_on(AS_OF)
LONG = StoredPrices(2700, date(2015, 9, 1), AS_OF)
DATA = StoredData(AS_OF, MEMBERS, frozenset(MEMBERS), dict.fromkeys(MEMBERS, LONG))
RUN = "5f0c2b1e-8f0b-4a53-9d0e-7a5f1f3f7c11"
EQUAL = {"naive": 0.5, "ridge": 0.5}


def warnings_at(document: dict[str, Any], path: str, data: StoredData = DATA) -> str:
    """All warnings at ``path``."""
    reviewed = review(document, data)
    assert reviewed.blockers == []
    return " | ".join(message for at, message in reviewed.warnings if at == path)


def test_defaults() -> None:
    """The defaults have no warning on ten years of prices."""
    assert review(default_document(), DATA).warnings == []
    assert review("{}", DATA).config == parse_config({})


def test_few_minutes() -> None:
    """Features of minutes name the tickers whose minutes cover less than half of their sessions."""
    document, path = {"indicators": {"sessionMinutes": {"window": 1}}}, "indicators.sessionMinutes"
    stored = dict.fromkeys(MEMBERS, LONG._replace(minutes=1300))
    assert warnings_at(document, path, replace(DATA, stored=stored)) == ""
    stored["FPT"] = LONG._replace(minutes=30)
    few = warnings_at(document, path, replace(DATA, stored=stored))
    assert few.startswith("Minutes are stored for few sessions of FPT, at most 30. ")
    assert "ACB, BID, CTG, DGC, FPT and 25 more, at most 0." in warnings_at(document, path)


def test_timeframe() -> None:
    """Bars within sessions are research, and need minutes; what is of whole sessions is refused with them."""
    hours = {"timeframe": "1h"}
    told = warnings_at({"targets": hours}, "targets.timeframe")
    assert told.startswith("No minutes are stored for ACB, BID, CTG, DGC, FPT and 25 more")
    assert told.endswith("are research: stored and scored under their run, and not shown on Market.")
    for path, document in {
        "indicators.sessionMinutes": {"targets": hours, "indicators": {"sessionMinutes": {"window": 1}}},
        "selection.parent": {
            "targets": hours,
            "selection": {"parent": "5f0c2b1e-8f0b-4a53-9d0e-7a5f1f3f7c11"},
        },
        "models.pooled.lambdaRank": {"targets": hours, "models": {"pooled": {"lambdaRank": True}}},
        "targets.timeframe": {"targets": {"timeframe": "5m"}},
    }.items():
        assert [blocker.field_path for blocker in review(document, DATA).blockers] == [path]
    assert usable_bars(parse_config({"targets": hours}), LONG._replace(minutes=100)) == 500 - 60
    window = {"targets": hours, "dataWindow": {"lastSessions": 100}}
    assert usable_bars(parse_config(window), LONG._replace(minutes=300)) == 500


def test_blockers() -> None:
    reviewed = review({"targets": {"trainPct": 70}, "universe": {"tickers": ["FTP"]}}, DATA)
    assert reviewed.config is None
    assert [fault.field_path for fault in reviewed.blockers] == ["universe.tickers", "targets.testPct"]


@pytest.mark.parametrize(
    ("document", "path", "message"),
    [
        ({"scaling": "none"}, "scaling", "features dominate SVR"),
        ({"scaling": "none", "models": {"svr": {"enabled": False}}}, "scaling", "Ridge suppresses"),
        ({"dataWindow": {"lastSessions": 3000}}, "dataWindow.lastSessions", "at most 2640"),
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
            "learn from no later session",
        ),
        (
            {"dataWindow": {"mode": "range", "start": "2026-01-01"}},
            "dataWindow.start",
            "30 ahead: ACB, BID, CTG, DGC, FPT and 25 more will fail",
        ),
        ({"targets": {"kind": "rawPrice"}}, "targets.kind", "levels of the past"),
        ({"targets": {"kind": "rawPrice"}}, "targets.kind", "not shown on Market"),
        ({"targets": {"column": "high"}}, "targets.column", "not shown on Market"),
        ({"dataWindow": {"lastSessions": 240}}, "indicators", "37 features for 96 training rows"),
        ({"targets": {"horizons": [7]}}, "targets.horizons", "15 and 30 sessions"),
        (
            {"targets": {"horizons": [7, 15, 30], "trainPct": 95, "testPct": 5}},
            "targets.horizons",
            "4.1 times as long as 30 sessions: too short to prove skill at 15 and 30",
        ),
        ({"dataWindow": {"lastSessions": 240}}, "targets.horizons", "prove skill at 7, 15 and 30"),
        ({"dataWindow": {"lastSessions": 240}}, "ensemble.learnWeights", "Too few past forecasts at 15"),
        (
            {"dataWindow": {"lastSessions": 200}, "targets": {"lookbackWindow": 240}},
            "targets.lookbackWindow",
            "240 sessions, and models learn from 200",
        ),
        (
            {"models": {"randomForest": {"nEstimators": 800}}},
            "models.randomForest.nEstimators",
            "More than 500",
        ),
        ({"models": {"randomForest": {"maxDepth": None}}}, "models.randomForest.maxDepth", "Deep trees"),
        (
            {"models": {"gradientBoosting": {"learningRate": 0.2}}},
            "models.gradientBoosting.learningRate",
            "learning rate overfit",
        ),
        ({"models": {"svr": {"c": 1}}}, "models.svr.c", "regularisation is weak"),
        ({"models": {"svr": {"epsilon": 0.1}}}, "models.svr.epsilon", "up to 10%"),
        ({"models": {"ridge": {"alpha": 1}}}, "models.ridge.alpha", "regularisation is weak"),
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
def test_warning_names_field(document: dict[str, Any], path: str, message: str) -> None:
    assert message in warnings_at(document, path)


def test_data_warnings() -> None:
    """Warnings about stored prices name the tickers."""
    stored = {ticker: LONG for ticker in MEMBERS if ticker != "VCB"}
    stored["SSB"] = StoredPrices(1300, date(2021, 3, 24), AS_OF)
    data = replace(DATA, stored=stored, known=DATA.known | {"ROS"})
    assert "VCB: their training will fail" in warnings_at({}, "universe.useAllVn30", data)
    partial = replace(data, absent=frozenset({"VCB"}))
    left_out = "The price source does not have VCB: they are left out."
    assert left_out in warnings_at({}, "universe.useAllVn30", partial)
    by_name = {"universe": {"useAllVn30": False, "tickers": list(MEMBERS)}}
    assert "VCB: their training will fail" in warnings_at(by_name, "universe.tickers", partial)
    short = warnings_at({}, "dataWindow.lastSessions", data)
    assert "for SSB after" in short
    assert "at most 1240" in short
    chosen = {"useAllVn30": False, "tickers": [*MEMBERS, "ROS"]}
    assert "No longer members of the VN30: ROS." in warnings_at(
        {"universe": chosen}, "universe.tickers", data
    )
    assert "Run vn30_data_crawler" in warnings_at({}, "universe.useAllVn30", replace(DATA, stored={}))
    few = replace(DATA, stored=dict.fromkeys(MEMBERS[:4], LONG))
    assert "4 of them have prices" in warnings_at({}, "models.pooled", few)
    # One ticker alone is compared with all of the VN30 none the less.
    assert warnings_at({"universe": {"useAllVn30": False, "tickers": ["FPT"]}}, "models.pooled") == ""


def test_warm_up() -> None:
    close = 100 * np.exp(np.random.default_rng(3).normal(0, 0.02, 400).cumsum())
    bars = pd.DataFrame({"symbol": "FPT", "date": pd.bdate_range("2020-01-01", periods=400), "close": close})
    bars = bars.assign(open=close, high=close * 1.01, low=close * 0.99, volume=1e6)
    for indicators in (
        {},
        {"leakageGuard": True},
        {"macd": {"slow": 200, "signal": 90}},
        {"roc": {"window": 99}},
    ):
        config = parse_config({"indicators": indicators})
        panel = build_panel(bars, config.indicators, config.targets.lookback_window)
        incomplete = int(panel.isna().any(axis=1).sum())
        assert warm_up(config.indicators, config.targets.lookback_window) == incomplete


def test_usable_bars_of_a_window() -> None:
    half = {"dataWindow": {"mode": "range", "start": "2021-01-29"}}
    assert usable_bars(parse_config({}), LONG) == 2500
    assert usable_bars(parse_config({}), LONG._replace(sessions=100)) == 40
    assert usable_bars(parse_config(half), LONG) == pytest.approx(1350, abs=5)
    ended = {"dataWindow": {"mode": "range", "start": "2015-09-01", "end": "2021-01-29"}}
    assert usable_bars(parse_config(ended), LONG) == pytest.approx(1350 - 61, abs=5)


def test_fold_sizes_are_those_of_the_back_test() -> None:
    # As test_fit.py has them: three folds of the test part and three before it, each after a purge of 15.
    assert [fold.train for fold in fold_sizes(400, 0.8, 15)] == [215, 241, 267, 293, 319, 345]
    assert [fold.test for fold in fold_sizes(400, 0.8, 15)] == [26, 26, 26, 26, 26, 25]


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (SeriesFaults(0, 2700, 0, 0, 1), "The newest bars of FPT are provisional"),
        (SeriesFaults(900, 2700, 0, 0, 0), "Sessions are missing for FPT; most for FPT: 900 of 2700."),
        (SeriesFaults(33, 2700, 33, 0, 0), "All rows of 33 sessions were rejected as impossible, for FPT."),
        (SeriesFaults(0, 2700, 0, 60, 0), "carried forward over many sessions for FPT"),
        (SeriesFaults(5, 2700, 0, 3, 0), ""),
    ],
    ids=["provisional", "missing", "refused", "untraded", "small"],
)
def test_faults_of_series(fault: SeriesFaults, message: str) -> None:
    """What the crawler refused, or did not get, is a warning of the training on it."""
    found = warnings_at({}, "universe.useAllVn30", replace(DATA, faults={"FPT": fault}))
    assert message in found
    assert bool(found) is bool(message)
    other = {"universe": {"useAllVn30": False, "tickers": ["VCB", "HPG"]}}
    assert warnings_at(other, "universe.tickers", replace(DATA, faults={"FPT": fault})) == ""


def test_failed_gate() -> None:
    found = warnings_at({}, "universe.useAllVn30", replace(DATA, gate_errors=3))
    assert "The quality gate of the newest crawl failed with 3 errors" in found
