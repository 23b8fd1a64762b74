-- A page of the market table, as the API returns it.
WITH market AS MATERIALIZED (
    SELECT
        known.stock_id,
        known.ticker,
        known.name,
        known.sector,
        known.close_price,
        known.change_7_pct,
        known.change_15_pct,
        known.change_30_pct,
        known.predicted_7_pct,
        known.vn30_rank_7,
        known.document
    FROM known_market_rows() AS known
),

chosen AS MATERIALIZED (
    SELECT
        market.ticker,
        market.document,
        CASE cast(:sort_by AS TEXT)
            WHEN 'price' THEN market.close_price
            WHEN 'change_7d' THEN market.change_7_pct
            WHEN 'change_15d' THEN market.change_15_pct
            WHEN 'change_30d' THEN market.change_30_pct
            WHEN 'predicted_change_7d' THEN market.predicted_7_pct
            WHEN 'vn30_rank_7d' THEN market.vn30_rank_7
        END AS sort_value
    FROM market
    WHERE
        (
            strpos(lower(market.ticker), lower(:search)) > 0
            OR strpos(lower(market.name), lower(:search)) > 0
        )
        AND (cast(:sector AS TEXT) IS NULL OR market.sector = :sector)
        AND (
            cast(:listed_by AS UUID) IS NULL
            OR market.stock_id IN (
                SELECT items.stock_id FROM watchlist_items AS items
                WHERE items.user_id = cast(:listed_by AS UUID)
            )
        )
),

page AS (
    SELECT
        chosen.document,
        row_number() OVER (
            ORDER BY
                CASE WHEN :descending THEN chosen.sort_value END DESC NULLS LAST,
                CASE WHEN NOT :descending THEN chosen.sort_value END ASC NULLS LAST,
                chosen.ticker
        ) AS place
    FROM chosen
    ORDER BY place
    LIMIT :page_size OFFSET :skipped
)

SELECT
    cast(
        json_build_object(
            'data', coalesce((SELECT json_agg(page.document ORDER BY page.place) FROM page), '[]'),
            'meta', json_build_object(
                'page', cast(:page AS INTEGER),
                'pageSize', cast(:page_size AS INTEGER),
                'total', (SELECT count(*) FROM chosen),
                'sectors', coalesce(
                    (
                        SELECT json_agg(sectors.sector ORDER BY sectors.sector)
                        FROM (
                            SELECT DISTINCT market.sector FROM market
                            WHERE market.sector IS NOT NULL
                        ) AS sectors
                    ),
                    '[]'
                ),
                'asOf', cast(:as_of AS DATE),
                'dataSource', cast(:data_source AS TEXT)
            )
        ) AS TEXT
    ) AS body
