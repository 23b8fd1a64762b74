-- Selects the tickers of the page first, so that the view is evaluated for them only.
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
    models.ticker = any(
        array(
            SELECT stocks.ticker
            FROM current_models AS listed
            INNER JOIN stocks ON listed.stock_id = stocks.id
            WHERE
                EXISTS (
                    SELECT 1
                    FROM model_horizon_metrics AS metrics
                    WHERE metrics.model_status_id = listed.model_status_id
                )
            ORDER BY stocks.ticker
            LIMIT :limit OFFSET :skipped
        )
    )
ORDER BY models.ticker, models.horizon_days
