UPDATE stocks
SET
    actions_asked_at = now(),
    actions_checked_at = now()
WHERE ticker = :ticker;
