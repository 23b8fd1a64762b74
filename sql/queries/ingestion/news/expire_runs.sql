DELETE FROM news_runs
WHERE started_at < now() - make_interval(days => :keep_days);
