WITH version AS (
    INSERT INTO lake_versions (
        dataset, version, manifest, content_hash, rows, size_bytes, as_of_date, read_at, checked_as_of
    )
    VALUES (
        :dataset,
        :version,
        cast(:manifest AS JSONB),
        :content_hash,
        :rows,
        :size_bytes,
        :as_of,
        :read_at,
        :as_of
    )
    RETURNING id, manifest
)

INSERT INTO lake_files (version_id, part, path, rows, size_bytes, sha256)
SELECT
    version.id,
    files.part,
    files.file ->> 'path',
    cast(files.file ->> 'rows' AS BIGINT),
    cast(files.file ->> 'size_bytes' AS BIGINT),
    files.file ->> 'sha256'
FROM version
CROSS JOIN LATERAL jsonb_array_elements(version.manifest -> 'files') WITH ORDINALITY AS files (file, part);
