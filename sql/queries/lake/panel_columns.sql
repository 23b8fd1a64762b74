SELECT
    definitions.name,
    definitions.kind,
    definitions.function,
    definitions.parameters
FROM feature_panel_columns AS columns
INNER JOIN feature_definitions AS definitions ON columns.definition_id = definitions.id
WHERE columns.content_hash = :content_hash
ORDER BY columns.position;
