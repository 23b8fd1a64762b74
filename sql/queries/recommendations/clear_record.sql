DELETE FROM recommendation_records
WHERE as_of_date = :today;
