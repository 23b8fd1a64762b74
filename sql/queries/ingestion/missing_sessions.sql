-- The days to fetch by ticker: its missing sessions between :first and :last, with :overlap stored bars on
-- either side for comparison. A complete ticker has no row. With :again every session counts as missing.
-- A session is not missing if it was requested :max_asks times or within the last hours (except the newest,
-- which may be late), or if it was requested and lies before the first bar: the stock was not listed yet. A
-- session whose bar is provisional is missing, as its final bar is.
WITH wanted AS (
    SELECT
        stocks.id AS stock_id,
        stocks.ticker,
        coalesce(CASE WHEN coverage.is_certain THEN coverage.asked_from END, 'infinity') AS asked_from,
        (
            SELECT min(prices.price_date)
            FROM stock_prices AS prices
            WHERE prices.stock_id = stocks.id
        ) AS first_bar
    FROM stocks
    LEFT JOIN price_coverage AS coverage ON stocks.id = coverage.stock_id
    WHERE stocks.ticker = any(:tickers)
),

missing AS (
    SELECT
        wanted.stock_id,
        wanted.ticker,
        min(sessions.session_date) AS first_missing,
        max(sessions.session_date) AS last_missing
    FROM wanted
    INNER JOIN trading_sessions AS sessions ON sessions.session_date BETWEEN :first AND :last
    LEFT JOIN stock_prices AS prices
        ON wanted.stock_id = prices.stock_id AND sessions.session_date = prices.price_date
    LEFT JOIN session_absences AS absences
        ON wanted.stock_id = absences.stock_id AND sessions.session_date = absences.session_date
    WHERE
        :again
        OR prices.is_provisional
        OR (
            prices.id IS NULL
            AND (
                wanted.first_bar IS NULL
                OR sessions.session_date < wanted.asked_from
                OR sessions.session_date > wanted.first_bar
            )
            AND (
                absences.stock_id IS NULL
                OR (
                    absences.times_asked < :max_asks
                    AND (
                        absences.last_asked_at < now() - INTERVAL '20 hours'
                        OR absences.session_date = :last
                    )
                )
            )
        )
    GROUP BY wanted.stock_id, wanted.ticker
)

SELECT
    missing.ticker,
    coalesce(
        (
            SELECT min(before.price_date)
            FROM (
                SELECT prices.price_date
                FROM stock_prices AS prices
                WHERE prices.stock_id = missing.stock_id AND prices.price_date < missing.first_missing
                ORDER BY prices.price_date DESC
                LIMIT :overlap
            ) AS before
        ),
        missing.first_missing
    ) AS start_date,
    coalesce(
        (
            SELECT max(behind.price_date)
            FROM (
                SELECT prices.price_date
                FROM stock_prices AS prices
                WHERE
                    prices.stock_id = missing.stock_id
                    AND prices.price_date > missing.last_missing
                    AND prices.price_date <= :as_of
                ORDER BY prices.price_date
                LIMIT :overlap
            ) AS behind
        ),
        missing.last_missing
    ) AS end_date
FROM missing
ORDER BY missing.ticker;
