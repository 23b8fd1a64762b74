SELECT
    regimes.session_date AS date,
    regimes.volatility,
    regimes.trend
FROM market_regimes AS regimes
WHERE regimes.session_date BETWEEN :first AND :last
ORDER BY regimes.session_date;
