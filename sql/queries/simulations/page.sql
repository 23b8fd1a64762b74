SELECT simulations.*
FROM simulation_overview AS simulations
WHERE
    (cast(:state AS TEXT) IS NULL OR simulations.state = :state)
    AND (cast(:signal AS TEXT) IS NULL OR simulations.signal = :signal)
    AND (cast(:batch_id AS UUID) IS NULL OR simulations.batch_id = cast(:batch_id AS UUID))
    AND (cast(:owner AS TEXT) IS NULL OR simulations.owner = :owner)
    AND (cast(:ticker AS TEXT) IS NULL OR simulations.document -> 'tickers' ? upper(:ticker))
    AND (
        cast(:search AS TEXT) IS NULL
        OR strpos(lower(simulations.name || ' ' || simulations.label), lower(:search)) > 0
    )
ORDER BY
    CASE cast(:sort AS TEXT)
        WHEN 'annualReturn' THEN simulations.annual_return
        WHEN 'annualExcess' THEN simulations.annual_excess
        WHEN 'sharpe' THEN simulations.sharpe
        WHEN 'deflatedSharpe' THEN simulations.deflated_sharpe
        WHEN 'drawdown' THEN -simulations.drawdown
    END DESC NULLS LAST,
    simulations.requested_at DESC,
    simulations.batch_id ASC,
    simulations.number ASC
LIMIT :limit OFFSET :skipped;
