-- Today's session, where today is that of the wall clock; no row where it is set, or the end of a file.
SELECT clock.as_of_date AS session
FROM current_as_of AS clock
CROSS JOIN market_state AS state
WHERE state.follows_wall_clock AND coalesce(current_setting('vn30.as_of', TRUE), '') = '';
