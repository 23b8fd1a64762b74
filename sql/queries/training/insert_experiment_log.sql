INSERT INTO experiment_logs (run_id, level, message)
VALUES (:run_id, :level, :message);
