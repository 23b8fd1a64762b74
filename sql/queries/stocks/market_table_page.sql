-- Of the summary while it is current, else of the view; the other branch is not executed.
WITH summary AS MATERIALIZED (
    SELECT count(*) > 0 AS is_current
    FROM current_summaries AS states
    WHERE states.summary = 'market'
),

market AS (
    SELECT
        stored.stock_id,
        stored.ticker,
        stored.name,
        stored.sector,
        stored.close_price,
        stored.close_7,
        stored.close_15,
        stored.close_30,
        stored.change_7_pct,
        stored.change_15_pct,
        stored.change_30_pct,
        stored.predicted_7_pct,
        stored.predicted_7_price,
        stored.below_naive_7,
        stored.verdict_7,
        stored.vn30_rank_7,
        stored.vn30_ranked_7,
        stored.probability_of_beating_vn30_7,
        stored.sparkline,
        cast(NULL AS UUID) AS predicted_7_by,
        cast(NULL AS NUMERIC) AS basis_7
    FROM market_table_summary AS stored
    WHERE (SELECT summary.is_current FROM summary)
    UNION ALL
    SELECT
        computed.stock_id,
        computed.ticker,
        computed.name,
        computed.sector,
        computed.close_price,
        computed.close_7,
        computed.close_15,
        computed.close_30,
        computed.change_7_pct,
        computed.change_15_pct,
        computed.change_30_pct,
        computed.predicted_7_pct,
        computed.predicted_7_price,
        computed.below_naive_7,
        computed.verdict_7,
        computed.vn30_rank_7,
        computed.vn30_ranked_7,
        computed.probability_of_beating_vn30_7,
        cast(NULL AS JSON) AS sparkline,
        computed.predicted_7_by,
        computed.basis_7
    FROM market_table AS computed
    WHERE NOT (SELECT summary.is_current FROM summary)
),

page AS (
    SELECT
        market.*,
        row_number() OVER (
            ORDER BY
                CASE WHEN :descending THEN ordering.sort_value END DESC NULLS LAST,
                CASE WHEN NOT :descending THEN ordering.sort_value END ASC NULLS LAST,
                market.ticker
        ) AS place
    FROM market
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
    ORDER BY place
    LIMIT :page_size OFFSET :skipped
)

SELECT
    page.ticker,
    page.name,
    page.sector,
    page.close_price,
    page.close_7,
    page.close_15,
    page.close_30,
    page.change_7_pct,
    page.change_15_pct,
    page.change_30_pct,
    page.predicted_7_pct,
    page.predicted_7_price,
    page.below_naive_7,
    page.verdict_7,
    page.vn30_rank_7,
    page.vn30_ranked_7,
    page.probability_of_beating_vn30_7,
    coalesce(
        page.sparkline,
        market_sparkline(
            page.stock_id,
            page.predicted_7_by,
            page.basis_7,
            (SELECT clock.as_of_date FROM current_as_of AS clock)
        )
    ) AS sparkline
FROM page
ORDER BY page.place
