"""Ranks among the VN30 in the database: those of a run, and how reliable they were before."""

from datetime import date, datetime

import pandas as pd
import sqlalchemy as sa

from vn30.database.warehouse import execute, transaction
from vn30.experiments.record import Experiment, log_line
from vn30.forecasting.pooled import PooledForecasts
from vn30.forecasting.ranker_comparison import RankerScores, compare_rankers
from vn30.forecasting.vn30_ranks import RankScores, Vn30Ranks, vn30_ranks
from vn30.market.membership import members
from vn30.market.stored_bars import stored_bars

INDEX = "VN30"
LAMBDARANK = "lambdarank"


def record_ranks(experiment: Experiment, panel: pd.DataFrame, pooled: PooledForecasts, horizon: int) -> None:
    """Rank the members of the VN30 by the pooled model, and store their ranks with the reliability.

    Storing the same horizon of the same run again replaces it. Forecasts that are published later contain
    these ranks.

    Args:
        panel: the bars that the pooled model was trained on.
        horizon: sessions; one of ``pooled``.
    """
    as_of = date.fromisoformat(experiment.as_of)
    known_at = None if experiment.known_at is None else datetime.fromisoformat(experiment.known_at)
    with transaction() as connection:
        index = stored_bars(connection, [INDEX], as_of, known_at=known_at).set_index("date")["close"]
        basket = members(connection, as_of)
    ranks = vn30_ranks(panel, pooled.expected[str(horizon)].to_numpy(), pooled.folds, index, basket, horizon)
    compared = compare_rankers(
        panel,
        pooled.expected[str(horizon)].to_numpy(),
        pooled.lambdarank[str(horizon)].to_numpy(),
        basket,
        horizon,
    )
    with transaction() as connection:
        _store(connection, experiment.id, horizon, ranks)
        _store_comparison(connection, experiment.id, horizon, compared)
    log_line(experiment.id, "INFO", _line(horizon, ranks.scores))
    if compared is not None:
        log_line(
            experiment.id,
            "INFO",
            f"{horizon} sessions: LambdaRank: rank IC {compared.rank_ic:+.3f} (error "
            f"{compared.rank_ic_error:.3f}), {compared.gain:+.3f} ({compared.gain_error:.3f}) beside the "
            "pooled model",
        )


def _store(connection: sa.Connection, run_id: str, horizon: int, ranks: Vn30Ranks) -> None:
    key = {"run_id": run_id, "horizon": horizon}
    execute(connection, "experiments/clear_ranks", **key)
    newest = ranks.newest.astype(object).where(ranks.newest.notna(), None)
    for symbol, rank, ranked, probability in newest.itertuples(index=False):
        execute(
            connection,
            "experiments/put_rank",
            **key,
            symbol=symbol,
            rank=rank,
            ranked=ranked,
            probability=probability,
        )
    scores = ranks.scores
    if scores is None:
        return
    execute(
        connection,
        "experiments/put_rank_scores",
        **key,
        first_session=scores.first_session.date(),
        last_session=scores.last_session.date(),
        sessions=scores.sessions,
        forecasts=scores.forecasts,
        rank_ic=scores.rank_ic,
        rank_ic_error=scores.rank_ic_error,
        brier=scores.brier.brier,
        base_rate_brier=scores.brier.base_rate_brier,
        brier_gain_error=scores.brier.gain_error,
    )
    for number, found in enumerate(scores.bins):
        execute(
            connection,
            "experiments/put_reliability_bin",
            **key,
            bin=number,
            forecasts=found.forecasts,
            mean_probability=found.mean_probability,
            observed_share=found.observed_share,
            standard_error=found.standard_error,
        )


def _store_comparison(
    connection: sa.Connection, run_id: str, horizon: int, compared: RankerScores | None
) -> None:
    key = {"run_id": run_id, "horizon": horizon, "ranker": LAMBDARANK}
    execute(connection, "experiments/clear_ranker_scores", **key)
    if compared is not None:
        execute(connection, "experiments/put_ranker_scores", **key, **compared._asdict())


def _line(horizon: int, scores: RankScores | None) -> str:
    if scores is None:
        return f"{horizon} sessions: too few past ranks have an outcome to give the chance to beat the VN30"
    return (
        f"{horizon} sessions: past ranks: rank IC {scores.rank_ic:+.3f} (error {scores.rank_ic_error:.3f}); "
        f"chance to beat the VN30: Brier score {scores.brier.brier:.4f}, "
        f"base rate {scores.brier.base_rate_brier:.4f}; {scores.forecasts} forecasts"
    )
