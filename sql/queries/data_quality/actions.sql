SELECT
    stocks.ticker,
    actions.ex_date,
    actions.kind,
    cast(actions.cash AS DOUBLE PRECISION) AS cash,
    cast(actions.ratio AS DOUBLE PRECISION) AS ratio,
    cast(actions.issue_price AS DOUBLE PRECISION) AS issue_price,
    cast(actions.factor AS DOUBLE PRECISION) AS factor,
    CASE
        WHEN actions.is_inferred THEN 'inferred'
        WHEN actions.is_from_vendor THEN 'vendor'
        ELSE 'declared'
    END AS origin,
    actions.source,
    actions.recorded_at
FROM corporate_actions AS actions
INNER JOIN stocks ON actions.stock_id = stocks.id
CROSS JOIN
    LATERAL (
        SELECT
            CASE cast(:sort_by AS TEXT)
                WHEN 'cash' THEN nullif(actions.cash, 0)
                WHEN 'ratio' THEN nullif(actions.ratio, 0)
                WHEN 'issue_price' THEN nullif(actions.issue_price, 0)
                WHEN 'factor' THEN actions.factor
            END AS sort_value
    ) AS ordering
WHERE
    (cast(:ticker AS TEXT) IS NULL OR stocks.ticker = :ticker)
    AND actions.ex_date <= (SELECT clock.as_of_date FROM current_as_of AS clock)
ORDER BY
    ordering.sort_value IS NULL ASC,
    CASE WHEN :descending THEN -ordering.sort_value ELSE ordering.sort_value END ASC,
    actions.ex_date DESC,
    stocks.ticker ASC,
    actions.id DESC
LIMIT :limit OFFSET :skipped;
