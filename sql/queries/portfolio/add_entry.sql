INSERT INTO portfolio_transactions (
    portfolio_id, kind, day, stock_id, quantity, price, amount, fee, tax, origin, note, entry_key
)
VALUES (
    :portfolio_id, :kind, :day, :stock_id, :quantity, :price, :amount, :fee, :tax, :origin, :note, :entry_key
)
RETURNING id AS number;
