INSERT INTO intraday_run_tickers (run_id, ticker, state)
SELECT
    cast(:run_id AS UUID),
    planned.ticker,
    CASE WHEN planned.ticker = any(cast(:due AS TEXT[])) THEN 'planned' ELSE 'up_to_date' END
FROM unnest(cast(:tickers AS TEXT[])) AS planned (ticker)
ON CONFLICT (run_id, ticker) DO UPDATE
    SET state = excluded.state, message = NULL, updated_at = now();
