INSERT INTO model_summary (ticker, document, plot_artifacts_id)
SELECT
    stocks.ticker,
    models.document,
    models.plot_artifacts_id
FROM current_models AS listed
INNER JOIN stocks ON listed.stock_id = stocks.id
LEFT JOIN model_rows AS models ON stocks.ticker = models.ticker
WHERE
    EXISTS (
        SELECT 1
        FROM model_horizon_metrics AS metrics
        WHERE metrics.model_status_id = listed.model_status_id
    );
