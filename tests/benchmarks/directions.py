"""The classifiers of the direction in the study of real prices: their chances of a rise, and how reliable."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from rich.table import Table
from threadpoolctl import threadpool_limits

from tests.benchmarks.study import MIN_TRAIN_ROWS, SCORED_FROM, Study, half_years, labelled_bars
from vn30.evaluation.reliability import brier_scores, reliability_bins
from vn30.model_selection.walk_forward import target_dates
from vn30.models.base import NAIVE, Classifier
from vn30.models.classifiers import fit_classifiers
from vn30.models.registry import MODELS
from vn30.training_config.document import TrainingConfig

MEAN = "mean"
CLASSIFIER = "{} (classifier)"
"""The name under which the seconds of a fit are kept: most of these models are regressors too."""


def forecast_directions(study: Study, tickers: list[str], progress: Callable[..., list[str]]) -> pd.DataFrame:
    """One row a horizon, ticker and session of SCORED_FROM on: the outcome, and each model's chance."""
    tables = []
    with threadpool_limits(limits=1):
        for horizon in study.config.targets.horizons:
            for ticker in progress(tickers, description=f"direction, {horizon} sessions"):
                at = study.panel["symbol"] == ticker
                rows, features = labelled_bars(study.panel[at], horizon), study.features_of(at)
                tables += _of_ticker(study, rows, features, horizon)
    return pd.concat(tables, ignore_index=True)


def _classifiers(config: TrainingConfig) -> dict[str, Classifier]:
    models = {name: getattr(config.models, name) for name in MODELS}
    return {
        name: model.make_classifier(config.reproducibility.seed)
        for name, model in models.items()
        if model.classifies and model.unavailable() is None
    }


def _of_ticker(study: Study, rows: pd.DataFrame, features: np.ndarray, horizon: int) -> list[pd.DataFrame]:
    labels, dates = rows["label"].to_numpy(), pd.DatetimeIndex(rows["date"])
    known = ~np.isnan(features).any(axis=1) & ~np.isnan(labels)
    ends = target_dates(dates, horizon)
    tables = []
    for fold in half_years(rows["date"]):
        train, test = known & fold.train(ends), known & fold.test(dates)
        if fold.first < SCORED_FROM or train.sum() < MIN_TRAIN_ROWS or not test.any():
            continue
        members = _classifiers(study.config)
        fitted = fit_classifiers(
            members, study.config.scaling, features[train], labels[train] > 0, lambda: None
        )
        for name, seconds in fitted.seconds.items():
            study.count_seconds(CLASSIFIER.format(name), seconds)
        chances = fitted.predict(features[test])
        chances[MEAN] = np.mean([chances[name] for name in members], axis=0)
        table = pd.DataFrame({"date": dates[test], "rose": labels[test] > 0, "horizon": horizon, **chances})
        tables.append(table)
    return tables


def direction_table(forecasts: pd.DataFrame, seconds: Mapping[str, float]) -> Table:
    """Brier scores beside those of the base rate, by horizon and classifier, and five groups of chances."""
    table = Table(title="chances of a rise, not calibrated (standard error)")
    headings = ("", "model", "Brier", "base rate", "gain", "forecast -> observed", "seconds a fit")
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    names = [str(name) for name in forecasts if name not in ("date", "rose", "horizon", NAIVE)]
    for horizon, rows in forecasts.groupby("horizon"):
        rose, base = rows["rose"].to_numpy(dtype=np.float64), rows[NAIVE].to_numpy()
        for name in names:
            chances = rows[name].to_numpy()
            scores = brier_scores(rows["date"], chances, base, rose, int(horizon))
            bins = reliability_bins(rows["date"], chances, rose, int(horizon))
            taken = seconds.get(CLASSIFIER.format(name))
            table.add_row(
                str(horizon),
                name,
                f"{scores.brier:.4f}",
                f"{scores.base_rate_brier:.4f}",
                f"{scores.base_rate_brier - scores.brier:+.4f} ({scores.gain_error:.4f})",
                ", ".join(
                    f"{found.mean_probability:.2f} -> {found.observed_share:.2f} ({found.standard_error:.2f})"
                    for found in bins
                ),
                "" if taken is None else f"{taken:.2f}",
                end_section=name == names[-1],
            )
    return table
