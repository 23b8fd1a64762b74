INSERT INTO portfolio_transactions (
    portfolio_id, kind, day, quantity, price, amount, fee, tax, reverses, origin, note, entry_key
)
SELECT
    entries.portfolio_id,
    'reversal',
    cast(:day AS DATE),
    0,
    0,
    0,
    0,
    0,
    entries.id,
    'entered',
    :note,
    :entry_key
FROM portfolio_transactions AS entries
WHERE entries.portfolio_id = :portfolio_id AND entries.id = :number
ON CONFLICT DO NOTHING
RETURNING id AS number;
