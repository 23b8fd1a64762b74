INSERT INTO crawl_runs (airflow_run_id, source, as_of_date, request, has_members_list, notes)
VALUES (:airflow_run_id, :source, :as_of, cast(:request AS JSONB), :has_members_list, :notes)
ON CONFLICT (airflow_run_id) DO UPDATE
    SET
        source = excluded.source,
        as_of_date = excluded.as_of_date,
        request = excluded.request,
        has_members_list = excluded.has_members_list,
        notes = excluded.notes
RETURNING id;
