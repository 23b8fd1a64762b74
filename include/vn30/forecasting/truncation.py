"""Look-ahead proof of the forecasts: they are made again with other prices after a past session.

The folds of a walk-forward test are laid over all sessions of the data window, so that a history that ends
earlier has other folds and other models. The sessions therefore stay, and their prices after the checked
session are replaced: a forecast of that session, or of an earlier one, must not change.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from vn30.evaluation.rank_ic import MIN_TICKERS
from vn30.features.bars import MINUTE_STATISTICS
from vn30.features.panel import feature_names
from vn30.features.series import KEY_COLUMNS, ticker_slices
from vn30.features.truncation import Comparison, compare, whole_panel
from vn30.forecasting.pooled import pooled_forecasts
from vn30.forecasting.targets import has_trades
from vn30.forecasting.ticker import train_ticker
from vn30.market.bars import BAR_COLUMNS, PRICE_COLUMNS
from vn30.models.base import POOLED
from vn30.training_config.document import TrainingConfig
from vn30.typing import CancelCheck

DAILY_STD = 0.03
"""Standard deviation of the daily log returns by which replaced prices leave the stored ones."""


def other_future(bars: pd.DataFrame, session: date, seed: int) -> pd.DataFrame:
    """A market frame with other prices and volumes after ``session``, and the same ones up to it.

    Each series is multiplied by a random walk that rests on sessions without trades, so that the same
    sessions have trades.
    """
    random = np.random.default_rng(seed)
    changed = bars.reset_index(drop=True).astype(dict.fromkeys((*PRICE_COLUMNS, "volume"), "float64"))
    later = (changed["date"] > pd.Timestamp(session)).to_numpy()
    close, volume = (changed[column].to_numpy() for column in ("close", "volume"))
    factor = np.ones(len(changed))
    for start, stop in ticker_slices(changed):
        moves = random.normal(0, DAILY_STD, stop - start)
        moves[~(later[start:stop] & has_trades(close[start:stop], volume[start:stop]))] = 0
        factor[start:stop] = np.exp(np.cumsum(moves))
    for column in PRICE_COLUMNS:
        changed[column] *= factor
    changed.loc[later, "volume"] = np.ceil(volume[later] * random.uniform(0.2, 5, int(later.sum())))
    for statistic in MINUTE_STATISTICS:
        if statistic in changed:
            changed.loc[later, statistic] *= random.uniform(0.2, 5, int(later.sum()))
    return changed


def check_forecasts(
    market: pd.DataFrame,
    indices: pd.DataFrame,
    config: TrainingConfig,
    session: date,
    horizon: int,
    tickers: Sequence[str],
    seed: int,
    cancelled: CancelCheck,
) -> Comparison:
    """Compare forecasts up to ``session`` with those made from another future.

    Args:
        market: a market frame (see :mod:`vn30.market.bars`) of all tickers of the pooled model.
        indices: a market frame of index series and context tickers.
        session: a past session, at least ``horizon`` sessions before the newest one.
        horizon: sessions ahead.
        tickers: those whose own models are fitted as well, with the configured ensemble and with the mean of
            its members, in which each member counts.
        seed: of the other future.
        cancelled: called before each fit; it ends the computation by raising.

    Raises:
        TooLittleData: too few sessions to train and test on.
        UnscorableForecast: the price of one of ``tickers`` does not move within its test part.
    """
    wanted = config.model_copy(update={"targets": config.targets.model_copy(update={"horizons": (horizon,)})})
    mean = wanted.model_copy(
        update={"ensemble": wanted.ensemble.model_copy(update={"method": "mean", "weights": None})}
    )
    futures = [
        _forecasts(*bars, [wanted, mean], horizon, tickers, cancelled)
        for bars in (
            (market, indices),
            (other_future(market, session, seed), other_future(indices, session, seed + 1)),
        )
    ]
    found = Comparison([], 0)
    for full, other in zip(*futures, strict=True):
        found += compare("forecast", full, other, session)
    return found


def _forecasts(
    market: pd.DataFrame,
    indices: pd.DataFrame,
    configs: Sequence[TrainingConfig],
    horizon: int,
    tickers: Sequence[str],
    cancelled: CancelCheck,
) -> list[pd.DataFrame]:
    """Forecasts of the pooled model, then those of each ticker and configuration; log returns and prices.

    Without enough tickers for a pooled model, those of the tickers alone.
    """
    config = configs[0]
    lookback_window = config.targets.lookback_window
    features = whole_panel(market, indices, config.indicators, lookback_window).drop(columns=KEY_COLUMNS)
    panel = pd.concat([market, features], axis=1)
    forecasts = panel[KEY_COLUMNS].assign(**{str(horizon): np.nan})
    scores = pd.Series(np.nan, index=panel.index)
    if POOLED in config.models.enabled() and panel["symbol"].nunique() >= MIN_TICKERS:
        found = pooled_forecasts(panel, config, cancelled, [horizon])
        forecasts, scores = found.forecasts, found.lambdarank[str(horizon)]
    pooled = forecasts.rename(columns={str(horizon): f"pooled_{horizon}"})
    pooled[f"lambdarank_{horizon}"] = scores
    # The forecast of a ticker's last bar is by the model of all outcomes.
    last = [stop - 1 for _, stop in ticker_slices(panel)]
    frames = [pooled.drop(index=last)]
    names = ["date", *feature_names(config.indicators, lookback_window)]
    for ticker in tickers:
        rows = panel[panel["symbol"] == ticker].reset_index(drop=True)
        returns = forecasts.loc[forecasts["symbol"] == ticker].set_index("date")[str(horizon)]
        for chosen in configs:
            result = train_ticker(
                ticker, rows[BAR_COLUMNS], rows[names], chosen, cancelled, {horizon: returns}
            )
            test = result.horizons[horizon].test
            method = chosen.ensemble.method
            values = {f"{method}_{name}_{horizon}": test[name] for name in ("predicted", "lower", "upper")}
            frames.append(pd.DataFrame({"symbol": ticker, "date": test["date"], **values}))
    return frames
