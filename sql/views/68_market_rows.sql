-- The rows of the market table as the API returns them (document), beside what they are found and sorted by:
-- the columns of market_table_summary.
CREATE VIEW market_rows AS
SELECT
    market.stock_id,
    market.ticker,
    market.name,
    market.sector,
    market.close_price,
    market.change_7_pct,
    market.change_15_pct,
    market.change_30_pct,
    market.predicted_7_pct,
    market.vn30_rank_7,
    json_build_object(
        'symbol', market.ticker,
        'name', market.name,
        'sector', market.sector,
        'currentPrice', market.close_price::DOUBLE PRECISION,
        'pctChange', json_build_object(
            '7d', json_build_object(
                'actualPct', market.change_7_pct::DOUBLE PRECISION,
                'actualPrice', market.close_7::DOUBLE PRECISION
            ),
            '15d', json_build_object(
                'actualPct', market.change_15_pct::DOUBLE PRECISION,
                'actualPrice', market.close_15::DOUBLE PRECISION
            ),
            '30d', json_build_object(
                'actualPct', market.change_30_pct::DOUBLE PRECISION,
                'actualPrice', market.close_30::DOUBLE PRECISION
            )
        ),
        'predictedPctChange', json_build_object(
            '7d', json_build_object(
                'predictedPct', market.predicted_7_pct::DOUBLE PRECISION,
                'predictedPrice', market.predicted_7_price::DOUBLE PRECISION,
                'belowNaive', market.below_naive_7,
                'verdict', market.verdict_7,
                'vn30Rank', market.vn30_rank_7,
                'vn30Ranked', market.vn30_ranked_7,
                'probabilityOfBeatingVn30', market.probability_of_beating_vn30_7::DOUBLE PRECISION
            )
        ),
        'sparkline14d', market_sparkline(
            market.stock_id,
            market.predicted_7_by,
            market.basis_7,
            (SELECT clock.as_of_date FROM current_as_of AS clock)
        )
    ) AS document
FROM market_table AS market;
