SELECT
    stocks.ticker AS symbol,
    actions.ex_date,
    actions.kind,
    actions.cash,
    actions.ratio,
    actions.issue_price,
    actions.factor,
    actions.is_inferred,
    actions.source,
    actions.recorded_at
FROM corporate_actions AS actions
INNER JOIN stocks ON actions.stock_id = stocks.id
WHERE
    actions.ex_date <= :as_of
    AND (cast(:start AS DATE) IS NULL OR actions.ex_date >= :start)
    AND (cast(:tickers AS TEXT[]) IS NULL OR stocks.ticker = any(cast(:tickers AS TEXT[])))
ORDER BY stocks.ticker, actions.ex_date, actions.id;
