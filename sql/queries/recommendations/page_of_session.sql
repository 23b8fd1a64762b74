-- By default BUY and SELL before HOLD, the most confident first.
SELECT given.*
FROM recommendations_beside_record AS given
CROSS JOIN
    LATERAL (
        SELECT
            CASE cast(:sort_by AS TEXT)
                WHEN 'confidence' THEN given.confidence
                WHEN 'expected_return_pct' THEN given.expected_return_pct
                WHEN 'entry_price' THEN given.entry_price
                WHEN 'worst_case_pct' THEN given.worst_case_pct
            END AS sort_value
    ) AS ordering
WHERE
    given.as_of_date = :session
    AND given.profile = :profile
    AND (cast(:label AS TEXT) IS NULL OR given.label = :label)
    AND (cast(:horizon AS INTEGER) IS NULL OR given.horizon_days = :horizon)
    AND (cast(:tickers AS TEXT) IS NULL OR given.ticker = any(string_to_array(upper(:tickers), ',')))
ORDER BY
    ordering.sort_value IS NULL ASC,
    CASE WHEN :descending THEN -ordering.sort_value ELSE ordering.sort_value END ASC,
    given.label = 'HOLD' ASC,
    given.label ASC,
    given.confidence DESC NULLS LAST,
    given.ticker ASC,
    given.horizon_days ASC
LIMIT :limit OFFSET :skipped;
