WITH made AS (
    INSERT INTO feature_definitions (name, kind, function, parameters, code_version)
    VALUES (:name, :kind, :function, :parameters, :code_version)
    -- Changes nothing, but returns the row that is there.
    ON CONFLICT (name, parameters, code_version) DO UPDATE SET name = excluded.name
    RETURNING id
)

INSERT INTO feature_panel_columns (content_hash, position, definition_id)
SELECT
    :content_hash,
    :position,
    made.id
FROM made
ON CONFLICT DO NOTHING;
