UPDATE crawl_tickers
SET
    state = 'loaded',
    message = :message,
    answered_by = :answered_by,
    rows_inserted = :inserted,
    rows_updated = :updated,
    rows_unchanged = :unchanged,
    rows_removed = :removed,
    rows_quarantined = :quarantined,
    first_session = :first_session,
    last_session = :last_session,
    updated_at = now()
WHERE crawl_id = :crawl_id AND ticker = :ticker;
