-- The transactions of portfolios that count: up to today, neither reversed nor a reversal.
CREATE VIEW portfolio_entries AS
SELECT
    entries.id AS number,
    entries.portfolio_id,
    entries.day,
    entries.kind,
    stocks.ticker,
    entries.quantity,
    entries.price,
    entries.amount,
    entries.fee,
    entries.tax
FROM portfolio_transactions AS entries
LEFT JOIN stocks ON entries.stock_id = stocks.id
LEFT JOIN portfolio_transactions AS reversals ON entries.id = reversals.reverses
WHERE
    entries.kind <> 'reversal'
    AND reversals.id IS NULL
    AND entries.day <= (SELECT clock.as_of_date FROM current_as_of AS clock);
