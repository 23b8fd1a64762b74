-- The newest session if the platform's today follows the wall clock; no row if today is set or is the end of
-- a file.
SELECT clock.as_of_date AS session
FROM current_as_of AS clock
CROSS JOIN market_state AS state
WHERE state.follows_wall_clock AND coalesce(current_setting('vn30.as_of', TRUE), '') = '';
