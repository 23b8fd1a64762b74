SELECT
    clock.as_of_date AS as_of,
    CASE WHEN clock.market = 'simulated' THEN 'simulated' ELSE clock.source END AS data_source
FROM current_as_of AS clock
