-- A stock that left the index keeps its history and is no longer shown, crawled or trained.
UPDATE stocks
SET is_active = (ticker = any(:members)), updated_at = now()
WHERE is_active <> (ticker = any(:members));
