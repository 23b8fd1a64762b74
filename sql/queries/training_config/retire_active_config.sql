UPDATE training_configs
SET is_active = FALSE, updated_at = now()
WHERE is_active;
