"""One-line summaries of training configurations."""

from collections.abc import Sequence

from vn30.database.warehouse import Row
from vn30.errors import WrongInput
from vn30.experiments.requests import wanted_document
from vn30.i18n.localized import joined, localized
from vn30.market.timeframes import Timeframe
from vn30.training_config.document import TrainingConfig, parse_config

SHOWN_TICKERS = 5
_STEPS: dict[Timeframe, str] = {
    "1d": localized("sessions"),
    "1h": localized("hours"),
    "half": localized("half sessions"),
}
_METHODS = {"weighted": localized("weighted"), "average": localized("average")}


def summary(version: int, config: TrainingConfig) -> str:
    """Such as ``v4: all VN30, 7/15/30 sessions, random_forest + ridge + pooled, weighted, seed 42``."""
    parts = [
        _universe(config),
        *_target(config),
        joined(" ", "/".join(map(str, config.targets.horizons)), _STEPS[config.targets.timeframe]),
        " + ".join(config.models.enabled()) or localized("no models"),
        _METHODS.get(config.ensemble.method, config.ensemble.method),
        localized("seed {seed}", seed=str(config.reproducibility.seed)),
    ]
    return joined(": ", f"v{version}", joined(", ", *parts))


def summary_of_run(row: Row) -> str:
    """The summary of what a run was asked for: ``row`` has ``config``, ``config_version``, ``scope``,
    ``requested_tickers``, ``global_seed`` and ``target_column``."""
    universe = row["config"].get("universe") or {}
    own_scope = "all_vn30" if universe.get("useAllVn30", True) else "selected"
    tickers: Sequence[str] | None = row["requested_tickers"]
    document = wanted_document(
        row["config"], row["scope"] or own_scope, tickers, row["global_seed"], row["target_column"]
    )
    named = (document.get("universe") or {}).get("tickers") or ()
    try:
        return summary(row["config_version"], parse_config(document, also_known=named))
    except WrongInput:
        return joined(": ", f"v{row['config_version']}", localized("not valid any more"))


def _target(config: TrainingConfig) -> list[str]:
    """What is not forecast by default: such as ``rawPrice of the high``."""
    targets = config.targets
    default = type(targets)()
    if (targets.kind, targets.column) == (default.kind, default.column):
        return []
    return [localized("{kind} of the {column}", kind=targets.kind, column=targets.column)]


def _universe(config: TrainingConfig) -> str:
    if config.universe.use_all_vn30:
        return localized("all VN30")
    tickers = config.universe.tickers
    more = len(tickers) - SHOWN_TICKERS
    named = " ".join(tickers[:SHOWN_TICKERS])
    return localized("{tickers} and {more} more", tickers=named, more=more) if more > 0 else named
