SELECT clock.as_of_date AS as_of
FROM current_as_of AS clock;
