-- A stock that left the index keeps its history, but is no longer shown, crawled or trained.
UPDATE stocks
SET is_active = (ticker = any(:members)), updated_at = now()
WHERE kind = 'stock' AND is_active <> (ticker = any(:members));
