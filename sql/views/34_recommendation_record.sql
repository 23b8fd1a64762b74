-- The newest track record up to today, one row a group: see the table recommendation_records.
CREATE VIEW recommendation_record AS
SELECT
    records.as_of_date,
    records.profile,
    records.horizon_days,
    records.dimension,
    records.value,
    records.label,
    records.recommendations,
    records.sessions,
    records.first_session,
    records.last_session,
    records.mean_confidence,
    records.hit_rate,
    records.hit_rate_error,
    records.gain_pct,
    records.gain_error_pct,
    records.stops,
    records.targets,
    records.not_filled
FROM recommendation_records AS records
WHERE
    records.as_of_date = (
        SELECT max(newest.as_of_date)
        FROM recommendation_records AS newest
        WHERE newest.as_of_date <= (SELECT clock.as_of_date FROM current_as_of AS clock)
    );
