INSERT INTO feature_selections (run_id, ticker, horizon_days, known_before, is_final, features)
VALUES (:run_id, :ticker, :horizon, :known_before, :is_final, cast(:features AS TEXT[]));
