-- Sessions on which no index has a bar and at most a tenth of the stocks has traded, although at least two
-- series, or an index, have bars before and after them.
WITH series AS (
    SELECT
        stocks.id,
        stocks.kind,
        min(prices.price_date) AS first_bar,
        max(prices.price_date) AS newest_bar
    FROM stocks
    INNER JOIN stock_prices AS prices ON stocks.id = prices.stock_id
    GROUP BY stocks.id, stocks.kind
),

traded AS (
    SELECT
        prices.price_date,
        count(*) FILTER (WHERE stocks.kind = 'index') AS indices,
        count(*) AS series
    FROM stock_prices AS prices
    INNER JOIN stocks ON prices.stock_id = stocks.id
    WHERE prices.volume > 0 OR stocks.kind = 'index'
    GROUP BY prices.price_date
),

spanned AS (
    SELECT
        sessions.session_date AS day,
        count(*) FILTER (WHERE series.kind = 'index') AS indices,
        count(*) AS series
    FROM trading_sessions AS sessions
    INNER JOIN series
        ON sessions.session_date > series.first_bar AND sessions.session_date < series.newest_bar
    WHERE
        sessions.session_date < cast(:as_of AS DATE)
        AND NOT EXISTS (
            SELECT 1
            FROM traded
            WHERE
                traded.price_date = sessions.session_date
                AND (traded.indices > 0 OR traded.series > 0.1 * (SELECT count(*) FROM series))
        )
    GROUP BY sessions.session_date
)

SELECT
    spanned.day,
    'no trades in any of ' || spanned.series || ' series that have bars before and after it'
    || CASE WHEN spanned.indices > 0 THEN ', the index series among them' ELSE '' END AS reason
FROM spanned
WHERE spanned.series > 1 OR spanned.indices > 0
ORDER BY spanned.day;
