SELECT
    requests.kind,
    requests.state,
    requests.airflow_run_id
FROM crawl_requests AS requests
WHERE requests.id = cast(:id AS UUID);
