INSERT INTO crawl_runs (airflow_run_id, source, as_of_date, request, has_members_list, absent_members, notes)
VALUES (
    :airflow_run_id,
    :source,
    :as_of,
    cast(:request AS JSONB),
    :has_members_list,
    cast(:absent_members AS TEXT[]),
    :notes
)
ON CONFLICT (airflow_run_id) DO UPDATE
    SET
        source = excluded.source,
        as_of_date = excluded.as_of_date,
        request = excluded.request,
        has_members_list = excluded.has_members_list,
        absent_members = excluded.absent_members,
        notes = excluded.notes
RETURNING id;
