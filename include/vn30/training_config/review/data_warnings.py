"""Warnings about a valid configuration that depend on the stored prices."""

from collections.abc import Iterator, Mapping, Sequence

from vn30.config_part import Fault
from vn30.evaluation.rank_ic import MIN_TICKERS
from vn30.features.panel import feature_names
from vn30.i18n.localized import localized, localized_plural
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
        yield Fault(path, localized("No prices are stored yet. Run vn30_data_crawler first."))
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
        yield Fault(
            path,
            localized("The price source does not have {absent}: they are left out.", absent=_names(absent)),
        )
    if failing := [ticker for ticker in without if ticker not in absent]:
        yield Fault(
            path,
            localized(
                "No prices are stored for {failing}: their training will fail. Crawl them first.",
                failing=_names(failing),
            ),
        )
    yield from _quality(data, tickers, path)
    if former := [ticker for ticker in tickers if ticker not in data.members]:
        yield Fault(path, localized("No longer members of the VN30: {former}.", former=_names(former)))
    compared = data.stored.keys() & {*tickers, *data.members}
    if POOLED in config.models.enabled() and len(compared) < FEW_TICKERS:
        yield Fault(
            "models.pooled",
            localized(
                "The pooled model learns the ranking of the VN30 and the selected tickers: {compared} of "
                "them have prices, which are few. With fewer than {min_tickers}, the pooled model is left "
                "out.",
                compared=len(compared),
                min_tickers=MIN_TICKERS,
            ),
        )


def _quality(data: StoredData, tickers: Sequence[str], path: str) -> Iterator[Fault]:
    """What the crawler could not load of the selected series, or not yet in its final form."""
    if data.gate_errors:
        yield Fault(
            path,
            localized_plural(
                "The quality gate of the newest crawl failed with {count} error: see its report.",
                "The quality gate of the newest crawl failed with {count} errors: see its report.",
                data.gate_errors,
            ),
        )
    faults = {ticker: data.faults[ticker] for ticker in tickers if ticker in data.faults}
    if early := [ticker for ticker, fault in faults.items() if fault.provisional]:
        yield Fault(
            path,
            localized(
                "The newest bars of {early} are provisional: they were fetched before the prices had "
                "settled. The next crawl replaces them.",
                early=_names(early),
            ),
        )
    missing = {
        ticker: fault for ticker, fault in faults.items() if fault.missing > MAX_MISSING * fault.expected
    }
    if missing:
        worst = max(missing, key=lambda ticker: missing[ticker].missing / missing[ticker].expected)
        yield Fault(
            path,
            localized(
                "Sessions are missing for {missing}; most for {worst}: {most} of {expected}.",
                missing=_names(list(missing)),
                worst=worst,
                most=missing[worst].missing,
                expected=missing[worst].expected,
            ),
        )
    if refused := [ticker for ticker, fault in faults.items() if fault.refused]:
        sessions = sum(faults[ticker].refused for ticker in refused)
        yield Fault(
            path,
            localized(
                "All rows of {sessions} sessions were rejected as impossible, for {refused}.",
                sessions=sessions,
                refused=_names(refused),
            ),
        )
    if untraded := [ticker for ticker, fault in faults.items() if fault.untraded >= MIN_UNTRADED]:
        yield Fault(
            path,
            localized(
                "Prices without volume were carried forward over many sessions for {untraded}: models "
                "are not trained on them.",
                untraded=_names(untraded),
            ),
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
                localized(
                    "Fewer than {last_sessions} sessions remain for {short} after the warm-up of "
                    "the indicators, at most {most}. All of them are "
                    "used.",
                    last_sessions=window.last_sessions,
                    short=_names(short),
                    most=max(usable[ticker] for ticker in short) // bars,
                ),
            )
        return
    first = min(prices.first for prices in stored.values())
    last = max(prices.last for prices in stored.values())
    if window.start and window.start < first:
        yield Fault("dataWindow.start", localized("The stored prices start later, on {first}.", first=first))
    if window.end and window.end > last:
        yield Fault("dataWindow.end", localized("The stored prices end earlier, on {last}.", last=last))
    elif window.end and window.end < last:
        yield Fault(
            "dataWindow.end",
            localized(
                "Models learn from no later session, but forecast from {session}.", session=data.as_of or last
            ),
        )


