-- Missing, refused, untraded and provisional sessions of each series that has any, by the newest crawl that
-- measured it. Refused ones are remembered across crawls.
WITH measured AS (
    SELECT DISTINCT ON (tickers.ticker)
        tickers.ticker,
        tickers.sessions_expected AS expected,
        greatest(tickers.sessions_expected - tickers.bars_stored, 0) AS missing,
        coalesce(tickers.sessions_untraded, 0) AS untraded
    FROM crawl_tickers AS tickers
    INNER JOIN crawl_runs AS crawls ON tickers.crawl_id = crawls.id
    WHERE tickers.sessions_expected IS NOT NULL
    ORDER BY tickers.ticker ASC, crawls.as_of_date DESC, tickers.updated_at DESC
),

faults AS (
    SELECT
        measured.ticker,
        measured.missing,
        measured.expected,
        measured.untraded,
        (
            SELECT count(*)
            FROM session_absences AS absences
            WHERE absences.stock_id = stocks.id AND absences.reason <> 'no row'
        ) AS refused,
        (
            SELECT count(*)
            FROM stock_prices AS prices
            WHERE prices.stock_id = stocks.id AND prices.is_provisional
        ) AS provisional
    FROM measured
    INNER JOIN stocks ON measured.ticker = stocks.ticker
)

SELECT
    ticker,
    missing,
    expected,
    refused,
    untraded,
    provisional
FROM faults
WHERE missing > 0 OR untraded > 0 OR provisional > 0
ORDER BY ticker;
