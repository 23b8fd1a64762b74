-- The same action of the same source again replaces its terms.
INSERT INTO corporate_actions (stock_id, ex_date, kind, source, cash, ratio, issue_price, factor)
SELECT
    stocks.id,
    :ex_date,
    :kind,
    :source,
    :cash,
    :ratio,
    :issue_price,
    :factor
FROM stocks
WHERE stocks.ticker = :ticker
ON CONFLICT (stock_id, ex_date, kind, source) DO UPDATE
    SET
        cash = excluded.cash,
        ratio = excluded.ratio,
        issue_price = excluded.issue_price,
        factor = excluded.factor,
        recorded_at = now();
