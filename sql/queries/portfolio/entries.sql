SELECT
    entries.number,
    entries.day,
    entries.kind,
    entries.ticker,
    entries.quantity,
    entries.price,
    entries.amount,
    entries.fee,
    entries.tax
FROM portfolio_entries AS entries
WHERE entries.portfolio_id = :portfolio_id
ORDER BY entries.day, entries.number;
