-- The newest session up to the platform's today: VN30_AS_OF if it is set (each connection carries it as
-- vn30.as_of), else the newest closed session for sources that follow the clock, else the last session of the
-- file that was loaded. A function, as views ask for it many times over: in their place, it would be planned
-- as often. Each branch bounds the date, so that it is found at the end of the index.
CREATE FUNCTION newest_session(follows_wall_clock BOOLEAN, last_loaded DATE) RETURNS DATE
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    fixed_today DATE := nullif(current_setting('vn30.as_of', TRUE), '')::DATE;
BEGIN
    IF fixed_today IS NULL AND follows_wall_clock THEN
        RETURN (
            SELECT max(sessions.session_date)
            FROM trading_sessions AS sessions
            WHERE
                sessions.session_date <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::DATE
                AND sessions.closes_at <= now()
        );
    END IF;
    RETURN (
        SELECT max(sessions.session_date)
        FROM trading_sessions AS sessions
        WHERE sessions.session_date <= coalesce(fixed_today, last_loaded)
    );
END
$$;
