-- How many series have a bar on either side of a day, and how many of them have traded on it. An index trades
-- whenever it has a bar: some vendors give it no volume.
SELECT
    count(*) AS series,
    count(*) FILTER (
        WHERE EXISTS (
            SELECT 1
            FROM stock_prices AS prices
            WHERE
                prices.stock_id = stocks.id
                AND prices.price_date = :day
                AND (prices.volume > 0 OR stocks.kind = 'index')
        )
    ) AS traded
FROM stocks
WHERE
    EXISTS (
        SELECT 1
        FROM stock_prices AS prices
        WHERE prices.stock_id = stocks.id AND prices.price_date <= :day
    )
    AND EXISTS (
        SELECT 1
        FROM stock_prices AS prices
        WHERE prices.stock_id = stocks.id AND prices.price_date >= :day
    );
