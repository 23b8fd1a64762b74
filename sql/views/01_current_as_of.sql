-- The platform's current session: see the function newest_session.
CREATE VIEW current_as_of AS
SELECT
    state.market,
    state.source,
    newest_session(state.follows_wall_clock, state.as_of_date) AS as_of_date,
    state.updated_at
FROM market_state AS state;
