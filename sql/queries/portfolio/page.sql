SELECT
    entries.id AS number,
    entries.day,
    entries.kind,
    stocks.ticker,
    entries.quantity,
    entries.price,
    entries.amount,
    entries.fee,
    entries.tax,
    entries.origin,
    entries.note,
    entries.recorded_at,
    entries.reverses,
    reversals.id AS reversed_by
FROM portfolio_transactions AS entries
LEFT JOIN stocks ON entries.stock_id = stocks.id
LEFT JOIN portfolio_transactions AS reversals ON entries.id = reversals.reverses
WHERE entries.portfolio_id = :portfolio_id
ORDER BY entries.day DESC, entries.id DESC
LIMIT :limit OFFSET :skipped;
