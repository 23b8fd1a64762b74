DELETE FROM watchlist_items AS items
WHERE items.user_id = cast(:user_id AS UUID) AND items.stock_id = :stock_id
