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
WHERE
    CAST(:ticker AS TEXT) IS NULL
    OR news.id IN (
        SELECT matches.article_id FROM news_article_tickers AS matches
        WHERE matches.ticker = :ticker
    )
ORDER BY news.published_at DESC, news.id DESC
LIMIT :limit OFFSET :skipped;
