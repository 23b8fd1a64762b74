-- How many active stocks have a bar of a session, and which lack one that the crawler did not find to be
-- absent. Members that the source does not have are not counted. The session is at most the platform's today.
WITH wanted AS (
    SELECT least(cast(:session AS DATE), (SELECT clock.as_of_date FROM current_as_of AS clock)) AS session
),

bars AS (
    SELECT
        stocks.ticker,
        prices.id IS NOT NULL AS is_there,
        absences.stock_id IS NOT NULL AS is_absent
    FROM stocks
    CROSS JOIN wanted
    LEFT JOIN stock_prices AS prices
        ON stocks.id = prices.stock_id AND wanted.session = prices.price_date
    LEFT JOIN session_absences AS absences
        ON stocks.id = absences.stock_id AND wanted.session = absences.session_date
    WHERE stocks.is_active AND stocks.ticker NOT IN (SELECT absent.ticker FROM absent_members AS absent)
)

SELECT
    (SELECT wanted.session FROM wanted) AS session,
    count(*) AS stocks,
    count(*) FILTER (WHERE bars.is_there) AS loaded,
    coalesce(
        array_agg(bars.ticker ORDER BY bars.ticker) FILTER (WHERE NOT bars.is_there AND NOT bars.is_absent),
        '{}'
    ) AS lacking
FROM bars;
