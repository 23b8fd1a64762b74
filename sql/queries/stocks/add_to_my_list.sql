-- One row if the stock is in the list afterwards; none if the list was full without it.
WITH listed AS (
    SELECT count(*) AS items FROM watchlist_items AS items
    WHERE items.user_id = cast(:user_id AS UUID) AND items.stock_id != :stock_id
)

INSERT INTO watchlist_items (user_id, stock_id)
SELECT
    cast(:user_id AS UUID),
    :stock_id
FROM listed
WHERE listed.items < :most
ON CONFLICT (user_id, stock_id) DO UPDATE SET user_id = excluded.user_id
