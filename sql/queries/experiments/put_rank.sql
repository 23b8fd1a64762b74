INSERT INTO experiment_ranks (
    run_id,
    horizon_days,
    stock_id,
    vn30_rank,
    vn30_ranked,
    probability_of_beating_vn30
)
SELECT
    :run_id,
    :horizon,
    stocks.id,
    :rank,
    :ranked,
    :probability
FROM stocks
WHERE stocks.ticker = :symbol;
