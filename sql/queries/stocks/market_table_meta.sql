WITH summary AS MATERIALIZED (
    SELECT count(*) > 0 AS is_current
    FROM current_summaries AS states
    WHERE states.summary = 'market'
),

-- The stocks of the market table: those with at least one known price.
market AS (
    SELECT
        stored.stock_id,
        stored.ticker,
        stored.name,
        stored.sector
    FROM market_table_summary AS stored
    WHERE (SELECT summary.is_current FROM summary)
    UNION ALL
    SELECT
        stocks.id AS stock_id,
        stocks.ticker,
        stocks.name,
        stocks.sector
    FROM stocks
    WHERE
        NOT (SELECT summary.is_current FROM summary)
        AND stocks.is_active
        AND EXISTS (
            SELECT 1 FROM known_prices AS known
            WHERE known.stock_id = stocks.id
        )
)

SELECT
    count(*) FILTER (
        WHERE
        (strpos(lower(market.ticker), lower(:search)) > 0 OR strpos(lower(market.name), lower(:search)) > 0)
        AND (cast(:sector AS TEXT) IS NULL OR market.sector = :sector)
        AND (
            cast(:listed_by AS UUID) IS NULL
            OR market.stock_id IN (
                SELECT items.stock_id FROM watchlist_items AS items
                WHERE items.user_id = cast(:listed_by AS UUID)
            )
        )
    ) AS total,
    coalesce(
        array_agg(DISTINCT market.sector ORDER BY market.sector) FILTER (WHERE market.sector IS NOT NULL),
        '{}'
    ) AS sectors
FROM market
