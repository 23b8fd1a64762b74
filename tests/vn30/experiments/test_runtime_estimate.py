from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from vn30.experiments.runtime_estimate import RecordedRun, estimate_minutes
from vn30.market.universe import members_on
from vn30.training_config.document import TrainingConfig, parse_config
from vn30.training_config.review.stored_data import StoredPrices

MEMBERS = members_on(date(2024, 12, 31))
LONG = StoredPrices(2300, date(2015, 9, 1), date(2024, 12, 31))
SMALL: dict[str, Any] = {
    "targets": {"horizons": [7]},
    "models": {"randomForest": {"nEstimators": 50}, "svr": {"enabled": False}},
}


def tickers(count: int) -> dict[str, StoredPrices]:
    return dict.fromkeys(MEMBERS[:count], LONG)


def minutes(document: dict[str, Any], count: int = 30, history: list[RecordedRun] | None = None) -> float:
    return estimate_minutes(parse_config(document), tickers(count), history or [], cores=2).minutes


def known_cost(config: TrainingConfig, count: int) -> float:
    """Seconds on a machine of another kind than the model's: slow to start, fast at trees."""
    models, fits = config.models, 7 * len(config.targets.horizons) * count
    one_fit = 0.02 + 4e-5 * models.random_forest.n_estimators + 7e-4 * models.gradient_boosting.n_estimators
    return 40 + 1.2 * count + fits * (one_fit + 0.02 * models.svr.enabled)


def recorded(noise: float = 0.03) -> list[RecordedRun]:
    random = np.random.default_rng(8)
    runs = []
    for _ in range(12):
        count = int(random.integers(3, 31))
        document = {
            "targets": {"horizons": [[7], [7, 15], [7, 15, 30]][random.integers(3)]},
            "models": {
                "randomForest": {"nEstimators": int(random.integers(20, 600))},
                "gradientBoosting": {"nEstimators": int(random.integers(20, 300))},
                "svr": {"enabled": bool(random.integers(2))},
            },
        }
        config = parse_config(document)
        seconds = known_cost(config, count) * np.exp(random.normal(0, noise))
        runs.append(RecordedRun(config, tickers(count), float(seconds)))
    return runs


def test_without_history_the_estimate_is_the_prior() -> None:
    estimate = estimate_minutes(parse_config({}), tickers(30), [])
    assert estimate.basis == "prior"
    assert 0.2 < estimate.minutes < 10


@pytest.mark.parametrize("history", [[], recorded()], ids=["prior", "fitted"])
def test_more_work_takes_longer(history: list[RecordedRun]) -> None:
    usual = minutes({}, history=history)
    assert minutes({}, 10, history) < usual
    assert minutes({"targets": {"horizons": [7]}}, 30, history) < usual
    for section in (
        {"models": {"randomForest": {"nEstimators": 600}}},
        {"models": {"gradientBoosting": {"nEstimators": 200}}},
    ):
        assert minutes(section, 30, history) > usual
    assert minutes({"models": {"svr": {"enabled": False}}}, 30, history) < usual
    assert minutes({"dataWindow": {"lastSessions": 800}}, 30, history) < usual


def test_one_run() -> None:
    """One run determines the speed of the machine."""
    run = RecordedRun(parse_config({}), tickers(30), 600.0)
    estimate = estimate_minutes(parse_config({}), tickers(30), [run])
    assert estimate == (pytest.approx(10, rel=1e-3), "1 run")


@pytest.mark.parametrize(("document", "count"), [({}, 30), (SMALL, 5), (SMALL, 30), ({}, 3)], ids=str)
def test_estimate_of_another_configuration(document: dict[str, Any], count: int) -> None:
    """Recorded runs foretell one of another configuration."""
    known = known_cost(parse_config(document), count) / 60
    assert minutes(document, count, recorded()) == pytest.approx(known, rel=0.15)


def test_a_run_on_a_busy_machine_moves_little() -> None:
    history = recorded()
    calm = minutes({}, history=history)
    history[0] = replace(history[0], seconds=6 * history[0].seconds)
    assert minutes({}, history=history) == pytest.approx(calm, rel=0.1)


def test_short_ticker() -> None:
    """A ticker with too few sessions costs only its task."""
    short = {"SSB": StoredPrices(120, date(2024, 6, 1), date(2024, 12, 31))}
    config = parse_config({})
    with_short = estimate_minutes(config, tickers(5) | short, [], cores=1)
    assert 0 < with_short.minutes - estimate_minutes(config, tickers(5), [], cores=1).minutes < 0.1


@pytest.mark.parametrize("history", [[], recorded()], ids=["prior", "fitted"])
def test_importances(history: list[RecordedRun]) -> None:
    """Measuring importances takes longer than training, and the longer, the more models are shuffled."""
    measured = {"selection": {"importances": True}}
    usual, slow = minutes({}, history=history), minutes(measured, history=history)
    assert 1.5 * usual < slow < 10 * usual
    without_svr = {"models": {"svr": {"enabled": False}}}
    saved = slow - minutes({**measured, **without_svr}, history=history)
    assert saved > usual - minutes(without_svr, history=history)


def test_half_sessions() -> None:
    """Bars within sessions are counted by the sessions with minutes."""
    half = parse_config({"targets": {"timeframe": "half"}})
    stored = dict.fromkeys(MEMBERS, LONG._replace(minutes=300))
    few = estimate_minutes(half, stored, [], cores=2).minutes
    all_of_them = estimate_minutes(half, dict.fromkeys(MEMBERS, LONG._replace(minutes=2300)), [], cores=2)
    assert few < minutes({}) < all_of_them.minutes
