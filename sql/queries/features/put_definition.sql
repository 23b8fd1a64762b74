WITH definitions AS (
    INSERT INTO feature_definitions (
        name, kind, function, parameters, code_version, feature_group, formula, source, unit
    )
    VALUES (:name, :kind, :function, :parameters, :code_version, :feature_group, :formula, :source, :unit)
    -- The update changes nothing, but makes RETURNING return the existing row.
    ON CONFLICT (name, parameters, code_version) DO UPDATE SET name = excluded.name
    RETURNING id
)

INSERT INTO feature_panel_columns (content_hash, position, definition_id)
SELECT
    :content_hash,
    :position,
    definitions.id
FROM definitions
ON CONFLICT DO NOTHING;
