"""Training runs of several lines of models on the stored market, published as training does, made up."""

import json
from datetime import date

import sqlalchemy as sa

from tests.support.stored_market import TICKERS
from vn30.database.warehouse import execute
from vn30.experiments.champions import pin_champions
from vn30.market.calendar import sessions_after
from vn30.models.base import TargetColumn
from vn30.names import HORIZONS, Promotion
from vn30.training_config.document import default_document
from vn30.training_config.versions import lock_versions, save_version


def publish_run(
    connection: sa.Connection,
    as_of: date,
    *,
    alpha: float = 1.0,
    promotion: Promotion = "newest",
    error: float = 0.01,
    horizons: tuple[int, ...] = tuple(HORIZONS),
    tickers: tuple[str, ...] = TICKERS,
    in_time: bool = True,
    target_column: TargetColumn | None = None,
) -> str:
    """A run as of a session that has published all tickers and ended; its id.

    Args:
        alpha: of the ridge regression: each value is a line of its own, and the skill of its runs in percent.
        error: by which each forecast misses the outcome, relative; if it is not known, the newest close.
        tickers: other ones than TICKERS are a selection.
        target_column: the price that it forecasts, if it is not the close: the run is then research.
        in_time: whether the forecasts were made on the evening of ``as_of``; else now.
    """
    document = default_document()
    document["models"]["ridge"]["alpha"] = alpha
    scope = "all_vn30" if tickers == TICKERS else "selected"
    if promotion != "newest":
        pin_champions(connection)
    lock_versions(connection)
    config = save_version(connection, document, "airflow")
    run_id = connection.execute(
        sa.text(
            "INSERT INTO experiment_runs (config_id, owner_user_id, airflow_run_id, scope, state, "
            "as_of_date, started_at, finished_at, summary_metrics, data_version, code_version, "
            "target_column, target_kind) SELECT :config, id, gen_random_uuid()::TEXT, :scope, 'success', "
            ":as_of, clock_timestamp(), clock_timestamp(), cast(:summary AS JSONB), 'data', 'code', "
            ":column, :kind FROM users "
            "WHERE username = 'airflow' RETURNING id"
        ),
        {
            "config": config.id,
            "scope": scope,
            "as_of": as_of,
            "column": target_column,
            "kind": target_column and "logReturn",
            "summary": json.dumps({"tickers": list(tickers)}),
        },
    ).scalar_one()
    stocks = connection.execute(
        sa.text(
            "SELECT stocks.id, close_price FROM stocks JOIN stock_prices ON stock_id = stocks.id "
            "WHERE ticker = any(:tickers) AND price_date = :as_of"
        ),
        {"tickers": list(tickers), "as_of": as_of},
    ).all()
    query = "upsert_forecast" if promotion == "newest" else "put_challenger_forecast"
    for stock_id, close in stocks:
        connection.execute(sa.text(_STATUS), {"stock": stock_id, "run": run_id, "as_of": as_of})
        for horizon in horizons:
            target = sessions_after(as_of, horizon)[-1]
            outcome = connection.scalar(
                sa.text("SELECT close_price FROM stock_prices WHERE stock_id = :stock AND price_date = :day"),
                {"stock": stock_id, "day": target},
            )
            predicted = float(outcome or close) * (1 + error)
            execute(
                connection,
                f"experiments/{query}",
                stock_id=stock_id,
                as_of=as_of,
                horizon=horizon,
                target_date=target,
                base_price=close,
                predicted_price=predicted,
                change_pct=min(900.0, 100 * (predicted / float(close) - 1)),
                lower_price=None,
                upper_price=None,
                probability_of_rise=None,
                explanation=None,
                run_id=run_id,
            )
    parameters = {"run": run_id, "as_of": as_of, "horizons": list(horizons), "skill": alpha / 100}
    connection.execute(sa.text(_METRICS), parameters)
    connection.execute(sa.text(_SCORES), parameters)
    if in_time:
        connection.execute(
            sa.text(
                "UPDATE stock_prediction_summaries SET created_at = :as_of + TIME '18:00' "
                "WHERE experiment_run_id = :run"
            ),
            parameters,
        )
    return str(run_id)


def store_rank_scores(connection: sa.Connection, run_id: str, horizon: int = 7) -> None:
    """The reliability of a run's ranks at a horizon, made up."""
    key = {"run_id": run_id, "horizon": horizon}
    execute(
        connection,
        "experiments/put_rank_scores",
        **key,
        first_session=date(2023, 1, 3),
        last_session=date(2024, 5, 31),
        sessions=350,
        forecasts=1050,
        rank_ic=0.031,
        rank_ic_error=0.034,
        brier=0.2497,
        base_rate_brier=0.2495,
        brier_gain_error=0.0006,
    )
    for number, (probability, share) in enumerate(((0.46, 0.48), (0.5, 0.49), (0.53, 0.52))):
        execute(
            connection,
            "experiments/put_reliability_bin",
            **key,
            bin=number,
            forecasts=350,
            mean_probability=probability,
            observed_share=share,
            standard_error=0.03,
        )


_STATUS = """
    INSERT INTO model_statuses (stock_id, experiment_run_id, as_of_date, freshness_state, last_updated_at)
    VALUES (:stock, :run, :as_of, 'fresh', clock_timestamp())
    """
_METRICS = """
    INSERT INTO model_horizon_metrics (model_status_id, horizon_days, mape_pct, naive_mape_pct, mae,
        naive_mae, skill, test_rows, p_value)
    SELECT id, horizon, 3.1, 3.2, 1550, 1600, :skill, 60, 0.2
    FROM model_statuses CROSS JOIN unnest(:horizons) AS horizon WHERE experiment_run_id = :run
    """
_SCORES = """
    INSERT INTO experiment_scores
    SELECT :run, horizon, 3, 90, 4.5, 4.4, -0.02, 0.7, 'not proven', 0.03, 30, 0.79, 12.5
    FROM unnest(:horizons) AS horizon
    """
