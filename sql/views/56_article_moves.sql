-- How a stock moved after an article that names it, over 1 and 7 sessions, and how the VN30 did: changes as a
-- share of the last close before the article, of which 0.01 is 1 %. The first session is the one in which the
-- article could be traded on: published until the closing auction ends at 14:45, that day, else the next
-- session. Null until the session is over, and where a bar is missing.
CREATE VIEW article_moves AS
SELECT
    named.article_id,
    named.ticker,
    first.session_date,
    base.price_date AS base_session,
    (after_1.close_price / base.close_price - 1)::DOUBLE PRECISION AS change_1,
    (index_1.close_price / index_base.close_price - 1)::DOUBLE PRECISION AS vn30_change_1,
    (after_7.close_price / base.close_price - 1)::DOUBLE PRECISION AS change_7,
    (index_7.close_price / index_base.close_price - 1)::DOUBLE PRECISION AS vn30_change_7
FROM news_article_tickers AS named
INNER JOIN news_articles AS articles ON named.article_id = articles.id
INNER JOIN stocks ON named.ticker = stocks.ticker
CROSS JOIN
    LATERAL (
        SELECT
            min(upcoming.session_date) AS session_date,
            max(upcoming.session_date) FILTER (WHERE upcoming.place = 7) AS seventh
        FROM (
            SELECT
                sessions.session_date,
                row_number() OVER (ORDER BY sessions.session_date) AS place
            FROM trading_sessions AS sessions
            WHERE
                sessions.session_date >= (articles.published_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::DATE
                AND (sessions.session_date + TIME '14:45') AT TIME ZONE 'Asia/Ho_Chi_Minh'
                > articles.published_at
            ORDER BY sessions.session_date
            LIMIT 7
        ) AS upcoming
    ) AS first
LEFT JOIN LATERAL (
    SELECT
        known.price_date,
        known.close_price
    FROM known_prices AS known
    WHERE known.stock_id = stocks.id AND known.price_date < first.session_date
    ORDER BY known.price_date DESC
    LIMIT 1
) AS base ON TRUE
LEFT JOIN stocks AS vn30 ON vn30.ticker = 'VN30'
LEFT JOIN known_prices AS after_1 ON stocks.id = after_1.stock_id AND first.session_date = after_1.price_date
LEFT JOIN known_prices AS after_7 ON stocks.id = after_7.stock_id AND first.seventh = after_7.price_date
LEFT JOIN known_prices AS index_base
    ON vn30.id = index_base.stock_id AND base.price_date = index_base.price_date
LEFT JOIN known_prices AS index_1 ON vn30.id = index_1.stock_id AND first.session_date = index_1.price_date
LEFT JOIN known_prices AS index_7 ON vn30.id = index_7.stock_id AND first.seventh = index_7.price_date;
