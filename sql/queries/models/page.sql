-- Selects the tickers of the page first, so that the view is evaluated for them only. Of the summary while it
-- is current, else of the views; the other branch is not executed.
WITH summary AS MATERIALIZED (
    SELECT count(*) > 0 AS is_current
    FROM current_summaries AS states
    WHERE states.summary = 'market'
),

listed AS (
    SELECT DISTINCT stored.ticker
    FROM model_summary AS stored
    WHERE (SELECT summary.is_current FROM summary)
    UNION ALL
    SELECT stocks.ticker
    FROM current_models AS models
    INNER JOIN stocks ON models.stock_id = stocks.id
    WHERE
        NOT (SELECT summary.is_current FROM summary)
        AND EXISTS (
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
    stored.ticker,
    stored.state,
    stored.below_naive,
    stored.last_updated_at,
    stored.horizon_days,
    stored.mape_pct,
    stored.naive_mape_pct,
    stored.skill,
    stored.verdict,
    stored.predicted_change_pct,
    stored.lower_change_pct,
    stored.upper_change_pct,
    stored.plot_artifacts_id
FROM model_summary AS stored
WHERE
    (SELECT summary.is_current FROM summary)
    AND stored.horizon_days IS NOT NULL
    AND stored.ticker = any(array(SELECT page.ticker FROM page))
UNION ALL
SELECT
    models.ticker,
    models.freshness_state AS state,
    models.below_naive,
    models.last_updated_at,
    models.horizon_days,
    models.mape_pct,
    models.naive_mape_pct,
    models.skill,
    models.verdict,
    models.predicted_change_pct,
    models.lower_change_pct,
    models.upper_change_pct,
    models.plot_artifacts_id
FROM model_overview AS models
WHERE
    NOT (SELECT summary.is_current FROM summary)
    AND models.ticker = any(array(SELECT page.ticker FROM page))
ORDER BY ticker, horizon_days
