-- All sessions of a write at once. A settled session stays settled: an answer that was on its way for long
-- does not make it provisional again.
INSERT INTO intraday_sessions (
    symbol,
    session_date,
    bars,
    open_price,
    high_price,
    low_price,
    close_price,
    volume,
    first_minute,
    last_minute,
    empty_minutes,
    longest_gap,
    has_close,
    is_provisional,
    times_asked,
    source,
    fetched_at
)
SELECT
    :symbol,
    sessions.session_date,
    sessions.bars,
    sessions.open,
    sessions.high,
    sessions.low,
    sessions.close,
    sessions.volume,
    sessions.first_minute,
    sessions.last_minute,
    sessions.empty_minutes,
    sessions.longest_gap,
    sessions.has_close,
    sessions.session_date > :settled,
    cast(sessions.session_date <= :settled AS INTEGER),
    :source,
    :fetched_at
FROM
    jsonb_to_recordset(cast(:sessions AS JSONB)) AS sessions (
        session_date DATE,
        bars INTEGER,
        open NUMERIC,
        high NUMERIC,
        low NUMERIC,
        close NUMERIC,
        volume BIGINT,
        first_minute TIMESTAMPTZ,
        last_minute TIMESTAMPTZ,
        empty_minutes INTEGER,
        longest_gap INTEGER,
        has_close BOOLEAN
    )
ON CONFLICT (symbol, session_date) DO UPDATE
    SET
        bars = excluded.bars,
        open_price = excluded.open_price,
        high_price = excluded.high_price,
        low_price = excluded.low_price,
        close_price = excluded.close_price,
        volume = excluded.volume,
        first_minute = excluded.first_minute,
        last_minute = excluded.last_minute,
        empty_minutes = excluded.empty_minutes,
        longest_gap = excluded.longest_gap,
        has_close = excluded.has_close,
        is_provisional = intraday_sessions.is_provisional AND excluded.is_provisional,
        source = excluded.source,
        times_asked = intraday_sessions.times_asked + excluded.times_asked,
        fetched_at = greatest(intraday_sessions.fetched_at, excluded.fetched_at);
