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
    entries.note
FROM portfolio_transactions AS entries
LEFT JOIN stocks ON entries.stock_id = stocks.id
WHERE entries.portfolio_id = :portfolio_id AND entries.entry_key = :entry_key;
