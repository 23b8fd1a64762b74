DELETE FROM stock_prices
WHERE
    price_date = :day
    AND NOT EXISTS (
        SELECT 1
        FROM trading_sessions AS sessions
        WHERE sessions.session_date = stock_prices.price_date
    );
