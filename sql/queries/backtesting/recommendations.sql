-- The labels of record of a profile, one a stock and session.
SELECT
    history.ticker AS symbol,
    history.as_of_date AS date,
    history.label,
    history.made_in_time,
    cast(history.run_id AS TEXT) AS run_id,
    runs.content_hash
FROM recommendation_history AS history
INNER JOIN recommendation_runs AS runs ON history.run_id = runs.id
WHERE
    history.profile = :profile
    AND history.horizon_days = :horizon
    AND history.ticker = any(cast(:tickers AS TEXT[]))
    AND history.as_of_date BETWEEN :first AND :last
    AND history.created_at <= coalesce(cast(:known_at AS TIMESTAMPTZ), 'infinity')
ORDER BY history.ticker, history.as_of_date;
