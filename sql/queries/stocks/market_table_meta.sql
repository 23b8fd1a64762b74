SELECT
    count(*) FILTER (
        WHERE
        (strpos(lower(stocks.ticker), lower(:search)) > 0 OR strpos(lower(stocks.name), lower(:search)) > 0)
        AND (cast(:sector AS TEXT) IS NULL OR stocks.sector = :sector)
        AND (
            cast(:listed_by AS UUID) IS NULL
            OR stocks.id IN (
                SELECT items.stock_id FROM watchlist_items AS items
                WHERE items.user_id = cast(:listed_by AS UUID)
            )
        )
    ) AS total,
    coalesce(
        array_agg(DISTINCT stocks.sector ORDER BY stocks.sector) FILTER (WHERE stocks.sector IS NOT NULL),
        '{}'
    ) AS sectors
FROM stocks
-- The stocks of the market table: those with at least one known price.
WHERE
    stocks.is_active
    AND EXISTS (
        SELECT 1 FROM known_prices AS known
        WHERE known.stock_id = stocks.id
    )
