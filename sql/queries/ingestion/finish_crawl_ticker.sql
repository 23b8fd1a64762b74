-- A load that is retried after its commit has nothing to write: the counts of the first attempt are kept.
UPDATE crawl_tickers
SET
    state = 'loaded',
    message = concat_ws(' ', CASE WHEN state = 'loaded' THEN message END, :message),
    answered_by = :answered_by,
    rows_inserted = coalesce(rows_inserted, 0) + :inserted,
    rows_updated = coalesce(rows_updated, 0) + :updated,
    rows_unchanged = :unchanged,
    rows_removed = coalesce(rows_removed, 0) + :removed,
    rows_quarantined = :quarantined,
    first_session = :first_session,
    last_session = :last_session,
    updated_at = now()
WHERE crawl_id = :crawl_id AND ticker = :ticker;
