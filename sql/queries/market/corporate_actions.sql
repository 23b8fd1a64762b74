SELECT
    stocks.ticker,
    actions.ex_date,
    actions.kind,
    actions.source,
    cast(actions.cash AS DOUBLE PRECISION) AS cash,
    cast(actions.ratio AS DOUBLE PRECISION) AS ratio,
    cast(actions.issue_price AS DOUBLE PRECISION) AS issue_price,
    cast(actions.factor AS DOUBLE PRECISION) AS factor,
    actions.is_from_vendor
FROM corporate_actions AS actions
INNER JOIN stocks ON actions.stock_id = stocks.id
WHERE
    stocks.ticker = any(:tickers)
    AND (cast(:known_at AS TIMESTAMPTZ) IS NULL OR actions.recorded_at <= cast(:known_at AS TIMESTAMPTZ))
ORDER BY stocks.ticker, actions.ex_date, actions.id;
