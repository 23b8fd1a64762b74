UPDATE intraday_run_tickers
SET
    state = 'loaded',
    answered_by = :answered_by,
    message = :message,
    bars_inserted = :inserted,
    bars_updated = :updated,
    bars_unchanged = :unchanged,
    bars_refused = :refused,
    updated_at = now()
WHERE run_id = cast(:run_id AS UUID) AND ticker = :ticker;
