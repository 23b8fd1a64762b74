SELECT entry_key
FROM portfolio_transactions
WHERE portfolio_id = :portfolio_id AND entry_key = any(cast(:entry_keys AS TEXT[]));
