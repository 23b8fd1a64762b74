-- Sources that name the same action with other terms: a file and a vendor, or the terms and the factor by
-- which a restatement has multiplied the prices. The latter is compared for the newest action of a stock
-- alone, as the stored close before it contains the factors of all later ones.
WITH loaded AS (
    SELECT
        tickers.ticker,
        stocks.id AS stock_id
    FROM crawl_tickers AS tickers
    INNER JOIN stocks ON tickers.ticker = stocks.ticker
    WHERE tickers.crawl_id = :crawl_id
),

rights AS (
    SELECT
        loaded.ticker,
        loaded.stock_id,
        actions.ex_date,
        actions.source,
        actions.is_from_vendor,
        CASE actions.kind
            WHEN 'cash_dividend' THEN 'cash' WHEN 'rights_issue' THEN 'offered shares' ELSE 'free shares'
        END AS entitlement,
        sum(actions.cash) AS cash,
        sum(actions.ratio) AS ratio,
        sum(actions.ratio * actions.issue_price) AS paid
    FROM loaded
    INNER JOIN corporate_actions AS actions ON loaded.stock_id = actions.stock_id
    WHERE NOT actions.is_inferred AND actions.ex_date <= cast(:as_of AS DATE)
    GROUP BY
        loaded.ticker, loaded.stock_id, actions.ex_date, actions.source, actions.is_from_vendor, entitlement
),

used AS (
    SELECT
        kept.ticker,
        kept.stock_id,
        kept.ex_date,
        sum(kept.cash) AS cash,
        sum(kept.ratio) AS new_shares,
        sum(kept.paid) AS paid
    FROM rights AS kept
    WHERE
        NOT kept.is_from_vendor
        OR NOT EXISTS (
            SELECT TRUE
            FROM rights AS better
            WHERE
                better.stock_id = kept.stock_id
                AND better.ex_date = kept.ex_date
                AND better.entitlement = kept.entitlement
                AND (
                    NOT better.is_from_vendor
                    OR better.source < kept.source
                )
        )
    GROUP BY kept.ticker, kept.stock_id, kept.ex_date
),

measured AS (
    SELECT
        used.ticker,
        used.ex_date,
        inferred.factor,
        last_bar.close_price AS reference,
        last_bar.close_price
        / (last_bar.close_price * (1 + used.new_shares) + used.cash - used.paid) AS factor_of_terms
    FROM used
    INNER JOIN
        corporate_actions AS inferred
        ON used.stock_id = inferred.stock_id AND used.ex_date = inferred.ex_date AND inferred.is_inferred
    CROSS JOIN
        LATERAL (
            SELECT prices.close_price
            FROM stock_prices AS prices
            WHERE prices.stock_id = used.stock_id AND prices.price_date < used.ex_date
            ORDER BY prices.price_date DESC
            LIMIT 1
        ) AS last_bar
    WHERE
        NOT EXISTS (
            SELECT TRUE
            FROM corporate_actions AS later
            WHERE later.stock_id = used.stock_id AND later.ex_date > used.ex_date
        )
)

SELECT
    'warning' AS severity,
    declared.ticker,
    declared.source || ' and ' || listed.source || ' differ on the ' || declared.entitlement || ' of '
    || declared.ex_date || ': ' || trim_scale(declared.cash + declared.ratio) || ' and '
    || trim_scale(listed.cash + listed.ratio) || ' for a share held. The first counts' AS detail
FROM rights AS declared
INNER JOIN
    rights AS listed
    ON
        declared.stock_id = listed.stock_id
        AND declared.ex_date = listed.ex_date
        AND declared.entitlement = listed.entitlement
WHERE
    NOT declared.is_from_vendor
    AND listed.is_from_vendor
    AND (abs(declared.cash - listed.cash) > 1 OR abs(declared.ratio - listed.ratio) > 0.0005)
UNION ALL
SELECT
    'warning' AS severity,
    measured.ticker,
    'the prices before ' || measured.ex_date || ' were multiplied by ' || round(measured.factor, 4)
    || ', where the terms on record make ' || round(measured.factor_of_terms, 4)
    || '. The terms count: correct them by a declared action, if they are wrong' AS detail
FROM measured
WHERE abs(ln(measured.factor_of_terms / measured.factor)) > 0.005 + 10 / measured.reference
ORDER BY ticker, detail;
