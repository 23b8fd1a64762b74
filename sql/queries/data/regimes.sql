SELECT
    regimes.session_date AS date,
    regimes.volatility,
    regimes.trend,
    regimes.state,
    regimes.smoothed_state,
    regimes.probability_calm,
    regimes.probability_usual,
    regimes.probability_wild,
    regimes.close_to_sma_200
FROM market_regimes AS regimes
WHERE
    regimes.session_date <= :as_of
    AND (cast(:start AS DATE) IS NULL OR regimes.session_date >= :start)
ORDER BY regimes.session_date;
