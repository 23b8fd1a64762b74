-- By what all prices up to :as_of were multiplied since: for events after it, by crawls of later sessions.
SELECT
    stocks.ticker,
    cast(exp(sum(ln(restatements.factor))) AS DOUBLE PRECISION) AS factor
FROM price_restatements AS restatements
INNER JOIN crawl_runs AS crawls ON restatements.crawl_id = crawls.id
INNER JOIN stocks ON restatements.stock_id = stocks.id
WHERE restatements.ex_date > :as_of AND crawls.as_of_date > :as_of
GROUP BY stocks.ticker;
