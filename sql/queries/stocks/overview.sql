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
    closes.volume AS trading_volume
FROM stocks
LEFT JOIN stock_closes AS closes ON stocks.id = closes.stock_id
WHERE stocks.ticker = :ticker AND stocks.is_active
