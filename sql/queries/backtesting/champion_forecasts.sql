-- One forecast a stock and session. First the one that was made before the next session opened by the version
-- that was champion then; else the one that is served now, which may have been made or promoted afterwards.
SELECT DISTINCT ON (stocks.ticker, forecasts.as_of_date)
    stocks.ticker AS symbol,
    forecasts.as_of_date AS date,
    ln(cast(forecasts.predicted_price / forecasts.base_price AS DOUBLE PRECISION)) AS predicted_return,
    forecasts.vn30_rank,
    forecasts.vn30_ranked,
    cast(forecasts.probability_of_beating_vn30 AS DOUBLE PRECISION) AS chance,
    cast(forecasts.experiment_run_id AS TEXT) AS run_id,
    versions.version,
    champions.id IS NOT NULL AS served_then
FROM stock_prediction_summaries AS forecasts
INNER JOIN stocks ON forecasts.stock_id = stocks.id
LEFT JOIN model_versions AS versions ON forecasts.experiment_run_id = versions.run_id
LEFT JOIN
    LATERAL (
        SELECT sessions.opens_at
        FROM trading_sessions AS sessions
        WHERE sessions.session_date > forecasts.as_of_date
        ORDER BY sessions.session_date
        LIMIT 1
    ) AS following
    ON TRUE
LEFT JOIN model_champions AS champions
    ON
        versions.id = champions.version_id
        AND forecasts.horizon_days = champions.horizon_days
        AND forecasts.created_at < coalesce(following.opens_at, 'infinity')
        AND champions.since < coalesce(following.opens_at, 'infinity')
        AND coalesce(champions.until, 'infinity') >= coalesce(following.opens_at, 'infinity')
WHERE
    stocks.ticker = any(cast(:tickers AS TEXT[]))
    AND forecasts.horizon_days = :horizon
    AND forecasts.as_of_date BETWEEN :first AND :last
    AND forecasts.created_at <= coalesce(cast(:known_at AS TIMESTAMPTZ), 'infinity')
    AND (forecasts.is_served OR champions.id IS NOT NULL)
ORDER BY
    stocks.ticker ASC,
    forecasts.as_of_date ASC,
    served_then DESC,
    forecasts.is_served DESC,
    forecasts.experiment_run_id ASC;
