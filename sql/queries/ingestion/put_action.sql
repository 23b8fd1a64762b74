-- The same action of the same source again replaces its terms.
INSERT INTO corporate_actions
(stock_id, ex_date, kind, source, cash, ratio, issue_price, factor, is_from_vendor)
SELECT
    stocks.id,
    :ex_date,
    :kind,
    :source,
    :cash,
    :ratio,
    :issue_price,
    :factor,
    :is_from_vendor
FROM stocks
WHERE stocks.ticker = :ticker
ON CONFLICT (stock_id, ex_date, kind, source) DO UPDATE
    SET
        cash = excluded.cash,
        ratio = excluded.ratio,
        issue_price = excluded.issue_price,
        factor = excluded.factor,
        is_from_vendor = excluded.is_from_vendor,
        recorded_at = now();
