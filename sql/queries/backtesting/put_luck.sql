UPDATE simulations
SET
    deflated_sharpe = judged.deflated,
    figures = simulations.figures || jsonb_build_object('luck', judged.luck, 'verdict', judged.verdict)
FROM
    jsonb_to_recordset(cast(:judged AS JSONB))
        AS judged (id UUID, luck JSONB, verdict JSONB, deflated DOUBLE PRECISION)
WHERE simulations.id = judged.id;
