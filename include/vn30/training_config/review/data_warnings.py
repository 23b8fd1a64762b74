"""Warnings about a valid configuration that depend on the stored prices."""

from collections.abc import Iterator, Mapping, Sequence

from vn30.config_part import Fault
from vn30.evaluation.rank_ic import MIN_TICKERS
from vn30.features.panel import feature_names
from vn30.market.timeframes import DAYS, SESSION_BARS
from vn30.model_selection.fold_sizes import FoldSize, fold_sizes
from vn30.model_selection.splits import TooLittleData
from vn30.models.base import POOLED
from vn30.training_config.document import TrainingConfig
from vn30.training_config.review.stored_data import StoredData, StoredPrices, usable_bars

FEW_TICKERS = 10
FEW_TEST_PERIODS = 10
"""Daily forecasts over h sessions overlap, so that only one in h is independent; a period is h forecasts."""
MIN_PERIODS_FOR_WEIGHTS = 9
"""With fewer, a member needs a skill above 1/3 to get a weight."""
ROWS_PER_FEATURE = 5
MAX_MISSING = 0.01
"""The share of its sessions that a series may lack without a warning."""
MIN_UNTRADED = 10
MIN_MINUTES = 0.5
"""The share of its sessions that a ticker's minutes may cover without a warning."""
NAMED = 5


def data_warnings(config: TrainingConfig, data: StoredData) -> Iterator[Fault]:
    """Warnings about missing or too few stored prices, each with its field."""
    path = "universe.useAllVn30" if config.universe.use_all_vn30 else "universe.tickers"
    tickers = config.universe.selected(data.members)
    if not data.stored:
        yield Fault(path, "No prices are stored yet. Run vn30_data_crawler first.")
        return
    yield from _universe(config, data, tickers, path)
    stored = {ticker: data.stored[ticker] for ticker in tickers if ticker in data.stored}
    usable = {ticker: usable_bars(config, prices) for ticker, prices in stored.items()}
    if not stored:
        return
    yield from _window(config, data, stored, usable)
    yield from _minutes(config, stored, usable)
    yield from _short_tickers(config, usable)
    yield from _evidence(config, max(usable.values()))


def _universe(config: TrainingConfig, data: StoredData, tickers: Sequence[str], path: str) -> Iterator[Fault]:
    without = [ticker for ticker in tickers if ticker not in data.stored]
    absent = [ticker for ticker in without if ticker in data.absent and config.universe.use_all_vn30]
    if absent:
        yield Fault(path, f"The price source does not have {_names(absent)}: they are left out.")
    if failing := [ticker for ticker in without if ticker not in absent]:
        yield Fault(
            path, f"No prices are stored for {_names(failing)}: their training will fail. Crawl them first."
        )
    yield from _quality(data, tickers, path)
    if former := [ticker for ticker in tickers if ticker not in data.members]:
        yield Fault(path, f"No longer members of the VN30: {_names(former)}.")
    compared = data.stored.keys() & {*tickers, *data.members}
    if POOLED in config.models.enabled() and len(compared) < FEW_TICKERS:
        yield Fault(
            "models.pooled",
            f"The pooled model learns the ranking of the VN30 and the selected tickers: {len(compared)} of "
            f"them have prices, which are few. With fewer than {MIN_TICKERS}, the pooled model is left out.",
        )


def _quality(data: StoredData, tickers: Sequence[str], path: str) -> Iterator[Fault]:
    """What the crawler could not load of the selected series, or not yet in its final form."""
    if data.gate_errors:
        count = "1 error" if data.gate_errors == 1 else f"{data.gate_errors} errors"
        yield Fault(path, f"The quality gate of the newest crawl failed with {count}: see its report.")
    faults = {ticker: data.faults[ticker] for ticker in tickers if ticker in data.faults}
    if early := [ticker for ticker, fault in faults.items() if fault.provisional]:
        yield Fault(
            path,
            f"The newest bars of {_names(early)} are provisional: they were fetched before the prices had "
            "settled. The next crawl replaces them.",
        )
    missing = {
        ticker: fault for ticker, fault in faults.items() if fault.missing > MAX_MISSING * fault.expected
    }
    if missing:
        worst = max(missing, key=lambda ticker: missing[ticker].missing / missing[ticker].expected)
        yield Fault(
            path,
            f"Sessions are missing for {_names(list(missing))}; most for {worst}: "
            f"{missing[worst].missing} of {missing[worst].expected}.",
        )
    if refused := [ticker for ticker, fault in faults.items() if fault.refused]:
        sessions = sum(faults[ticker].refused for ticker in refused)
        yield Fault(
            path, f"All rows of {sessions} sessions were rejected as impossible, for {_names(refused)}."
        )
    if untraded := [ticker for ticker, fault in faults.items() if fault.untraded >= MIN_UNTRADED]:
        yield Fault(
            path,
            f"Prices without volume were carried forward over many sessions for {_names(untraded)}: models "
            "are not trained on them.",
        )


