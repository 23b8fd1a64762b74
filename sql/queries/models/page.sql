-- As models/stored_page, from the views: the tickers of the page first, so that only their rows are computed.
WITH listed AS MATERIALIZED (
    SELECT stocks.ticker
    FROM current_models AS models
    INNER JOIN stocks ON models.stock_id = stocks.id
    WHERE
        EXISTS (
            SELECT 1
            FROM model_horizon_metrics AS metrics
            WHERE metrics.model_status_id = models.model_status_id
        )
),

page AS MATERIALIZED (
    SELECT listed.ticker
    FROM listed
    ORDER BY listed.ticker
    LIMIT :limit OFFSET :skipped
)

SELECT
    counted.total,
    models.plot_artifacts_id,
    cast(models.document AS TEXT) AS document
FROM (SELECT count(*) AS total FROM listed) AS counted
LEFT JOIN model_rows AS models ON models.ticker = any(array(SELECT page.ticker FROM page))
ORDER BY models.ticker
