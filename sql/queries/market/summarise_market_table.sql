INSERT INTO market_table_summary (
    stock_id,
    ticker,
    name,
    sector,
    close_price,
    change_7_pct,
    change_15_pct,
    change_30_pct,
    predicted_7_pct,
    vn30_rank_7,
    document
)
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
    market.document
FROM market_rows AS market;
