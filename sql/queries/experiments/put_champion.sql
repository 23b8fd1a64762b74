INSERT INTO model_champions (
    universe, horizon_days, version_id, since, reason, decided_by, note, evidence, is_pinned
)
VALUES (
    :universe,
    :horizon,
    :version_id,
    -- The end of the tenure that it replaces.
    coalesce(
        (
            SELECT max(earlier.until)
            FROM model_champions AS earlier
            WHERE earlier.universe = :universe AND earlier.horizon_days = :horizon
        ),
        :moment,
        clock_timestamp()
    ),
    :reason,
    :decided_by,
    :note,
    cast(:evidence AS JSONB),
    :is_pinned
);
