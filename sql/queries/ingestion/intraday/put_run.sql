-- Planning an Airflow run again reuses its row.
INSERT INTO intraday_runs (airflow_run_id, source, as_of_date, first_session, newest_only)
VALUES (:airflow_run_id, :source, :as_of, :first_session, :newest_only)
ON CONFLICT (airflow_run_id) DO UPDATE
    SET
        source = excluded.source,
        as_of_date = excluded.as_of_date,
        first_session = excluded.first_session,
        newest_only = excluded.newest_only
RETURNING intraday_runs.id;
