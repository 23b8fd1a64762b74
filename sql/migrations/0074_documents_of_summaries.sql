-- Summaries hold what the API returns as JSON, written once: reads of the market table, of the top picks, of
-- the models and of completeness pass it on. What a row is found and sorted by stands beside it.
DELETE FROM summary_states;
DROP TABLE market_table_summary, model_summary, completeness_summary;

-- The rows of the view market_rows.
CREATE TABLE market_table_summary (
    stock_id BIGINT PRIMARY KEY,
    ticker TEXT NOT NULL,
    name TEXT NOT NULL,
    sector TEXT,
    close_price NUMERIC,
    change_7_pct NUMERIC,
    change_15_pct NUMERIC,
    change_30_pct NUMERIC,
    predicted_7_pct NUMERIC,
    vn30_rank_7 SMALLINT,
    document JSON NOT NULL
);

-- The rows of the view top_picks.
CREATE TABLE pick_summary (
    horizon_days INTEGER NOT NULL,
    ticker TEXT NOT NULL,
    predicted_change_pct NUMERIC NOT NULL,
    document JSON NOT NULL,
    PRIMARY KEY (horizon_days, ticker)
);

-- Each listed model, with its row of the view model_rows; without a document if it has no horizon to show.
CREATE TABLE model_summary (
    ticker TEXT PRIMARY KEY,
    document JSON,
    plot_artifacts_id BIGINT
);

-- Each daily series. Its months are those of all series, and its numbers are 0 where it has no session.
CREATE TABLE completeness_summary (
    ticker TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    months JSON NOT NULL,
    document JSON NOT NULL
);

-- Now named as the API returns it.
CREATE OR REPLACE FUNCTION market_sparkline(stock BIGINT, run UUID, basis NUMERIC, today DATE) RETURNS JSON
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN (
        SELECT json_agg(row_to_json(points) ORDER BY points.date)
        FROM (
            (
                SELECT
                    prices.price_date AS date,
                    prices.close_price::DOUBLE PRECISION AS price,
                    FALSE AS "isPredicted"
                FROM stock_prices AS prices
                WHERE prices.stock_id = stock AND prices.price_date <= today
                ORDER BY prices.price_date DESC
                LIMIT 14
            )
            UNION ALL
            SELECT
                path.prediction_date AS date,
                round(path.predicted_price * basis, 4)::DOUBLE PRECISION AS price,
                TRUE AS "isPredicted"
            FROM stock_prediction_points AS path
            WHERE
                path.stock_id = stock
                AND path.experiment_run_id = run
                AND path.horizon_days = 7
                AND path.prediction_date > today
        ) AS points
    );
END
$$;

-- The rows of the summary while it is current, else of the view. A function, since PostgreSQL prepares both
-- branches of a query for each execution, and here the one that it takes.
CREATE FUNCTION known_market_rows() RETURNS TABLE (
    stock_id BIGINT,
    ticker TEXT,
    name TEXT,
    sector TEXT,
    close_price NUMERIC,
    change_7_pct NUMERIC,
    change_15_pct NUMERIC,
    change_30_pct NUMERIC,
    predicted_7_pct NUMERIC,
    vn30_rank_7 SMALLINT,
    document JSON
)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM current_summaries AS states WHERE states.summary = 'market') THEN
        RETURN QUERY SELECT * FROM market_table_summary;
    ELSE
        RETURN QUERY SELECT * FROM market_rows;
    END IF;
END
$$;

CREATE FUNCTION known_picks(horizon INTEGER) RETURNS TABLE (
    ticker TEXT,
    predicted_change_pct NUMERIC,
    document JSON
)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM current_summaries AS states WHERE states.summary = 'market') THEN
        RETURN QUERY
            SELECT stored.ticker, stored.predicted_change_pct, stored.document
            FROM pick_summary AS stored
            WHERE stored.horizon_days = horizon;
    ELSE
        RETURN QUERY
            SELECT picks.ticker, picks.predicted_change_pct, picks.document
            FROM top_picks AS picks
            WHERE picks.horizon_days = horizon;
    END IF;
END
$$;
