SELECT
    'warning' AS severity,
    NULL AS ticker,
    'provisional bars of ' || prices.price_date || ' in ' || count(*) || ' series: they were fetched at '
    || to_char(max(prices.fetched_at) AT TIME ZONE 'Asia/Ho_Chi_Minh', 'HH24:MI')
    || ', before the prices had settled (VN30_PRICES_SETTLE_AT). The next crawl fetches them again' AS detail
FROM stock_prices AS prices
INNER JOIN stocks ON prices.stock_id = stocks.id
INNER JOIN crawl_tickers AS tickers ON stocks.ticker = tickers.ticker AND tickers.crawl_id = :crawl_id
WHERE prices.is_provisional
GROUP BY prices.price_date
ORDER BY prices.price_date;
