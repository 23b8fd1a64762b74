-- What the quote of each active stock is made from: its newest bar up to a session, the bar before it, and
-- the newest session with minutes up to last_day. has_later: there is an event after the bar, for
-- which stored prices may be adjusted.
SELECT
    stocks.ticker,
    stocks.name,
    stocks.sector,
    stocks.exchange,
    cast(shares.value AS DOUBLE PRECISION) AS shares_outstanding,
    bar.price_date AS bar_session,
    cast(bar.close_price AS DOUBLE PRECISION) AS bar_close,
    bar.volume AS bar_volume,
    bar.source AS bar_source,
    sessions.closes_at AS bar_time,
    earlier.price_date AS earlier_session,
    cast(earlier.close_price AS DOUBLE PRECISION) AS earlier_close,
    minutes.session_date AS minute_session,
    cast(minutes.close_price AS DOUBLE PRECISION) AS minute_close,
    minutes.volume AS minute_volume,
    minutes.source AS minute_source,
    minutes.last_minute AS minute_time,
    minutes.fetched_at AS minute_fetched_at,
    (
        SELECT max(actions.ex_date)
        FROM corporate_actions AS actions
        WHERE actions.stock_id = stocks.id
    ) > bar.price_date AS has_later
FROM stocks
LEFT JOIN LATERAL (
    SELECT prices.*
    FROM stock_prices AS prices
    WHERE prices.stock_id = stocks.id AND prices.price_date <= :as_of
    ORDER BY prices.price_date DESC
    LIMIT 1
) AS bar ON TRUE
LEFT JOIN LATERAL (
    SELECT prices.*
    FROM stock_prices AS prices
    WHERE prices.stock_id = stocks.id AND prices.price_date < bar.price_date
    ORDER BY prices.price_date DESC
    LIMIT 1
) AS earlier ON TRUE
LEFT JOIN LATERAL (
    SELECT stored.*
    FROM intraday_sessions AS stored
    WHERE stored.symbol = stocks.ticker AND stored.session_date <= :last_day
    ORDER BY stored.session_date DESC
    LIMIT 1
) AS minutes ON TRUE
LEFT JOIN LATERAL (
    SELECT snapshots.value
    FROM fundamental_snapshots AS snapshots
    WHERE
        snapshots.stock_id = stocks.id
        AND snapshots.metric = 'shares_outstanding'
        AND snapshots.session_date <= :as_of
    ORDER BY snapshots.session_date DESC, snapshots.known_from DESC
    LIMIT 1
) AS shares ON TRUE
LEFT JOIN trading_sessions AS sessions ON bar.price_date = sessions.session_date
WHERE
    stocks.is_active
    AND (cast(:tickers AS TEXT[]) IS NULL OR stocks.ticker = any(cast(:tickers AS TEXT[])))
ORDER BY stocks.ticker;
