SELECT count(*) AS total
FROM recommendation_history AS history
WHERE
    history.as_of_date = :session
    AND history.profile = :profile
    AND (cast(:label AS TEXT) IS NULL OR history.label = :label)
    AND (cast(:horizon AS INTEGER) IS NULL OR history.horizon_days = :horizon)
    AND (cast(:tickers AS TEXT) IS NULL OR history.ticker = any(string_to_array(upper(:tickers), ',')));
