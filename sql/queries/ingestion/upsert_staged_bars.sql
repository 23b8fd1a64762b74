-- Rows that are already right are left alone: no new version, no index work. xmax is 0 for a new row only.
WITH written AS (
    INSERT INTO stock_prices (
        stock_id, price_date, open_price, high_price, low_price, close_price, volume, source, fetched_at
    )
    SELECT
        stocks.id,
        staged.price_date,
        staged.open_price,
        staged.high_price,
        staged.low_price,
        staged.close_price,
        staged.volume,
        :source,
        :fetched_at
    FROM staged_bars AS staged
    INNER JOIN stocks ON stocks.ticker = :ticker
    ON CONFLICT (stock_id, price_date) DO UPDATE
        SET
            open_price = excluded.open_price,
            high_price = excluded.high_price,
            low_price = excluded.low_price,
            close_price = excluded.close_price,
            volume = excluded.volume,
            source = excluded.source,
            fetched_at = excluded.fetched_at
        WHERE
        (
            stock_prices.open_price, stock_prices.high_price, stock_prices.low_price,
            stock_prices.close_price, stock_prices.volume
        )
        IS DISTINCT FROM
        (
            excluded.open_price, excluded.high_price, excluded.low_price,
            excluded.close_price, excluded.volume
        )
    RETURNING (xmax = 0) AS is_new
)

SELECT
    count(*) FILTER (WHERE is_new) AS inserted,
    count(*) FILTER (WHERE NOT is_new) AS updated
FROM written;
