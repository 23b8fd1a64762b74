"""Runs of other targets on a real database: stored and scored, and served to nobody."""

from typing import Any

import pytest

from tests.integration.experiments.test_training import CONFIG, TICKERS, crawl, start, train_all
from vn30.experiments.finish import finish_experiment

SERVED = (
    "SELECT ticker, horizon_days, predicted_price, f.experiment_run_id::text AS run FROM current_forecasts f "
    "JOIN stocks ON stocks.id = stock_id ORDER BY 1, 2"
)
CLASSIFIERS = {
    **CONFIG["models"],
    **{name: {"enabled": False} for name in ("svr", "ridge", "pooled")},
    "logistic": {"enabled": True},
}


def run(platform, name: str, **sections: Any) -> str:
    """Train and finish a run; its id."""
    experiment = start(name, {**CONFIG, **sections})
    train_all(platform, experiment)
    assert finish_experiment(platform.store, name)["published"] == len(TICKERS)
    return experiment.id


def test_research_is_not_served(platform) -> None:
    """A run of another price leaves the served forecasts and models as they are, and keeps its own."""
    crawl(platform)
    run(platform, "served", targets={"kind": "percentChange", "horizons": [7]})
    served = platform.rows(SERVED)
    assert len(served) == len(TICKERS)
    models = "SELECT stock_id, experiment_run_id FROM current_models ORDER BY 1"
    current = platform.rows(models)
    research = run(platform, "research", targets={"kind": "rawPrice", "column": "high", "horizons": [7]})
    assert platform.rows(SERVED) == served
    assert platform.rows(models) == current
    stored = platform.rows(
        "SELECT predicted_price / base_price AS ratio, experiment_run_id::text AS run FROM research_forecasts"
    )
    assert [row.run for row in stored] == [research] * len(TICKERS)
    assert all(0.7 < float(row.ratio) < 1.4 for row in stored)
    assert platform.count("experiment_scores") == 2


def test_direction(platform) -> None:
    """Probabilities of a rise are scored beside the base rate, and the price is the naive one."""
    crawl(platform)
    run(platform, "direction", models=CLASSIFIERS, targets={"kind": "direction", "horizons": [7, 15]})
    members = {"ensemble", "naive", "random_forest", "gradient_boosting", "logistic"}
    metrics = platform.rows("SELECT * FROM direction_metrics")
    assert len(metrics) == len(TICKERS) * 2 * len(members)
    assert {row.member for row in metrics} == members
    for row in metrics:
        assert 0.05 < float(row.brier) < 0.6
        assert row.member != "naive" or row.brier == row.base_brier
    stored = platform.rows("SELECT * FROM research_forecasts")
    assert len(stored) == len(TICKERS) * 2
    ensembles = {float(row.probability) for row in metrics if row.member == "ensemble"}
    assert {float(row.probability_of_rise) for row in stored} == ensembles
    for row in stored:
        assert row.predicted_price == row.base_price
        assert row.lower_price < row.base_price < row.upper_price
    assert platform.count("stock_prediction_summaries") == 0


@pytest.mark.parametrize("column", ["open", "low"])
def test_pooled_model_of_another_price(platform, column: str) -> None:
    """The pooled model learns the same price as the tickers' own models, from a panel that has it."""
    crawl(platform)
    experiment = start(column, {**CONFIG, "targets": {"column": column, "horizons": [7]}})
    train_all(platform, experiment)
    assert platform.count("research_forecasts") == len(TICKERS)
