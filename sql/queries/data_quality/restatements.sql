SELECT
    stocks.ticker,
    restatements.ex_date,
    restatements.factor,
    restatements.bars_restated,
    restatements.likely_cause,
    restatements.source,
    restatements.created_at AS recorded_at
FROM price_restatements AS restatements
INNER JOIN stocks ON restatements.stock_id = stocks.id
CROSS JOIN
    LATERAL (
        SELECT
            CASE cast(:sort_by AS TEXT)
                WHEN 'ex_date' THEN restatements.ex_date - DATE '2000-01-01'
                WHEN 'factor' THEN restatements.factor
                WHEN 'bars' THEN restatements.bars_restated
            END AS sort_value
    ) AS ordering
WHERE cast(:ticker AS TEXT) IS NULL OR stocks.ticker = :ticker
ORDER BY
    ordering.sort_value IS NULL ASC,
    CASE WHEN :descending THEN -ordering.sort_value ELSE ordering.sort_value END ASC,
    restatements.id DESC
LIMIT :limit OFFSET :skipped;
