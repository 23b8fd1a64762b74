-- Every current forecast with its stock, the newest close and the scores of its model; document: as the API
-- returns it.
CREATE VIEW top_picks AS
SELECT
    stocks.ticker,
    stocks.name,
    stocks.sector,
    forecasts.horizon_days,
    forecasts.predicted_change_pct,
    forecasts.predicted_price,
    forecasts.lower_price,
    forecasts.upper_price,
    forecasts.probability_of_rise,
    forecasts.vn30_rank,
    forecasts.vn30_ranked,
    forecasts.probability_of_beating_vn30,
    forecasts.as_of_date,
    forecasts.target_date,
    newest.close_price,
    forecasts.skill,
    forecasts.mape_pct,
    forecasts.naive_mape_pct,
    forecasts.below_naive,
    forecasts.verdict,
    json_build_object(
        'ticker', stocks.ticker,
        'name', stocks.name,
        'sector', stocks.sector,
        'horizonDays', forecasts.horizon_days,
        'predictedChangePct', forecasts.predicted_change_pct::DOUBLE PRECISION,
        'predictedPrice', forecasts.predicted_price::DOUBLE PRECISION,
        'lowerPrice', forecasts.lower_price::DOUBLE PRECISION,
        'upperPrice', forecasts.upper_price::DOUBLE PRECISION,
        'probabilityOfRise', forecasts.probability_of_rise::DOUBLE PRECISION,
        'vn30Rank', forecasts.vn30_rank,
        'vn30Ranked', forecasts.vn30_ranked,
        'probabilityOfBeatingVn30', forecasts.probability_of_beating_vn30::DOUBLE PRECISION,
        'targetDate', forecasts.target_date,
        'forecastAsOf', forecasts.as_of_date,
        'currentPrice', newest.close_price::DOUBLE PRECISION,
        'mapePct', forecasts.mape_pct::DOUBLE PRECISION,
        'naiveMapePct', forecasts.naive_mape_pct::DOUBLE PRECISION,
        'skill', forecasts.skill::DOUBLE PRECISION,
        'belowNaive', forecasts.below_naive,
        'verdict', forecasts.verdict,
        'asOf', clock.as_of_date,
        'dataSource', CASE WHEN clock.market = 'simulated' THEN 'simulated' ELSE clock.source END
    ) AS document
FROM current_forecasts AS forecasts
CROSS JOIN current_as_of AS clock
INNER JOIN stocks ON forecasts.stock_id = stocks.id
CROSS JOIN
    LATERAL (
        SELECT known.close_price
        FROM known_prices AS known
        WHERE known.stock_id = stocks.id
        ORDER BY known.price_date DESC
        LIMIT 1
    ) AS newest;
