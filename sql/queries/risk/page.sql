SELECT
    risk.ticker,
    risk.name,
    risk.sector,
    risk.session_date AS session,
    risk.ewma_volatility,
    risk.traded_value,
    tests.value_at_risk,
    tests.expected_shortfall,
    tests.zone,
    measures.drawdown,
    measures.beta_vn30
FROM current_risk AS risk
LEFT JOIN var_backtests AS tests
    ON
        risk.stock_id = tests.stock_id
        AND risk.session_date = tests.session_date
        AND tests.method = 'filtered'
        AND tests.confidence = 0.95
        AND tests.horizon_sessions = 1
LEFT JOIN risk_measures AS measures
    ON
        risk.stock_id = measures.stock_id
        AND risk.session_date = measures.session_date
        AND measures.period_sessions = 250
ORDER BY risk.ticker
LIMIT :limit OFFSET :skipped;
