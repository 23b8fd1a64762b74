SELECT
    count(*) AS planned,
    count(*) FILTER (WHERE tickers.state = 'loaded') AS loaded,
    count(*) FILTER (WHERE tickers.state = 'up_to_date') AS up_to_date,
    count(*) FILTER (WHERE tickers.state IN ('failed', 'planned')) AS failed,
    coalesce(sum(tickers.bars_inserted), 0) AS inserted,
    coalesce(sum(tickers.bars_updated), 0) AS updated,
    coalesce(sum(tickers.bars_refused), 0) AS refused
FROM intraday_run_tickers AS tickers
WHERE tickers.run_id = :run_id;
