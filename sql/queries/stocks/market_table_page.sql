SELECT
    market.stock_id,
    market.ticker,
    market.name,
    market.sector,
    market.close_price,
    market.close_7,
    market.close_15,
    market.close_30,
    market.change_7_pct,
    market.change_15_pct,
    market.change_30_pct,
    market.predicted_7_pct,
    market.predicted_7_price,
    market.predicted_7_by,
    market.basis_7,
    market.below_naive_7,
    market.verdict_7,
    market.vn30_rank_7,
    market.vn30_ranked_7,
    market.probability_of_beating_vn30_7
FROM market_table AS market
CROSS JOIN
    LATERAL (
        SELECT
            CASE cast(:sort_by AS TEXT)
                WHEN 'price' THEN market.close_price
                WHEN 'change_7d' THEN market.change_7_pct
                WHEN 'change_15d' THEN market.change_15_pct
                WHEN 'change_30d' THEN market.change_30_pct
                WHEN 'predicted_change_7d' THEN market.predicted_7_pct
                WHEN 'vn30_rank_7d' THEN market.vn30_rank_7
            END AS sort_value
    ) AS ordering
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
ORDER BY
    CASE WHEN :descending THEN ordering.sort_value END DESC NULLS LAST,
    CASE WHEN NOT :descending THEN ordering.sort_value END ASC NULLS LAST,
    market.ticker
LIMIT :page_size OFFSET :skipped
