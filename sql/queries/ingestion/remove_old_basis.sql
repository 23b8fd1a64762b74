-- Restated means: of the sessions that are both stored and staged, most have another close now.
WITH stored AS (
    SELECT
        prices.id,
        prices.price_date,
        prices.close_price
    FROM stock_prices AS prices
    INNER JOIN stocks ON prices.stock_id = stocks.id
    WHERE stocks.ticker = :ticker
),

overlap AS (
    SELECT
        coalesce(
            2 * count(*) FILTER (WHERE stored.close_price <> staged.close_price) > count(*), FALSE
        ) AS is_restated
    FROM stored
    INNER JOIN staged_bars AS staged ON stored.price_date = staged.price_date
)

DELETE FROM stock_prices
WHERE
    (SELECT overlap.is_restated FROM overlap)
    AND id IN (
        SELECT stored.id
        FROM stored
        WHERE
            stored.price_date BETWEEN
            (SELECT min(staged.price_date) FROM staged_bars AS staged)
            AND (SELECT max(staged.price_date) FROM staged_bars AS staged)
            AND stored.price_date NOT IN (SELECT staged.price_date FROM staged_bars AS staged)
    );
