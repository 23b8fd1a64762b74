-- The stored articles with one of these links, or that a feed has under one of them; origin is the feed that
-- had the article first.
SELECT
    articles.id,
    articles.canonical_url,
    articles.title,
    articles.summary,
    sources.origin,
    sources.urls
FROM news_articles AS articles
CROSS JOIN
    LATERAL (
        SELECT
            array_agg(listed.url) AS urls,
            (array_agg(listed.feed ORDER BY listed.first_seen_at, listed.feed))[1] AS origin
        FROM news_article_sources AS listed
        WHERE listed.article_id = articles.id
    ) AS sources
WHERE
    articles.canonical_url = any(:canonical_urls)
    OR articles.id IN (
        SELECT linked.article_id FROM news_article_sources AS linked
        WHERE linked.url = any(:urls)
    );