def _minutes(
    config: TrainingConfig, stored: Mapping[str, StoredPrices], usable: Mapping[str, int]
) -> Iterator[Fault]:
    known = {ticker: prices.minutes for ticker, prices in stored.items()}
    if config.targets.timeframe != DAYS:
        if without := [ticker for ticker, sessions in known.items() if not sessions]:
            yield Fault(
                "targets.timeframe",
                localized(
                    "No minutes are stored for {without}: their training will fail. Load them with "
                    "vn30_intraday_crawler.",
                    without=_names(without),
                ),
            )
        return
    if not config.indicators.uses_minutes():
        return
    if few := [ticker for ticker, sessions in usable.items() if known[ticker] < MIN_MINUTES * sessions]:
        yield Fault(
            "indicators.sessionMinutes",
            localized(
                "Minutes are stored for few sessions of {few}, at most "
                "{most}. Elsewhere their features are the mean of the sessions "
                "before. vn30_intraday_crawler loads more.",
                few=_names(few),
                most=max(known[ticker] for ticker in few),
            ),
        )


def _short_tickers(config: TrainingConfig, usable: Mapping[str, int]) -> Iterator[Fault]:
    """Tickers with too few sessions for the longest horizon, whose training fails."""
    longest = max(config.targets.horizons)
    field = "lastSessions" if config.data_window.mode == "last_n" else "start"
    if failing := [ticker for ticker, sessions in usable.items() if not _folds(config, sessions, longest)]:
        yield Fault(
            f"dataWindow.{field}",
            localized(
                "Too few {config} to train and test {longest} ahead: {failing} will fail.",
                config=_steps(config),
                longest=longest,
                failing=_names(failing),
            ),
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
            localized(
                "The test part is only {ratio:.1f} times as long as {longest} {config}: too "
                "short to prove skill at {few}. Use a longer data window or a larger test share.",
                ratio=tested[few[-1]],
                longest=few[-1],
                config=_steps(config),
                few=_listed(few),
            ),
        )
    learns = config.ensemble.method == "weighted" and config.ensemble.learn_weights
    few = [horizon for horizon in folds if past[horizon] < MIN_PERIODS_FOR_WEIGHTS]
    if learns and few:
        yield Fault(
            "ensemble.learnWeights",
            localized(
                "Too few past forecasts at {few} {config} to learn weights: the forecast will "
                "be close to the naive or the pooled forecast.",
                few=_listed(few),
                config=_steps(config),
            ),
        )
    yield from _widths(config, sessions, min((sizes[0].train for sizes in folds.values()), default=sessions))


def _widths(config: TrainingConfig, sessions: int, rows: int) -> Iterator[Fault]:
    """Warnings about many features for ``rows`` train rows of the first fold, and a long lookback window."""
    names = feature_names(config.indicators, config.targets.lookback_window)
    if rows < ROWS_PER_FEATURE * len(names):
        yield Fault(
            "indicators",
            localized(
                "{names} features for {rows} training rows in the first fold: models may overfit. "
                "Use fewer windows or a longer data window.",
                names=len(names),
                rows=rows,
            ),
        )
    if config.targets.lookback_window > sessions:
        yield Fault(
            "targets.lookbackWindow",
            localized(
                "The window spans {lookback_window} {config}, and models learn from {sessions}.",
                lookback_window=config.targets.lookback_window,
                config=_steps(config),
                sessions=sessions,
            ),
        )


def _folds(config: TrainingConfig, sessions: int, horizon: int) -> tuple[FoldSize, ...]:
    try:
        return fold_sizes(sessions, config.targets.train_pct / 100, horizon)
    except TooLittleData:
        return ()


def _steps(config: TrainingConfig) -> str:
    """What horizons and windows count."""
    return localized("sessions") if config.targets.timeframe == DAYS else localized("bars")


def _names(tickers: Sequence[str]) -> str:
    """The first NAMED tickers in alphabetical order, and the number of further tickers."""
    named = ", ".join(sorted(tickers)[:NAMED])
    if len(tickers) <= NAMED:
        return named
    return localized("{shown} and {more} more", shown=named, more=len(tickers) - NAMED)


def _listed(horizons: Sequence[int]) -> str:
    *others, last = map(str, horizons)
    return localized("{others} and {last}", others=", ".join(others), last=last) if others else last
