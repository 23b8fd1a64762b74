SELECT
    entries.id AS number,
    entries.kind,
    reversals.id IS NOT NULL AS is_reversed
FROM portfolio_transactions AS entries
LEFT JOIN portfolio_transactions AS reversals ON entries.id = reversals.reverses
WHERE entries.portfolio_id = :portfolio_id AND entries.id = :number;
