"""Doubts about a valid configuration that need no look at the stored prices."""

from collections.abc import Iterator

from vn30.pipelines import HORIZONS
from vn30.training.config import Fault, TrainingConfig
from vn30.training.ensemble_config import EnsembleConfig, GradientBoostingConfig, ModelsConfig

MANY_TREES = 500
DEEP_TREE = 8
LOST_TO_NAIVE = "settings like this lost to the naive forecast on VN30 prices"


def doubts_of_models(config: TrainingConfig) -> Iterator[Fault]:
    """What may be a mistake in the models, the features and the ensemble, each with its field."""
    yield from _sections(config)
    yield from _scaling(config)
    yield from _members(config.models)
    yield from _ensemble(config.ensemble, config.models)


def _sections(config: TrainingConfig) -> Iterator[Fault]:
    if not config.indicators.leakage_guard:
        yield Fault(
            "indicators.leakageGuard",
            "Features of a session see its own close: right for forecasts made after the close, and for "
            "no trade at that close.",
        )
    missing = [str(horizon) for horizon in HORIZONS if horizon not in config.targets.horizons]
    if missing:
        yield Fault(
            "targets.horizons",
            f"There will be no forecasts for {' and '.join(missing)} sessions: those of earlier runs are not "
            "shown beside newer ones.",
        )


def _scaling(config: TrainingConfig) -> Iterator[Fault]:
    if config.scaling != "none":
        return
    if config.models.svr.enabled:
        yield Fault("scaling", "SVR without scaling hears the features with large numbers alone.")
    if config.models.ridge.enabled:
        yield Fault("scaling", "Ridge without scaling shrinks features with small numbers to nothing.")


def _members(models: ModelsConfig) -> Iterator[Fault]:
    forest, svr, ridge = models.random_forest, models.svr, models.ridge
    enabled = models.enabled()
    if len(enabled) == 1:
        yield Fault("models", f"{enabled[0]} is the only model beside the naive forecast.")
    for path, tree_model in (("randomForest", forest), ("gradientBoosting", models.gradient_boosting)):
        if tree_model.enabled and tree_model.n_estimators > MANY_TREES:
            yield Fault(
                f"models.{path}.nEstimators",
                f"More than {MANY_TREES} trees take long and hardly change a forecast.",
            )
    if forest.enabled and (forest.max_depth is None or forest.max_depth > DEEP_TREE):
        yield Fault("models.randomForest.maxDepth", f"Deep trees learn noise: {LOST_TO_NAIVE}. Try 4.")
    if models.gradient_boosting.enabled:
        yield from _boosting(models.gradient_boosting)
    if svr.enabled and svr.c >= 1:
        yield Fault("models.svr.c", f"It is hardly regularised: {LOST_TO_NAIVE}. Try 0.01.")
    if svr.enabled and svr.epsilon > 0.05:
        yield Fault(
            "models.svr.epsilon",
            f"Errors up to {svr.epsilon:.0%} cost nothing: it will say nearly the same for every session.",
        )
    if ridge.enabled and ridge.alpha < 10:
        yield Fault("models.ridge.alpha", f"It is hardly regularised: {LOST_TO_NAIVE}. Try 1000.")


def _boosting(boosting: GradientBoostingConfig) -> Iterator[Fault]:
    # Steps times rate is how far the fit can go; scikit-learn's own defaults make it 10.
    if boosting.n_estimators * boosting.learning_rate >= 5:
        yield Fault(
            "models.gradientBoosting.learningRate",
            f"So many trees at such a rate learn noise: {LOST_TO_NAIVE}. Try 100 trees at 0.01.",
        )


def _ensemble(ensemble: EnsembleConfig, models: ModelsConfig) -> Iterator[Fault]:
    given = ensemble.given_weights()
    if ensemble.method != "weighted":
        yield Fault(
            "ensemble.method",
            f"With {ensemble.method}, models without skill count as much as those with it; learned weights "
            "leave them to the naive forecast.",
        )
    if given is None and ensemble.weights is not None:
        yield Fault(
            "ensemble.weights",
            "They are not used: that takes the method weighted, with learnWeights off.",
        )
    if given is not None:
        yield Fault("ensemble.weights", "They are the same at every horizon, and no test has earned them.")
        idle = [name for name in models.enabled() if given[name] == 0]
        if idle:
            yield Fault("ensemble.weights", f"Trained and not used: {', '.join(idle)}.")
