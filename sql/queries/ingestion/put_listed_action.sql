-- Of a vendor. Equal terms leave the row as it is, with its time.
INSERT INTO corporate_actions AS stored (stock_id, ex_date, kind, source, cash, ratio, is_from_vendor)
SELECT
    stocks.id,
    :ex_date,
    :kind,
    :source,
    :cash,
    :ratio,
    TRUE
FROM stocks
WHERE stocks.ticker = :ticker
ON CONFLICT (stock_id, ex_date, kind, source) DO UPDATE
    SET
        cash = excluded.cash,
        ratio = excluded.ratio,
        recorded_at = now()
    WHERE (stored.cash, stored.ratio) IS DISTINCT FROM (excluded.cash, excluded.ratio);
