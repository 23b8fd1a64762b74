-- Bars that are not final yet, members that the source does not have, and what the gate measures of a series.

-- A bar that was fetched before its session had settled is provisional until it is fetched again.
ALTER TABLE stock_prices ADD COLUMN is_provisional BOOLEAN NOT NULL DEFAULT FALSE;

CREATE INDEX stock_prices_provisional ON stock_prices (stock_id, price_date) WHERE is_provisional;

ALTER TABLE crawl_runs ADD COLUMN absent_members TEXT[] NOT NULL DEFAULT '{}';

-- Measured by the gate. sessions_expected counts from the first session that the series could have: its
-- listing, or the first bar of any series.
ALTER TABLE crawl_tickers
ADD COLUMN first_bar DATE,
ADD COLUMN sessions_in_span INTEGER,
ADD COLUMN sessions_untraded INTEGER;
