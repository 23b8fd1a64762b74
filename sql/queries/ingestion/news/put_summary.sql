UPDATE news_runs SET summary = :summary
WHERE airflow_run_id = :airflow_run_id;
