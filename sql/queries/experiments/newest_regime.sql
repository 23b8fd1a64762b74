SELECT max(regimes.session_date) AS session_date
FROM market_regimes AS regimes;
