SELECT
    stocks.ticker,
    models.as_of_date AS session,
    models.sessions_old,
    models.beaten_everywhere
FROM current_models AS models
INNER JOIN stocks ON models.stock_id = stocks.id
WHERE models.freshness_state = 'stale'
ORDER BY stocks.ticker;
