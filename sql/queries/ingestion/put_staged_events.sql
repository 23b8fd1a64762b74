INSERT INTO price_events (stock_id, session_date, kind, value, baseline)
SELECT
    stocks.id,
    staged.session_date,
    staged.kind,
    staged.value,
    staged.baseline
FROM staged_events AS staged
INNER JOIN stocks ON stocks.ticker = :ticker
ON CONFLICT (stock_id, session_date, kind) DO UPDATE
    SET value = excluded.value, baseline = excluded.baseline
    WHERE
    (price_events.value, price_events.baseline)
    IS DISTINCT FROM (excluded.value, excluded.baseline);
