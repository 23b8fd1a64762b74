INSERT INTO lake_versions (
    dataset, version, manifest, content_hash, rows, size_bytes, as_of_date, read_at, checked_as_of
)
VALUES (
    :dataset, :version, cast(:manifest AS JSONB), :content_hash, :rows, :size_bytes, :as_of, :read_at, :as_of
);
