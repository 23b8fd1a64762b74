-- The last day of which minutes may be read: of a market that is traded while they are read, today's session
-- as well, which the platform's today does not include before its close.
SELECT
    CASE
        WHEN
            state.market = 'real' AND state.follows_wall_clock
            AND coalesce(current_setting('vn30.as_of', TRUE), '') = ''
            THEN greatest(clock.as_of_date, cast(now() AT TIME ZONE 'Asia/Ho_Chi_Minh' AS DATE))
        ELSE clock.as_of_date
    END AS last_day
FROM market_state AS state
CROSS JOIN current_as_of AS clock;
