SELECT
    measures.*,
    measures.period_sessions AS sessions
FROM current_risk AS risk
INNER JOIN risk_measures AS measures
    ON risk.stock_id = measures.stock_id AND risk.session_date = measures.session_date
WHERE risk.ticker = :ticker
ORDER BY measures.period_sessions;
