SELECT
    news.id,
    news.title,
    news.url,
    news.summary,
    news.published_at,
    news.dated_by,
    news.feeds AS sources,
    news.tickers
FROM known_news AS news
WHERE news.id = any(cast(:articles AS BIGINT[]));
