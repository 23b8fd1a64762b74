DELETE FROM corporate_actions AS actions
USING stocks
WHERE
    actions.stock_id = stocks.id
    AND stocks.ticker = :ticker
    AND actions.is_from_vendor
    AND actions.source = :source
    AND actions.ex_date >= (
        SELECT min(listed.ex_date)
        FROM unnest(cast(:ex_dates AS DATE[])) AS listed (ex_date)
    )
    AND NOT EXISTS (
        SELECT TRUE
        FROM unnest(cast(:ex_dates AS DATE[]), cast(:kinds AS TEXT[])) AS listed (ex_date, kind)
        WHERE listed.ex_date = actions.ex_date AND listed.kind = actions.kind
    );
