-- An adjusted series keeps to the daily limit, an unadjusted one exceeds it at splits and larger dividends.
-- The finding lists the largest moves beyond the limit, each with its likely cause.
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

-- Few bars exceed even the narrowest limit of their ticker: only those are checked against their own limit.
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

-- UPCoM's limit is around the average price of the session before, which lies between its low and high.
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
                AND close_price BETWEEN close_before * (1 - daily_limit) ^ (absence + 1) - rounding_vnd
                AND close_before * (1 + daily_limit) ^ (absence + 1) + rounding_vnd
                THEN 'hole'
            WHEN is_newest THEN 'newest'
            WHEN move > 0 THEN 'rise'
            WHEN move < -0.2 THEN 'split'
            ELSE 'dividend'
        END AS cause
    FROM moves
),

ranked AS (
    SELECT
        ticker,
        cause,
        row_number() OVER (PARTITION BY ticker ORDER BY abs(ln(1 + move)) DESC) AS place,
        format(
            '%1$s: %2$s %%, ' || CASE cause
                WHEN 'transfer' THEN 'first bar on %4$s, which sets a new reference price'
                WHEN 'average' THEN 'on %4$s before the move to HOSE: the limit is around an average price'
                WHEN 'hole' THEN 'missing bars before it: %3$s'
                WHEN 'newest' THEN 'on the newest bar: an unadjusted split or dividend, or a false print'
                WHEN 'rise' THEN 'which no split or dividend explains: this or an earlier price is wrong'
                WHEN 'split' THEN 'likely unadjusted split or stock dividend of %5$s new shares for 100 held'
                ELSE 'likely unadjusted dividend of %6$s VND a share, or of %5$s new shares for 100 held'
            END,
            price_date,
            to_char(100 * move, 'FMSG9990.0'),
            absence,
            exchange,
            round(100 * (close_before / close_price - 1)),
            to_char(round(close_before - close_price, -2), 'FM999,999,999')
        ) AS description
    FROM causes
)

SELECT
    'warning' AS severity,
    ticker,
    'closes beyond the daily limit: ' || count(*)
    || CASE WHEN count(*) > 3 THEN '. The largest: ' ELSE '. ' END
    || string_agg(description, '; ' ORDER BY place) FILTER (WHERE place <= 3)
    || CASE
        WHEN count(*) FILTER (WHERE cause IN ('split', 'dividend')) > 1 THEN '. This series is not adjusted.'
        ELSE '.'
    END AS detail
FROM ranked
GROUP BY ticker
ORDER BY ticker;
