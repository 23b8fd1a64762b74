SELECT
    session_date AS session,
    first_bar,
    last_bar,
    ewma_volatility,
    realised_volatility,
    intraday_volatility,
    traded_value
FROM current_risk
WHERE ticker = :ticker;
