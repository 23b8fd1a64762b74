SELECT count(*) AS total
FROM corporate_actions AS actions
INNER JOIN stocks ON actions.stock_id = stocks.id
WHERE
    (cast(:ticker AS TEXT) IS NULL OR stocks.ticker = :ticker)
    AND actions.ex_date <= (SELECT clock.as_of_date FROM current_as_of AS clock);
