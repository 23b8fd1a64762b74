-- A task that is tried again replaces its check.
INSERT INTO lookahead_checks (
    airflow_run_id, session_date, as_of_date, horizon, seed, ticker, tickers, values_compared, seconds
)
VALUES (
    :airflow_run_id, :session, :as_of, :horizon, :seed, :ticker, :tickers, :values_compared, :seconds
)
ON CONFLICT (airflow_run_id, session_date) DO UPDATE
    SET
        as_of_date = excluded.as_of_date,
        horizon = excluded.horizon,
        seed = excluded.seed,
        ticker = excluded.ticker,
        tickers = excluded.tickers,
        values_compared = excluded.values_compared,
        seconds = excluded.seconds,
        checked_at = clock_timestamp()
RETURNING id;
