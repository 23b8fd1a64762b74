-- Every version of every bar up to today, with the time since when and until when it was the platform's
-- truth: the current ones until infinity. What was known at a moment has known_from <= moment < known_until.
CREATE VIEW price_versions AS
SELECT
    prices.stock_id,
    prices.price_date,
    prices.open_price,
    prices.high_price,
    prices.low_price,
    prices.close_price,
    prices.volume,
    prices.source,
    prices.is_provisional,
    prices.known_from,
    'infinity'::TIMESTAMPTZ AS known_until
FROM stock_prices AS prices
WHERE prices.price_date <= (SELECT clock.as_of_date FROM current_as_of AS clock)
UNION ALL
SELECT
    history.stock_id,
    history.price_date,
    history.open_price,
    history.high_price,
    history.low_price,
    history.close_price,
    history.volume,
    history.source,
    history.is_provisional,
    history.known_from,
    history.known_until
FROM stock_price_history AS history
WHERE history.price_date <= (SELECT clock.as_of_date FROM current_as_of AS clock);
