-- Articles of other feeds that may be those of this one.
SELECT
    articles.id,
    articles.title,
    articles.published_at
FROM news_articles AS articles
WHERE
    articles.published_at BETWEEN :first AND :last
    AND NOT EXISTS (
        SELECT 1
        FROM news_article_sources AS sources
        WHERE sources.article_id = articles.id AND sources.feed = :feed
    );
