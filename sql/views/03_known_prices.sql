-- The bars up to the as-of date: no view reads later ones.
CREATE VIEW known_prices AS
SELECT
    prices.stock_id,
    prices.price_date,
    prices.open_price,
    prices.high_price,
    prices.low_price,
    prices.close_price,
    prices.volume,
    prices.source,
    prices.fetched_at
FROM stock_prices AS prices
WHERE prices.price_date <= (SELECT clock.as_of_date FROM current_as_of AS clock);
