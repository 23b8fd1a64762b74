SELECT
    stocks.ticker,
    models.as_of_date AS session,
    models.sessions_old
FROM current_models AS models
INNER JOIN stocks ON models.stock_id = stocks.id
WHERE
    models.freshness_state = 'stale'
    AND stocks.ticker NOT IN (SELECT absent.ticker FROM absent_members AS absent)
ORDER BY stocks.ticker;
