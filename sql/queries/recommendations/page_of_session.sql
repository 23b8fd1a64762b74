-- BUY and SELL before HOLD, the most confident first.
SELECT given.*
FROM recommendations_beside_record AS given
WHERE
    given.as_of_date = :session
    AND given.profile = :profile
    AND (cast(:label AS TEXT) IS NULL OR given.label = :label)
    AND (cast(:horizon AS INTEGER) IS NULL OR given.horizon_days = :horizon)
    AND (cast(:tickers AS TEXT) IS NULL OR given.ticker = any(string_to_array(upper(:tickers), ',')))
ORDER BY
    given.label = 'HOLD' ASC,
    given.label ASC,
    given.confidence DESC NULLS LAST,
    given.ticker ASC,
    given.horizon_days ASC
LIMIT :limit OFFSET :skipped;
