SELECT summary FROM news_runs
WHERE airflow_run_id = :airflow_run_id AND summary IS NOT NULL;
