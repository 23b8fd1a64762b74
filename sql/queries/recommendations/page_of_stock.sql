SELECT given.*
FROM recommendations_beside_record AS given
WHERE
    given.stock_id = :stock_id
    AND given.profile = :profile
    AND (cast(:horizon AS INTEGER) IS NULL OR given.horizon_days = :horizon)
ORDER BY given.as_of_date DESC, given.horizon_days ASC
LIMIT :limit OFFSET :skipped;
