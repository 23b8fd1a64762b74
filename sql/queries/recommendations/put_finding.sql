INSERT INTO recommendation_findings (run_id, severity, kind, profile, horizon_days, ticker, detail)
VALUES (:run_id, :severity, :kind, :profile, :horizon, :ticker, :detail);
