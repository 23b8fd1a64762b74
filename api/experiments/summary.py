"""One-line summaries of training configurations."""

from collections.abc import Sequence

from vn30.database.warehouse import Row
from vn30.errors import WrongInput
from vn30.experiments.requests import wanted_document
from vn30.market.timeframes import Timeframe
from vn30.training_config.document import TrainingConfig, parse_config

SHOWN_TICKERS = 5
_STEPS: dict[Timeframe, str] = {"1d": "sessions", "1h": "hours", "half": "half sessions"}


def summary(version: int, config: TrainingConfig) -> str:
    """Such as ``v4: all VN30, 7/15/30 sessions, random_forest + ridge + pooled, weighted, seed 42``."""
    parts = [
        _universe(config),
        *_target(config),
        "/".join(map(str, config.targets.horizons)) + f" {_STEPS[config.targets.timeframe]}",
        " + ".join(config.models.enabled()) or "no models",
        config.ensemble.method,
        f"seed {config.reproducibility.seed}",
    ]
    return f"v{version}: {', '.join(parts)}"


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
        return f"v{row['config_version']}: not valid any more"


def _target(config: TrainingConfig) -> list[str]:
    """What is not forecast by default: such as ``rawPrice of the high``."""
    targets = config.targets
    default = type(targets)()
    if (targets.kind, targets.column) == (default.kind, default.column):
        return []
    return [f"{targets.kind} of the {targets.column}"]


def _universe(config: TrainingConfig) -> str:
    if config.universe.use_all_vn30:
        return "all VN30"
    tickers = config.universe.tickers
    more = len(tickers) - SHOWN_TICKERS
    return " ".join(tickers[:SHOWN_TICKERS]) + (f" and {more} more" if more > 0 else "")
