INSERT INTO model_summary (
    ticker,
    state,
    below_naive,
    last_updated_at,
    horizon_days,
    mape_pct,
    naive_mape_pct,
    skill,
    verdict,
    predicted_change_pct,
    lower_change_pct,
    upper_change_pct,
    plot_artifacts_id
)
SELECT
    stocks.ticker,
    models.freshness_state,
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
FROM current_models AS listed
INNER JOIN stocks ON listed.stock_id = stocks.id
LEFT JOIN model_overview AS models ON stocks.ticker = models.ticker
WHERE
    EXISTS (
        SELECT 1
        FROM model_horizon_metrics AS metrics
        WHERE metrics.model_status_id = listed.model_status_id
    );
