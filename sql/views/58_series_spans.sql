-- The sessions in which each series of days could have a bar. They begin with its listing, or with the first
-- bar of any series if that is later: a vendor's short history is not complete. The listing is the first day
-- of its price limits; without them (a stock that only a live source names) the series begins with its own
-- first bar. They end with today, with its price limits, or with the stay of a stock that has left the VN30:
-- it is not crawled any more.
CREATE VIEW series_spans AS
WITH beginnings AS (
    SELECT
        stocks.id AS stock_id,
        stocks.ticker,
        stocks.kind,
        stocks.is_active,
        array(
            SELECT prices.price_date
            FROM stock_prices AS prices
            WHERE prices.stock_id = stocks.id
            ORDER BY prices.price_date
            LIMIT 2
        ) AS bars,
        (
            SELECT max(prices.price_date)
            FROM stock_prices AS prices
            WHERE prices.stock_id = stocks.id
        ) AS last_bar
    FROM stocks
),

market AS (
    -- A first bar months before the second may have a mistyped date, and is left out.
    SELECT
        min(
            CASE
                WHEN beginnings.bars[2] - beginnings.bars[1] > 90 THEN beginnings.bars[2]
                ELSE beginnings.bars[1]
            END
        ) AS first_bar
    FROM beginnings
),

listings AS (
    SELECT
        bands.ticker,
        min(bands.valid_from) AS listed_on,
        max(bands.valid_to) AS last_day
    FROM price_bands AS bands
    GROUP BY bands.ticker
),

stays AS (
    SELECT
        members.ticker,
        max(coalesce(members.effective_to, 'infinity')) - 1 AS last_day
    FROM index_members AS members
    WHERE members.index_code = 'VN30'
    GROUP BY members.ticker
)

SELECT
    beginnings.stock_id,
    beginnings.ticker,
    beginnings.kind,
    beginnings.is_active,
    beginnings.bars[1] AS first_bar,
    beginnings.last_bar,
    CASE
        WHEN beginnings.kind = 'index' OR listings.listed_on IS NOT NULL
            THEN least(beginnings.bars[1], greatest(market.first_bar, listings.listed_on))
        ELSE beginnings.bars[1]
    END AS possible_from,
    least(
        clock.as_of_date,
        listings.last_day,
        CASE WHEN stays.last_day IS NOT NULL THEN greatest(stays.last_day, beginnings.last_bar) END
    ) AS possible_until
FROM beginnings
CROSS JOIN market
CROSS JOIN current_as_of AS clock
LEFT JOIN listings ON beginnings.ticker = listings.ticker
LEFT JOIN stays ON beginnings.ticker = stays.ticker;
