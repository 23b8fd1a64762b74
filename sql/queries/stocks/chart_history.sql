SELECT
    bars.price_date,
    bars.close_price
FROM (
    SELECT
        known.price_date,
        known.close_price
    FROM known_prices AS known
    WHERE known.stock_id = :stock_id
    ORDER BY known.price_date DESC
    LIMIT :sessions
) AS bars
ORDER BY bars.price_date
