-- Company data are refreshed once a week: after two weeks the refresh has failed.
SELECT
    'warning' AS severity,
    stocks.ticker,
    'company data were last refreshed on ' || cast(stocks.company_checked_at AS DATE)
    || ': see the log of the task companies' AS detail
FROM crawl_tickers AS tickers
INNER JOIN stocks ON tickers.ticker = stocks.ticker
WHERE
    tickers.crawl_id = :crawl_id
    AND stocks.is_active
    AND stocks.company_checked_at < now() - INTERVAL '14 days'
ORDER BY stocks.ticker;
