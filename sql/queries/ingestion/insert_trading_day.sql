INSERT INTO trading_day_decisions (day, kind, state, reason, decided_by)
VALUES (:day, :kind, :state, :reason, :decided_by);
