UPDATE recommendation_runs SET is_current = FALSE
WHERE as_of_date = :session AND is_current;
