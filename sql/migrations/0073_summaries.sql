-- What reads of the whole market return, written when its inputs are written (vn30.market.summaries). A
-- summary is read while its version is that of the view summary_versions; else its views are.
CREATE TABLE summary_states (
    summary TEXT PRIMARY KEY CHECK (summary IN ('market', 'series')),
    version TEXT NOT NULL,
    refreshed_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- Without references to other tables: what is summarised may be deleted, and the version changes then.
-- The rows of the view market_table, with their sparklines.
CREATE TABLE market_table_summary (
    stock_id BIGINT PRIMARY KEY,
    ticker TEXT NOT NULL,
    name TEXT NOT NULL,
    sector TEXT,
    close_price NUMERIC,
    close_7 NUMERIC,
    close_15 NUMERIC,
    close_30 NUMERIC,
    change_7_pct NUMERIC,
    change_15_pct NUMERIC,
    change_30_pct NUMERIC,
    predicted_7_pct NUMERIC,
    predicted_7_price NUMERIC,
    below_naive_7 BOOLEAN,
    verdict_7 TEXT,
    vn30_rank_7 INTEGER,
    vn30_ranked_7 INTEGER,
    probability_of_beating_vn30_7 NUMERIC,
    sparkline JSON
);

-- The rows of the view model_overview of each listed model; without a horizon if it has none to show.
CREATE TABLE model_summary (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticker TEXT NOT NULL,
    state TEXT,
    below_naive BOOLEAN,
    last_updated_at TIMESTAMPTZ,
    horizon_days INTEGER,
    mape_pct NUMERIC,
    naive_mape_pct NUMERIC,
    skill NUMERIC,
    verdict TEXT,
    predicted_change_pct NUMERIC,
    lower_change_pct NUMERIC,
    upper_change_pct NUMERIC,
    plot_artifacts_id BIGINT
);

CREATE INDEX model_summary_ticker ON model_summary (ticker);

-- Each daily series by month: how many sessions are expected, and in each state.
CREATE TABLE completeness_summary (
    ticker TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    -- YYYY-MM, those with an expected session.
    months JSON NOT NULL,
    -- By name of the state, a list with a number for each month.
    counts JSON NOT NULL
);

-- The last 14 closes of a stock and the path of its forecast, by session. As one value, since a page of the
-- market table has hundreds of points.
CREATE FUNCTION market_sparkline(stock BIGINT, run UUID, basis NUMERIC, today DATE) RETURNS JSON
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN (
        SELECT
            json_agg(
                json_build_object(
                    'date', points.session_date, 'price', points.price, 'is_predicted', points.is_predicted
                )
                ORDER BY points.session_date
            )
        FROM (
            (
                SELECT
                    prices.price_date AS session_date,
                    prices.close_price AS price,
                    FALSE AS is_predicted
                FROM stock_prices AS prices
                WHERE prices.stock_id = stock AND prices.price_date <= today
                ORDER BY prices.price_date DESC
                LIMIT 14
            )
            UNION ALL
            SELECT
                path.prediction_date AS session_date,
                round(path.predicted_price * basis, 4) AS price,
                TRUE AS is_predicted
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
