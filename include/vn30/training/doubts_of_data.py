"""Doubts about a valid configuration that come from the prices that are stored."""

from collections.abc import Iterator, Mapping, Sequence

from vn30.features.panel import feature_names
from vn30.training.config import Fault, TrainingConfig
from vn30.training.facts import Facts, StoredPrices, usable_sessions
from vn30.training.fold_sizes import FoldSize, fold_sizes
from vn30.training.intervals import COVERAGE
from vn30.training.ranking import LEAST_TICKERS
from vn30.training.splits import TooLittleData

FEW_TICKERS = 10
FEW_TEST_STRETCHES = 10
"""Forecasts over h sessions made every session overlap: only one in h of them is new evidence."""
LEAST_STRETCHES_FOR_INTERVAL = COVERAGE / (1 - COVERAGE)
"""Below it :func:`vn30.training.intervals.calibrate` would need more errors than there are."""
LEAST_STRETCHES_FOR_WEIGHTS = 9
"""With so few, a member would have to beat naive by a third to earn weight."""
ROWS_PER_FEATURE = 5
NAMED = 5


def doubts_of_data(config: TrainingConfig, facts: Facts) -> Iterator[Fault]:
    """What the stored prices cannot give this configuration, each with its field."""
    path = "universe.useAllVn30" if config.universe.use_all_vn30 else "universe.tickers"
    tickers = config.universe.selected(facts.members)
    if not facts.stored:
        yield Fault(path, "No prices are stored yet. Run vn30_data_crawler first.")
        return
    yield from _universe(config, facts, tickers, path)
    stored = {ticker: facts.stored[ticker] for ticker in tickers if ticker in facts.stored}
    usable = {ticker: usable_sessions(config, prices) for ticker, prices in stored.items()}
    if not stored:
        return
    yield from _window(config, facts, stored, usable)
    yield from _short_tickers(config, usable)
    yield from _evidence(config, max(usable.values()))


def _universe(config: TrainingConfig, facts: Facts, tickers: Sequence[str], path: str) -> Iterator[Fault]:
    if absent := [ticker for ticker in tickers if ticker not in facts.stored]:
        yield Fault(path, f"No prices are stored of {_names(absent)}: they will fail. Crawl them first.")
    if left := [ticker for ticker in tickers if ticker not in facts.members]:
        yield Fault(path, f"No members of the VN30 any more: {_names(left)}.")
    compared = facts.stored.keys() & {*tickers, *facts.members}
    if config.models.pooled.enabled and len(compared) < FEW_TICKERS:
        yield Fault(
            "models.pooled",
            f"The pooled model learns the order among VN30 and selection: {len(compared)} of them have "
            f"prices. That is little to learn from; below {LEAST_TICKERS} it is left out.",
        )


def _window(
    config: TrainingConfig, facts: Facts, stored: Mapping[str, StoredPrices], usable: Mapping[str, int]
) -> Iterator[Fault]:
    window = config.data_window
    if window.mode == "last_n":
        short = [ticker for ticker, sessions in usable.items() if sessions < window.last_sessions]
        if short:
            yield Fault(
                "dataWindow.lastSessions",
                f"Fewer than {window.last_sessions} sessions are left of {_names(short)} when the indicators "
                f"have warmed up, at most {max(usable[ticker] for ticker in short)}: those are used.",
            )
        return
    first, last = min(one.first for one in stored.values()), max(one.last for one in stored.values())
    if window.start and window.start < first:
        yield Fault("dataWindow.start", f"The stored prices start later, on {first}.")
    if window.end and window.end > last:
        yield Fault("dataWindow.end", f"The stored prices end earlier, on {last}.")
    elif window.end and window.end < last:
        yield Fault(
            "dataWindow.end",
            f"Models will know nothing after it, and forecast from {facts.as_of or last} all the same.",
        )


def _short_tickers(config: TrainingConfig, usable: Mapping[str, int]) -> Iterator[Fault]:
    """Those that cannot be trained at some horizon, which fails them at all."""
    longest = max(config.targets.horizons)
    field = "lastSessions" if config.data_window.mode == "last_n" else "start"
    if failing := [ticker for ticker, sessions in usable.items() if not _folds(config, sessions, longest)]:
        yield Fault(
            f"dataWindow.{field}",
            f"Too few sessions to train and test at {longest} sessions: {_names(failing)} will fail.",
        )


def _evidence(config: TrainingConfig, sessions: int) -> Iterator[Fault]:
    """What so many sessions can prove, for the ticker that has most."""
    folds = {horizon: _folds(config, sessions, horizon) for horizon in sorted(config.targets.horizons)}
    folds = {horizon: sizes for horizon, sizes in folds.items() if sizes}
    share = config.targets.test_pct / 100
    tested = {horizon: share * (sessions - horizon) / horizon for horizon in folds}
    past = {horizon: sum(fold.test for fold in sizes) / horizon for horizon, sizes in folds.items()}
    if few := [horizon for horizon in folds if tested[horizon] < FEW_TEST_STRETCHES]:
        yield Fault(
            "targets.horizons",
            f"The test part is only {tested[few[-1]]:.1f} times as long as {few[-1]} sessions: too short to "
            f"prove skill at {_listed(few)}. Use a longer data window or a larger test share.",
        )
    if few := [horizon for horizon in folds if past[horizon] < LEAST_STRETCHES_FOR_INTERVAL]:
        yield Fault(
            "targets.horizons",
            f"Too few past forecasts at {_listed(few)} sessions for an interval of {COVERAGE:.0%}: there "
            "will be none. Use a longer data window.",
        )
    learns = config.ensemble.method == "weighted" and config.ensemble.learn_weights
    few = [horizon for horizon in folds if past[horizon] < LEAST_STRETCHES_FOR_WEIGHTS]
    if learns and few:
        yield Fault(
            "ensemble.learnWeights",
            f"Too few past forecasts at {_listed(few)} sessions to learn weights from: the forecast will be "
            "nearly the naive or the pooled one.",
        )
    yield from _widths(config, sessions, min((sizes[0].train for sizes in folds.values()), default=sessions))


def _widths(config: TrainingConfig, sessions: int, rows: int) -> Iterator[Fault]:
    """Too many features, or too long ones, for ``sessions`` of which a first fold trains on ``rows``."""
    names = feature_names(config.indicators, config.targets.lookback_window)
    if rows < ROWS_PER_FEATURE * len(names):
        yield Fault(
            "indicators",
            f"{len(names)} features for {rows} training rows in the first fold: models may learn noise. "
            "Use fewer windows or a longer data window.",
        )
    if config.targets.lookback_window > sessions:
        yield Fault(
            "targets.lookbackWindow",
            f"It reaches {config.targets.lookback_window} sessions back, and models learn from {sessions}.",
        )


def _folds(config: TrainingConfig, sessions: int, horizon: int) -> tuple[FoldSize, ...]:
    try:
        return fold_sizes(sessions, config.targets.train_pct / 100, horizon)
    except TooLittleData:
        return ()


def _names(tickers: Sequence[str]) -> str:
    """The first of them by name, and how many more."""
    named = ", ".join(sorted(tickers)[:NAMED])
    return named if len(tickers) <= NAMED else f"{named} and {len(tickers) - NAMED} more"


def _listed(horizons: Sequence[int]) -> str:
    *most, last = map(str, horizons)
    return f"{', '.join(most)} and {last}" if most else last
