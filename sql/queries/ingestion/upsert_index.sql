INSERT INTO stocks (ticker, name, kind, exchange, is_active)
VALUES (:ticker, :name, 'index', 'HOSE', FALSE)
ON CONFLICT (ticker) DO NOTHING;
