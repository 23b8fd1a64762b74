"""The tables of the study of real prices: points and intervals, each figure with its error."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from rich.table import Table

from tests.benchmarks.study import METHODS
from vn30.evaluation.block_bootstrap import ratio_error
from vn30.evaluation.interval_scores import THIRDS
from vn30.evaluation.market_scores import MarketScores, score_market
from vn30.evaluation.rank_ic import daily_rank_ic
from vn30.forecasting.intervals import COVERAGE_LEVEL, ConformalInterval, widening
from vn30.forecasting.pooled_intervals import QUANTILE_COLUMNS
from vn30.forecasting.targets import price_after
from vn30.models.base import POOLED


def _models(forecasts: pd.DataFrame) -> list[str]:
    known = {"symbol", "date", "close", "target_date", "label", "volatility", "volatility_rank", "horizon"}
    return [str(name) for name in forecasts if name not in known and name not in QUANTILE_COLUMNS]


def _title(forecasts: pd.DataFrame) -> str:
    dates = forecasts["date"]
    return (
        f"{forecasts['symbol'].nunique()} tickers, forecasts of {dates.min().date()} to {dates.max().date()}"
    )


def _table(title: str, headings: tuple[str, ...]) -> Table:
    table = Table(title=title)
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def point_table(forecasts: pd.DataFrame, seconds: Mapping[str, float]) -> Table:
    """Errors, order and chance of a rise by horizon and model; Brier beside that of the base rate."""
    headings = ("", "model", "MAPE %", "skill", "p", "rank IC", "Brier", "seconds a fit")
    table = _table(_title(forecasts), headings)
    for horizon, rows in forecasts.groupby("horizon"):
        rise = (rows["label"] > 0).to_numpy()
        base_rate = rise.mean()
        for model in _models(rows):
            scored = rows[rows[model].notna()]
            tested = _tested(scored, model)
            scores = score_market(tested, int(horizon))
            losses = (tested[["predicted", "base"]].sub(tested["actual"], axis=0)).abs()
            sums = losses.div(tested["base"], axis=0).groupby(tested["date"]).sum().to_numpy().T
            ic = daily_rank_ic(tested["date"], scored[model], scored["label"]).to_numpy()
            brier = np.mean((_chance_of_rise(scored, model) - (scored["label"] > 0).to_numpy()) ** 2)
            table.add_row(
                str(horizon),
                model,
                f"{scores.mape_pct:.2f}",
                f"{scores.skill:+.4f} ±{ratio_error(*sums) or np.nan:.4f}",
                f"{scores.p_value:.2f}",
                f"{ic.mean():+.3f} ±{ratio_error(ic, np.ones(len(ic))) or np.nan:.3f}" if len(ic) else "-",
                f"{brier:.4f}",
                f"{seconds[model]:.2f}" if model in seconds else "",
            )
        table.add_row(
            str(horizon),
            f"rises: {base_rate:.1%}",
            *("", "", "", ""),
            f"{base_rate * (1 - base_rate):.4f}",
            end_section=True,
        )
    return table


def interval_table(forecasts: pd.DataFrame) -> Table:
    """Coverage with standard errors, overall and by volatility, width and Winkler score, in percent."""
    headings = ("", "model", "coverage %", *(f"{third} %" for third in THIRDS), "width %", "Winkler %")
    table = _table(f"80 % intervals, {_title(forecasts)}", headings)
    for horizon, rows in forecasts.groupby("horizon"):
        for model in _models(rows):
            tested = _tested(rows[rows[model].notna()], model)
            scores = score_market(tested, int(horizon))
            table.add_row(
                str(horizon),
                model,
                *coverage_cells(scores),
                f"{scores.interval_width_pct:.2f}",
                f"{scores.winkler_pct:.2f}",
                end_section=model == METHODS[-1],
            )
    return table


def coverage_cells(scores: MarketScores) -> list[str]:
    """The coverage overall and in each of THIRDS, with its standard error, in percent."""
    cells = []
    for name in ("coverage", *(f"coverage_{third}" for third in THIRDS)):
        share, error = getattr(scores, name), getattr(scores, f"{name}_error")
        cells.append("-" if share is None else f"{100 * share:.1f} ±{100 * (error or np.nan):.1f}")
    return cells


def _tested(rows: pd.DataFrame, model: str) -> pd.DataFrame:
    """The rows of :func:`score_market`, with the interval about the forecasts of ``model``."""
    base, forecast = rows["close"].to_numpy(), rows[model].to_numpy()
    reach = _reach(rows, model)
    prices = {
        "actual": rows["label"].to_numpy(),
        "predicted": forecast,
        "lower": forecast - reach,
        "upper": forecast + reach,
    }
    return rows[["symbol", "date", "volatility_rank"]].assign(
        base=base, **{name: price_after(base, returns) for name, returns in prices.items()}
    )


def _reach(rows: pd.DataFrame, model: str) -> np.ndarray:
    reach = rows["volatility"] * rows[QUANTILE_COLUMNS[COVERAGE_LEVEL]] * _widening(rows, model)
    return reach.to_numpy()


def _widening(rows: pd.DataFrame, model: str) -> np.ndarray:
    factors = np.ones(len(rows))
    horizon = int(rows["horizon"].iloc[0])
    for at in rows.groupby("symbol").indices.values():
        own = rows.iloc[at]
        errors, reference = (own["label"] - own[name] for name in (model, POOLED))
        known = np.searchsorted(own["target_date"], own["date"], side="right")
        factors[at] = widening(errors.to_numpy(), reference.to_numpy(), known, horizon)
    return factors


def _chance_of_rise(rows: pd.DataFrame, model: str) -> np.ndarray:
    quantiles = rows[QUANTILE_COLUMNS].to_numpy() * _widening(rows, model)[:, None]
    values = zip(quantiles, rows[model], rows["volatility"], strict=True)
    return np.array(
        [
            float(ConformalInterval(row).probability_of_rise(forecast, scale))
            for row, forecast, scale in values
        ]
    )