def _window(
    config: TrainingConfig, data: StoredData, stored: Mapping[str, StoredPrices], usable: Mapping[str, int]
) -> Iterator[Fault]:
    window = config.data_window
    if window.mode == "last_n":
        bars = SESSION_BARS[config.targets.timeframe]
        short = [ticker for ticker, known in usable.items() if known < window.last_sessions * bars]
        if short:
            yield Fault(
                "dataWindow.lastSessions",
                f"Fewer than {window.last_sessions} sessions remain for {_names(short)} after the warm-up of "
                f"the indicators, at most {max(usable[ticker] for ticker in short) // bars}. All of them are "
                "used.",
            )
        return
    first = min(prices.first for prices in stored.values())
    last = max(prices.last for prices in stored.values())
    if window.start and window.start < first:
        yield Fault("dataWindow.start", f"The stored prices start later, on {first}.")
    if window.end and window.end > last:
        yield Fault("dataWindow.end", f"The stored prices end earlier, on {last}.")
    elif window.end and window.end < last:
        yield Fault(
            "dataWindow.end",
            f"Models learn from no later session, but forecast from {data.as_of or last}.",
        )


def _minutes(
    config: TrainingConfig, stored: Mapping[str, StoredPrices], usable: Mapping[str, int]
) -> Iterator[Fault]:
    known = {ticker: prices.minutes for ticker, prices in stored.items()}
    if config.targets.timeframe != DAYS:
        if without := [ticker for ticker, sessions in known.items() if not sessions]:
            yield Fault(
                "targets.timeframe",
                f"No minutes are stored for {_names(without)}: their training will fail. Load them with "
                "vn30_intraday_crawler.",
            )
        return
    if not config.indicators.uses_minutes():
        return
    if few := [ticker for ticker, sessions in usable.items() if known[ticker] < MIN_MINUTES * sessions]:
        yield Fault(
            "indicators.sessionMinutes",
            f"Minutes are stored for few sessions of {_names(few)}, at most "
            f"{max(known[ticker] for ticker in few)}. Elsewhere their features are the mean of the sessions "
            "before. vn30_intraday_crawler loads more.",
        )


def _short_tickers(config: TrainingConfig, usable: Mapping[str, int]) -> Iterator[Fault]:
    """Tickers with too few sessions for the longest horizon, whose training fails."""
    longest = max(config.targets.horizons)
    field = "lastSessions" if config.data_window.mode == "last_n" else "start"
    if failing := [ticker for ticker, sessions in usable.items() if not _folds(config, sessions, longest)]:
        yield Fault(
            f"dataWindow.{field}",
            f"Too few {_steps(config)} to train and test {longest} ahead: {_names(failing)} will fail.",
        )


def _evidence(config: TrainingConfig, sessions: int) -> Iterator[Fault]:
    """Warnings about too few independent test forecasts, for the ticker with the most ``sessions``."""
    folds = {horizon: _folds(config, sessions, horizon) for horizon in sorted(config.targets.horizons)}
    folds = {horizon: sizes for horizon, sizes in folds.items() if sizes}
    share = config.targets.test_pct / 100
    tested = {horizon: share * (sessions - horizon) / horizon for horizon in folds}
    past = {horizon: sum(fold.test for fold in sizes) / horizon for horizon, sizes in folds.items()}
    if few := [horizon for horizon in folds if tested[horizon] < FEW_TEST_PERIODS]:
        yield Fault(
            "targets.horizons",
            f"The test part is only {tested[few[-1]]:.1f} times as long as {few[-1]} {_steps(config)}: too "
            f"short to prove skill at {_listed(few)}. Use a longer data window or a larger test share.",
        )
    learns = config.ensemble.method == "weighted" and config.ensemble.learn_weights
    few = [horizon for horizon in folds if past[horizon] < MIN_PERIODS_FOR_WEIGHTS]
    if learns and few:
        yield Fault(
            "ensemble.learnWeights",
            f"Too few past forecasts at {_listed(few)} {_steps(config)} to learn weights: the forecast will "
            "be close to the naive or the pooled forecast.",
        )
    yield from _widths(config, sessions, min((sizes[0].train for sizes in folds.values()), default=sessions))


def _widths(config: TrainingConfig, sessions: int, rows: int) -> Iterator[Fault]:
    """Warnings about many features for ``rows`` train rows of the first fold, and a long lookback window."""
    names = feature_names(config.indicators, config.targets.lookback_window)
    if rows < ROWS_PER_FEATURE * len(names):
        yield Fault(
            "indicators",
            f"{len(names)} features for {rows} training rows in the first fold: models may overfit. "
            "Use fewer windows or a longer data window.",
        )
    if config.targets.lookback_window > sessions:
        yield Fault(
            "targets.lookbackWindow",
            f"The window spans {config.targets.lookback_window} {_steps(config)}, and models learn from "
            f"{sessions}.",
        )


def _folds(config: TrainingConfig, sessions: int, horizon: int) -> tuple[FoldSize, ...]:
    try:
        return fold_sizes(sessions, config.targets.train_pct / 100, horizon)
    except TooLittleData:
        return ()


def _steps(config: TrainingConfig) -> str:
    """What horizons and windows count."""
    return "sessions" if config.targets.timeframe == DAYS else "bars"


def _names(tickers: Sequence[str]) -> str:
    """The first NAMED tickers in alphabetical order, and the number of further tickers."""
    named = ", ".join(sorted(tickers)[:NAMED])
    return named if len(tickers) <= NAMED else f"{named} and {len(tickers) - NAMED} more"


def _listed(horizons: Sequence[int]) -> str:
    *others, last = map(str, horizons)
    return f"{', '.join(others)} and {last}" if others else last
