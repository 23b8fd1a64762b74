-- Each session that is expected of a series, of days or of minutes, and what is stored of it: stored,
-- provisional (fetched before it had settled), untraded (a daily bar without volume at the price of the bar
-- before), different (minutes that are not the daily bar), absent (a source was asked and has nothing), or
-- missing. Minutes are expected of members of the VN30, from the first stored ones on, where it was traded.
CREATE VIEW series_sessions AS
SELECT
    'daily' AS series,
    spans.ticker,
    spans.kind,
    sessions.session_date,
    CASE
        WHEN prices.is_provisional THEN 'provisional'
        WHEN prices.id IS NULL AND absences.stock_id IS NOT NULL THEN 'absent'
        WHEN
            prices.id IS NULL AND sessions.session_date >= coverage.asked_from
            AND sessions.session_date < spans.first_bar THEN 'absent'
        WHEN prices.id IS NULL THEN 'missing'
        WHEN
            prices.volume = 0 AND prices.close_price = (
                SELECT earlier.close_price
                FROM stock_prices AS earlier
                WHERE earlier.stock_id = prices.stock_id AND earlier.price_date < prices.price_date
                ORDER BY earlier.price_date DESC
                LIMIT 1
            ) THEN 'untraded'
        ELSE 'stored'
    END AS state,
    CASE WHEN prices.id IS NULL THEN absences.reason END AS detail,
    absences.times_asked,
    absences.last_asked_at
FROM series_spans AS spans
INNER JOIN trading_sessions AS sessions
    ON sessions.session_date BETWEEN spans.possible_from AND spans.possible_until
LEFT JOIN stock_prices AS prices
    ON spans.stock_id = prices.stock_id AND sessions.session_date = prices.price_date
LEFT JOIN session_absences AS absences
    ON spans.stock_id = absences.stock_id AND sessions.session_date = absences.session_date
LEFT JOIN price_coverage AS coverage ON spans.stock_id = coverage.stock_id
-- A stock that was never crawled is expected as a member alone.
WHERE spans.first_bar IS NOT NULL OR spans.is_active
UNION ALL
SELECT
    'minutes' AS series,
    spans.ticker,
    spans.kind,
    sessions.session_date,
    CASE
        WHEN days.verdict = 'provisional' THEN 'provisional'
        WHEN days.verdict IN ('equal', 'adjusted') THEN 'stored'
        WHEN days.verdict IS NOT NULL THEN 'different'
        WHEN absences.symbol IS NOT NULL THEN 'absent'
        ELSE 'missing'
    END AS state,
    days.detail,
    absences.times_asked,
    absences.last_asked_at
FROM series_spans AS spans
INNER JOIN trading_sessions AS sessions
    ON sessions.session_date BETWEEN spans.possible_from AND spans.possible_until
LEFT JOIN intraday_days AS days
    ON spans.ticker = days.symbol AND sessions.session_date = days.session_date
LEFT JOIN stock_prices AS prices
    ON spans.stock_id = prices.stock_id AND sessions.session_date = prices.price_date
LEFT JOIN session_absences AS suspensions
    ON spans.stock_id = suspensions.stock_id AND sessions.session_date = suspensions.session_date
LEFT JOIN intraday_absences AS absences
    ON spans.ticker = absences.symbol AND sessions.session_date = absences.session_date
WHERE
    spans.kind = 'stock'
    AND sessions.session_date >= (
        SELECT min(stored.session_date)
        FROM intraday_sessions AS stored
    )
    AND (
        days.symbol IS NOT NULL
        OR (
            coalesce(prices.volume, 1) > 0
            AND suspensions.session_date IS NULL
            -- Days before the first recorded basket have the members of that basket.
            AND EXISTS (
                SELECT 1
                FROM index_members AS stays
                WHERE
                    stays.index_code = 'VN30'
                    AND stays.ticker = spans.ticker
                    AND daterange(stays.effective_from, stays.effective_to) @> greatest(
                        sessions.session_date,
                        (
                            SELECT min(oldest.effective_from)
                            FROM index_members AS oldest
                            WHERE oldest.index_code = 'VN30'
                        )
                    )
            )
        )
    );
