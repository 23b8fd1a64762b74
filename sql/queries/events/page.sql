-- A page of the events, as the API returns it.
WITH chosen AS MATERIALIZED (
    SELECT
        events.ticker,
        events.session_date,
        events.at,
        events.kind,
        events.value,
        events.unit,
        events.baseline,
        events.detail
    FROM market_events AS events
    WHERE
        (cast(:ticker AS TEXT) IS NULL OR events.ticker = :ticker)
        AND (cast(:kind AS TEXT) IS NULL OR events.kind = :kind)
        AND (cast(:first AS DATE) IS NULL OR events.session_date >= :first)
),

page AS (
    SELECT
        chosen.*,
        row_number() OVER (
            ORDER BY chosen.at DESC, chosen.ticker ASC, chosen.kind ASC, chosen.detail ASC
        ) AS place
    FROM chosen
    ORDER BY place
    LIMIT :limit OFFSET :skipped
)

SELECT
    (SELECT count(*) FROM chosen) AS total,
    cast(
        coalesce(
            json_agg(
                json_build_object(
                    'ticker', page.ticker,
                    'session', page.session_date,
                    'at', to_json(page.at AT TIME ZONE 'UTC') #>> '{}' || 'Z',
                    'kind', page.kind,
                    'value', page.value,
                    'unit', page.unit,
                    'baseline', page.baseline,
                    'detail', page.detail
                )
                ORDER BY page.place
            ),
            '[]'
        ) AS TEXT
    ) AS data
FROM page;
