-- Events of our own data up to today, each with its figures: value and unit, what it is compared with, and
-- the kind or cause. at: when it was complete, which is the close of its session, or the open where the event
-- is known before.
CREATE VIEW market_events AS
SELECT
    stocks.ticker,
    events.session_date,
    events.kind,
    events.value,
    events.unit,
    events.baseline,
    events.detail,
    CASE
        WHEN events.kind IN ('ex_date', 'joined_vn30', 'left_vn30') THEN sessions.opens_at
        ELSE sessions.closes_at
    END AS at
FROM (
    SELECT
        prices.stock_id,
        prices.session_date,
        prices.kind,
        prices.value,
        CASE prices.kind WHEN 'volume_spike' THEN 'shares' ELSE 'VND' END AS unit,
        prices.baseline,
        NULL::TEXT AS detail
    FROM price_events AS prices
    UNION ALL
    -- Of the session whose crawl has met it.
    SELECT
        restatements.stock_id,
        crawls.as_of_date,
        'restatement',
        restatements.factor::DOUBLE PRECISION,
        'factor',
        NULL,
        restatements.likely_cause
    FROM price_restatements AS restatements
    INNER JOIN crawl_runs AS crawls ON restatements.crawl_id = crawls.id
    UNION ALL
    SELECT
        actions.stock_id,
        actions.ex_date,
        'ex_date',
        CASE actions.kind WHEN 'cash_dividend' THEN actions.cash ELSE actions.ratio END::DOUBLE PRECISION,
        CASE actions.kind WHEN 'cash_dividend' THEN 'VND a share' ELSE 'shares a share' END,
        nullif(actions.issue_price, 0)::DOUBLE PRECISION,
        actions.kind
    FROM (
        -- The same action can be declared, listed by a vendor, and inferred from a restatement.
        SELECT DISTINCT ON (listed.stock_id, listed.ex_date, listed.kind) listed.*
        FROM corporate_actions AS listed
        WHERE
            NOT listed.is_inferred
            OR NOT EXISTS (
                SELECT 1
                FROM corporate_actions AS others
                WHERE
                    others.stock_id = listed.stock_id
                    AND NOT others.is_inferred
                    AND abs(others.ex_date - listed.ex_date) <= 10
            )
        ORDER BY listed.stock_id, listed.ex_date, listed.kind, listed.is_from_vendor, listed.id
    ) AS actions
    UNION ALL
    -- The members of the oldest known basket may have joined earlier.
    SELECT
        joined.id,
        members.effective_from,
        'joined_vn30',
        NULL,
        NULL,
        NULL,
        NULL
    FROM index_members AS members
    INNER JOIN stocks AS joined ON members.ticker = joined.ticker
    WHERE
        members.effective_from > (SELECT min(oldest.effective_from) FROM index_members AS oldest)
    UNION ALL
    SELECT
        gone.id,
        members.effective_to,
        'left_vn30',
        NULL,
        NULL,
        NULL,
        NULL
    FROM index_members AS members
    INNER JOIN stocks AS gone ON members.ticker = gone.ticker
    WHERE members.effective_to IS NOT NULL
) AS events
INNER JOIN stocks ON events.stock_id = stocks.id
INNER JOIN trading_sessions AS sessions ON events.session_date = sessions.session_date
WHERE events.session_date <= (SELECT clock.as_of_date FROM current_as_of AS clock);
