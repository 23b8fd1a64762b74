SELECT day
FROM trading_days
WHERE state = 'confirmed' AND kind = 'closed' AND decided_by = :decided_by;
