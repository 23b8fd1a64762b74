-- The newest session with trades of each ticker, as known at a moment: a bar without volume at the price of
-- the bar before is none.
SELECT
    bars.ticker,
    max(bars.price_date) AS newest
FROM (
    SELECT
        stocks.ticker,
        versions.price_date,
        versions.volume,
        versions.close_price,
        lag(versions.close_price) OVER (PARTITION BY versions.stock_id ORDER BY versions.price_date)
            AS close_before
    FROM price_versions AS versions
    INNER JOIN stocks ON versions.stock_id = stocks.id
    WHERE
        stocks.ticker = any(:tickers)
        AND versions.price_date <= cast(:as_of AS DATE)
        AND versions.known_from <= cast(:known_at AS TIMESTAMPTZ)
        AND versions.known_until > cast(:known_at AS TIMESTAMPTZ)
) AS bars
WHERE bars.volume > 0 OR bars.close_before IS NULL OR bars.close_price <> bars.close_before
GROUP BY bars.ticker;
