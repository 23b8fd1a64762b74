DELETE FROM price_events AS events
USING stocks
WHERE
    events.stock_id = stocks.id
    AND stocks.ticker = :ticker
    AND NOT EXISTS (
        SELECT 1
        FROM staged_events AS staged
        WHERE staged.session_date = events.session_date AND staged.kind = events.kind
    );
