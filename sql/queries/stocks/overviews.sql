SELECT
    stocks.id AS stock_id,
    stocks.ticker,
    stocks.name,
    stocks.logo_url,
    stocks.description,
    stocks.sector,
    stocks.exchange,
    stocks.financial_report_url,
    stocks.company_website_url,
    stocks.shares_outstanding,
    stocks.shares_outstanding * newest.close_price AS market_cap,
    newest.volume AS trading_volume,
    (
        SELECT round(avg(recent.volume))
        FROM (
            SELECT known.volume
            FROM known_prices AS known
            WHERE known.stock_id = stocks.id
            ORDER BY known.price_date DESC
            LIMIT 20
        ) AS recent
    ) AS average_volume
FROM stocks
LEFT JOIN LATERAL (
    SELECT
        known.close_price,
        known.volume
    FROM known_prices AS known
    WHERE known.stock_id = stocks.id
    ORDER BY known.price_date DESC
    LIMIT 1
) AS newest ON TRUE
WHERE stocks.ticker = any(cast(:tickers AS TEXT[])) AND stocks.is_active
ORDER BY stocks.ticker
