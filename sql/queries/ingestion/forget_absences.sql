-- Sessions that have a bar by now are no longer absent.
DELETE FROM session_absences AS absences
USING stock_prices AS prices
WHERE
    absences.stock_id = :stock_id
    AND absences.stock_id = prices.stock_id
    AND absences.session_date = prices.price_date;
