-- The bars of a stock in a period: their range, and the newest ones as lists, oldest first. No row without
-- bars.
WITH bars AS MATERIALIZED (
    SELECT
        prices.price_date,
        coalesce(prices.high_price, prices.close_price) AS high_price,
        coalesce(prices.low_price, prices.close_price) AS low_price,
        prices.close_price,
        prices.volume
    FROM stock_prices AS prices
    INNER JOIN stocks ON prices.stock_id = stocks.id
    WHERE stocks.ticker = :ticker AND prices.price_date BETWEEN :first AND :last
),

newest AS (
    SELECT
        array_agg(recent.price_date ORDER BY recent.price_date) AS sessions,
        array_agg(cast(recent.close_price AS DOUBLE PRECISION) ORDER BY recent.price_date) AS closes,
        array_agg(recent.volume ORDER BY recent.price_date) AS volumes
    FROM (
        SELECT
            bars.price_date,
            bars.close_price,
            bars.volume
        FROM bars
        ORDER BY bars.price_date DESC
        LIMIT :newest
    ) AS recent
)

SELECT
    spans.sessions,
    spans.first_session,
    spans.high,
    spans.low,
    newest.sessions AS newest_sessions,
    newest.closes AS newest_closes,
    newest.volumes AS newest_volumes
FROM (
    SELECT
        count(*) AS sessions,
        min(bars.price_date) AS first_session,
        cast(max(bars.high_price) AS DOUBLE PRECISION) AS high,
        cast(min(bars.low_price) AS DOUBLE PRECISION) AS low
    FROM bars
) AS spans
CROSS JOIN newest
WHERE spans.sessions > 0;
