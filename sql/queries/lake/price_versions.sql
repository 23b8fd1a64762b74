SELECT
    stocks.ticker AS symbol,
    versions.price_date AS date,
    cast(versions.open_price AS DOUBLE PRECISION) AS open,
    cast(versions.high_price AS DOUBLE PRECISION) AS high,
    cast(versions.low_price AS DOUBLE PRECISION) AS low,
    cast(versions.close_price AS DOUBLE PRECISION) AS close,
    versions.volume,
    versions.source,
    versions.is_provisional,
    versions.known_from,
    nullif(versions.known_until, 'infinity') AS known_until
FROM price_versions AS versions
INNER JOIN stocks ON versions.stock_id = stocks.id
WHERE
    stocks.ticker = any(cast(:symbols AS TEXT[]))
    -- By the join alone, the planner would read the versions of all stocks.
    AND versions.stock_id = any(
        array(
            SELECT named.id
            FROM stocks AS named
            WHERE named.ticker = any(cast(:symbols AS TEXT[]))
        )
    )
ORDER BY stocks.ticker, versions.price_date, versions.known_from;
