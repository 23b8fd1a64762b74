SELECT
    overview.state,
    overview.settings,
    overview.as_of_date,
    overview.tickers,
    overview.portfolio_id,
    overview.user_id
FROM walk_forward_overview AS overview
WHERE overview.id = cast(:id AS UUID);
