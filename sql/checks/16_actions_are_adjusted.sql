-- A declared action of which the stored series shows the fall on its ex-date: the vendor has not adjusted the
-- prices before it. Falls within the daily limit are not distinguishable from a move, and are left out.
WITH declared AS (
    SELECT
        loaded.ticker,
        actions.stock_id,
        actions.ex_date,
        sum(actions.cash) AS cash,
        sum(actions.ratio) AS new_shares,
        sum(actions.ratio * actions.issue_price) AS paid,
        string_agg(replace(actions.kind, '_', ' '), ', ' ORDER BY actions.kind) AS kinds
    FROM crawl_tickers AS loaded
    INNER JOIN stocks ON loaded.ticker = stocks.ticker
    INNER JOIN corporate_actions AS actions ON stocks.id = actions.stock_id
    WHERE
        loaded.crawl_id = :crawl_id
        AND NOT actions.is_inferred
        AND actions.ex_date <= cast(:as_of AS DATE)
    GROUP BY loaded.ticker, actions.stock_id, actions.ex_date
),

moves AS (
    SELECT
        declared.ticker,
        declared.ex_date,
        declared.kinds,
        first_bar.close_price / last_bar.close_price AS move,
        (last_bar.close_price - declared.cash + declared.paid)
        / (last_bar.close_price * (1 + declared.new_shares)) AS factor
    FROM declared
    CROSS JOIN
        LATERAL (
            SELECT prices.close_price
            FROM stock_prices AS prices
            WHERE prices.stock_id = declared.stock_id AND prices.price_date < declared.ex_date
            ORDER BY prices.price_date DESC
            LIMIT 1
        ) AS last_bar
    CROSS JOIN
        LATERAL (
            SELECT prices.close_price
            FROM stock_prices AS prices
            WHERE
                prices.stock_id = declared.stock_id
                AND prices.price_date BETWEEN declared.ex_date AND cast(:as_of AS DATE)
            ORDER BY prices.price_date
            LIMIT 1
        ) AS first_bar
)

SELECT
    'warning' AS severity,
    ticker,
    'the prices before ' || ex_date || ' are not adjusted for its ' || kinds || ': the close fell by '
    || round(100 * (1 - move), 1) || ' % on that day, where ' || round(100 * (1 - factor), 1)
    || ' % are without the holders'' entitlement' AS detail
FROM moves
WHERE factor > 0 AND factor < 0.9 AND abs(ln(move / factor)) < abs(ln(move))
ORDER BY ticker, ex_date;
