UPDATE intraday_run_tickers
SET state = 'failed', message = :message, updated_at = now()
WHERE run_id = cast(:run_id AS UUID) AND ticker = :ticker;
