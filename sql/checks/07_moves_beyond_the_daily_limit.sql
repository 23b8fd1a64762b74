-- An adjusted series keeps to the daily limit, an unadjusted one leaves it at splits and larger dividends.
-- Each move beyond it is told with its likely cause.
WITH bars AS (
    SELECT
        loaded.ticker,
        prices.price_date,
        prices.close_price,
        lag(prices.close_price) OVER earlier AS close_before,
        lag(prices.low_price) OVER earlier AS low_before,
        lag(prices.high_price) OVER earlier AS high_before,
        lag(prices.price_date) OVER earlier AS date_before,
        lead(prices.price_date) OVER earlier IS NULL AS is_newest
    FROM crawl_tickers AS loaded
    INNER JOIN stocks ON loaded.ticker = stocks.ticker
    INNER JOIN stock_prices AS prices ON stocks.id = prices.stock_id
    WHERE
        loaded.crawl_id = :crawl_id
        AND loaded.state = 'loaded'
        AND prices.price_date <= cast(:as_of AS DATE)
    WINDOW earlier AS (PARTITION BY prices.stock_id ORDER BY prices.price_date)
),

-- Few bars leave even the narrowest band of their ticker: only those are asked about the rest.
narrowest AS (
    SELECT
        ticker,
        min(daily_limit) AS daily_limit
    FROM price_bands
    GROUP BY ticker
),

suspects AS (
    SELECT
        bars.*,
        bars.close_price / bars.close_before - 1 AS move,
        (
            SELECT count(*)
            FROM trading_sessions AS sessions
            WHERE sessions.session_date > bars.date_before AND sessions.session_date < bars.price_date
        ) AS absence
    FROM bars
    INNER JOIN narrowest ON bars.ticker = narrowest.ticker
    WHERE abs(bars.close_price - bars.close_before) > narrowest.daily_limit * bars.close_before
),

moves AS (
    SELECT
        suspects.*,
        band.exchange,
        band.valid_from,
        band.daily_limit,
        band.rounding_vnd
    FROM suspects
    INNER JOIN LATERAL (
        SELECT bands.*
        FROM price_bands AS bands
        WHERE
            bands.ticker = suspects.ticker
            AND suspects.price_date BETWEEN bands.valid_from AND bands.valid_to
            AND suspects.absence >= bands.after_absence
        ORDER BY bands.daily_limit DESC
        LIMIT 1
    ) AS band ON TRUE
    WHERE
        abs(suspects.close_price - suspects.close_before)
        > band.daily_limit * suspects.close_before + band.rounding_vnd
),

-- UPCoM's band is around the average price of the session before, which lies between its low and its high.
causes AS (
    SELECT
        ticker,
        price_date,
        close_price,
        close_before,
        move,
        absence,
        exchange,
        CASE
            WHEN date_before < valid_from THEN 'transfer'
            WHEN
                exchange = 'UPCoM'
                AND close_price BETWEEN low_before * (1 - daily_limit) - rounding_vnd
                AND high_before * (1 + daily_limit) + rounding_vnd
                THEN 'average'
            WHEN
                absence > 0
                AND close_price BETWEEN close_before * (1 - daily_limit) ^ (absence + 1)
                AND close_before * (1 + daily_limit) ^ (absence + 1)
                THEN 'hole'
            WHEN is_newest THEN 'newest'
            WHEN move > 0 THEN 'rise'
            WHEN move < -0.2 THEN 'split'
            ELSE 'dividend'
        END AS cause
    FROM moves
),

told AS (
    SELECT
        ticker,
        cause,
        row_number() OVER (PARTITION BY ticker ORDER BY abs(ln(1 + move)) DESC) AS place,
        format(
            '%1$s: %2$s %%, ' || CASE cause
                WHEN 'transfer' THEN 'the first bar on %4$s, which set a new reference price'
                WHEN 'average' THEN 'on %4$s, before the move to HOSE: its limit is around an average price'
                WHEN 'hole' THEN 'sessions without a bar before it: %3$s'
                WHEN 'newest' THEN 'on the newest bar: a split or dividend not adjusted, or a false print'
                WHEN 'rise' THEN 'which no split or dividend explains: wrong here or before'
                WHEN 'split' THEN 'as by a split or stock dividend of %5$s new for 100 held, not adjusted'
                ELSE 'as by a dividend of %6$s VND or of %5$s new for 100 held, not adjusted'
            END,
            price_date,
            to_char(100 * move, 'FMSG9990.0'),
            absence,
            exchange,
            round(100 * (close_before / close_price - 1)),
            to_char(round(close_before - close_price, -2), 'FM999,999,999')
        ) AS words
    FROM causes
)

SELECT
    'warning' AS severity,
    ticker,
    'closes beyond the daily limit: ' || count(*)
    || CASE WHEN count(*) > 3 THEN '. The largest: ' ELSE '. ' END
    || string_agg(words, '; ' ORDER BY place) FILTER (WHERE place <= 3)
    || CASE
        WHEN count(*) FILTER (WHERE cause IN ('split', 'dividend')) > 1 THEN '. This series is not adjusted.'
        ELSE '.'
    END AS detail
FROM told
GROUP BY ticker
ORDER BY ticker;
