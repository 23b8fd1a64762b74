INSERT INTO news_runs (airflow_run_id, feeds, summary)
VALUES (:airflow_run_id, :feeds, :summary)
ON CONFLICT (airflow_run_id) DO UPDATE SET feeds = excluded.feeds, summary = excluded.summary;
