-- What was published and had been seen when the day of the session ended.
SELECT
    news.id AS article_id,
    news.published_at,
    news.dated_by,
    news.first_seen_at,
    news.title,
    news.summary,
    news.url,
    to_json(news.feeds) AS sources,
    to_json(news.tickers) AS tickers
FROM known_news AS news
WHERE
    greatest(news.published_at, news.first_seen_at)
    < cast(cast(:as_of AS DATE) + 1 AS TIMESTAMP) AT TIME ZONE 'Asia/Ho_Chi_Minh'
    AND (
        cast(:start AS DATE) IS NULL
        OR news.published_at >= cast(cast(:start AS DATE) AS TIMESTAMP) AT TIME ZONE 'Asia/Ho_Chi_Minh'
    )
    AND (cast(:tickers AS TEXT[]) IS NULL OR news.tickers && cast(:tickers AS TEXT[]))
ORDER BY news.published_at, news.id;
