-- The longest unchecked come first, so that companies that always fail do not block the others.
SELECT stocks.ticker
FROM stocks
LEFT JOIN (
    SELECT
        restatements.stock_id,
        max(restatements.created_at) AS restated_at
    FROM price_restatements AS restatements
    GROUP BY restatements.stock_id
) AS newest ON stocks.id = newest.stock_id
WHERE
    stocks.is_active
    AND (
        newest.restated_at > stocks.actions_asked_at
        OR (
            (
                stocks.actions_checked_at IS NULL
                OR stocks.actions_checked_at < now() - make_interval(days => :days)
            )
            AND (stocks.actions_asked_at IS NULL OR stocks.actions_asked_at < now() - INTERVAL '20 hours')
        )
    )
ORDER BY stocks.actions_asked_at ASC NULLS FIRST, stocks.ticker ASC;
