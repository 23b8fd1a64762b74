-- The articles that are known today, with their feeds and the stocks that they name.
-- A platform that follows the wall clock knows those of weekends, too; another one (VN30_AS_OF, or prices
-- from a file) none from after its as-of session. Feeds and stocks are subqueries of columns: a query that
-- counts or orders articles does not compute them.
CREATE VIEW known_news AS
SELECT
    articles.id,
    articles.title,
    (
        SELECT listed.url
        FROM news_article_sources AS listed
        WHERE listed.article_id = articles.id
        ORDER BY listed.first_seen_at, listed.feed
        LIMIT 1
    ) AS url,
    articles.summary,
    articles.published_at,
    articles.dated_by,
    articles.first_seen_at,
    (
        SELECT array_agg(listed.feed ORDER BY listed.first_seen_at, listed.feed)
        FROM news_article_sources AS listed
        WHERE listed.article_id = articles.id
    ) AS feeds,
    (
        SELECT coalesce(array_agg(matches.ticker ORDER BY matches.ticker), '{}')
        FROM news_article_tickers AS matches
        WHERE matches.article_id = articles.id
    ) AS tickers
FROM news_articles AS articles
WHERE
    articles.published_at < coalesce(
        (
            SELECT
                CASE
                    WHEN state.follows_wall_clock AND nullif(current_setting('vn30.as_of', TRUE), '') IS NULL
                        THEN cast('infinity' AS TIMESTAMPTZ)
                    ELSE
                        cast(clock.as_of_date + 1 AS TIMESTAMP) AT TIME ZONE 'Asia/Ho_Chi_Minh'
                END
            FROM market_state AS state
            CROSS JOIN current_as_of AS clock
        ),
        'infinity'
    );
