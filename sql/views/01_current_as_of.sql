-- The platform's today: VN30_AS_OF if it is set (each connection carries it as vn30.as_of), else the newest
-- closed session for sources that follow the clock, else the last session of the file that was loaded.
CREATE VIEW current_as_of AS
SELECT
    state.market,
    state.source,
    (
        SELECT max(sessions.session_date)
        FROM trading_sessions AS sessions
        WHERE
            CASE
                WHEN nullif(current_setting('vn30.as_of', TRUE), '') IS NOT NULL
                    THEN sessions.session_date <= nullif(current_setting('vn30.as_of', TRUE), '')::DATE
                WHEN state.follows_wall_clock THEN sessions.closes_at <= now()
                ELSE sessions.session_date <= state.as_of_date
            END
    ) AS as_of_date
FROM market_state AS state;
