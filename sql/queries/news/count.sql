SELECT count(*) AS total
FROM known_news AS news
WHERE
    cast(:ticker AS TEXT) IS NULL
    OR news.id IN (
        SELECT matches.article_id FROM news_article_tickers AS matches
        WHERE matches.ticker = :ticker
    );
