DELETE FROM watchlist_items
WHERE watchlist_items.user_id = cast(:user_id AS UUID);
