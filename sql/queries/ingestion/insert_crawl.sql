INSERT INTO crawl_runs (airflow_run_id, source, as_of_date, request, notes)
VALUES (:airflow_run_id, :source, :as_of, cast(:request AS JSONB), :notes)
ON CONFLICT (airflow_run_id) DO UPDATE
    SET
        source = excluded.source,
        as_of_date = excluded.as_of_date,
        request = excluded.request,
        notes = excluded.notes
RETURNING id;
