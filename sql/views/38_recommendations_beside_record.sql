-- The recommendations of record of every session up to today, each beside the newest track record of those
-- with its label, profile and horizon, which is null as long as none of them is judged.
CREATE VIEW recommendations_beside_record AS
SELECT
    history.*,
    records.as_of_date AS record_as_of_date,
    records.recommendations AS record_recommendations,
    records.sessions AS record_sessions,
    records.hit_rate AS record_hit_rate,
    records.hit_rate_error AS record_hit_rate_error,
    records.gain_pct AS record_gain_pct,
    records.gain_error_pct AS record_gain_error_pct
FROM recommendation_history AS history
LEFT JOIN recommendation_record AS records
    ON
        history.profile = records.profile
        AND history.horizon_days = records.horizon_days
        AND history.label = records.label
        AND history.label = records.value
        AND records.dimension = 'label';
