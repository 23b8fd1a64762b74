"""Ranks of the tickers within a session, and the rank correlation of forecasts and outcomes."""

import pandas as pd

MIN_TICKERS = 5


def session_ranks(dates: pd.Series, values: pd.Series) -> pd.Series:
    """Rank of each value among those of its session, scaled evenly to (-0.5, 0.5) with mean 0.

    Ties share their mean rank; NaN stays NaN and is not ranked.

    Args:
        dates: the session of each value, with the same index.
    """
    by_session = values.groupby(dates)
    ranks: pd.Series = (by_session.rank() - 0.5) / by_session.transform("count") - 0.5
    return ranks


def daily_rank_ic(dates: pd.Series, forecast: pd.Series, outcome: pd.Series) -> pd.Series:
    """Spearman's correlation of forecast and outcome over the tickers, by session.

    A session with equal forecasts only has the value 0. One with fewer than MIN_TICKERS rows, or with equal
    outcomes only, is left out.

    Args:
        dates: the session from which each row was forecast; all three have the same index.
        forecast: log returns.
        outcome: actual log returns.
    """
    rows = pd.DataFrame(
        {
            "forecast": session_ranks(dates, forecast),
            "outcome": session_ranks(dates, outcome),
        }
    )
    moments = (
        pd.DataFrame(
            {
                "both": rows["forecast"] * rows["outcome"],
                "forecast": rows["forecast"] ** 2,
                "outcome": rows["outcome"] ** 2,
                "tickers": 1,
            }
        )
        .groupby(dates)
        .sum()
    )
    moments = moments[(moments["tickers"] >= MIN_TICKERS) & (moments["outcome"] > 0)]
    spread = (moments["forecast"] * moments["outcome"]) ** 0.5
    return (moments["both"] / spread.where(spread > 0)).fillna(0.0).rename("rank_ic")
