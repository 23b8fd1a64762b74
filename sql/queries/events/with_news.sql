-- A page of articles and events, newest first: of an article its id alone.
SELECT
    items.article_id,
    items.ticker,
    items.session_date AS session,
    items.at,
    items.kind,
    items.value,
    items.unit,
    items.baseline,
    items.detail
FROM (
    SELECT
        news.id AS article_id,
        cast(NULL AS TEXT) AS ticker,
        cast(NULL AS DATE) AS session_date,
        news.published_at AS at,
        'article' AS kind,
        cast(NULL AS DOUBLE PRECISION) AS value,
        cast(NULL AS TEXT) AS unit,
        cast(NULL AS DOUBLE PRECISION) AS baseline,
        cast(NULL AS TEXT) AS detail
    FROM known_news AS news
    WHERE
        coalesce(cast(:kind AS TEXT), 'article') = 'article'
        AND (
            cast(:ticker AS TEXT) IS NULL
            OR news.id IN (
                SELECT named.article_id
                FROM news_article_tickers AS named
                WHERE named.ticker = :ticker
            )
        )
    UNION ALL
    SELECT
        NULL AS article_id,
        events.ticker,
        events.session_date,
        events.at,
        events.kind,
        events.value,
        events.unit,
        events.baseline,
        events.detail
    FROM market_events AS events
    WHERE
        (cast(:ticker AS TEXT) IS NULL OR events.ticker = :ticker)
        AND (cast(:kind AS TEXT) IS NULL OR :kind IN ('event', events.kind))
) AS items
ORDER BY
    items.at DESC, items.article_id DESC, items.ticker ASC, items.kind ASC, items.detail ASC
LIMIT :limit OFFSET :skipped;
