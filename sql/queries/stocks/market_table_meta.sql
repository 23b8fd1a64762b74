SELECT
    count(*) FILTER (
        WHERE
        (
            strpos(lower(market.ticker), lower(:search)) > 0
            OR strpos(lower(market.name), lower(:search)) > 0
        )
        AND (cast(:sector AS TEXT) IS NULL OR market.sector = :sector)
    ) AS total,
    coalesce(
        array_agg(DISTINCT market.sector ORDER BY market.sector) FILTER (WHERE market.sector IS NOT NULL),
        '{}'
    ) AS sectors
FROM market_table AS market
