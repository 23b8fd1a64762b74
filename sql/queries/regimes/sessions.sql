SELECT newest.*
FROM (
    SELECT
        regimes.session_date AS date,
        regimes.close_price AS close,
        regimes.volatility,
        regimes.trend,
        regimes.smoothed_state AS state,
        regimes.probability_calm,
        regimes.probability_usual,
        regimes.probability_wild,
        regimes.close_to_sma_200
    FROM regimes_of_market AS regimes
    ORDER BY regimes.session_date DESC
    LIMIT :sessions
) AS newest
ORDER BY newest.date;
