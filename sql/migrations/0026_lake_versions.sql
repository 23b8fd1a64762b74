-- Which versions of the lake's data sets are published. A row is written when all files of its version are in
-- the artifact store; the newest row of a data set is its current version.

CREATE TABLE lake_versions (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dataset TEXT NOT NULL,
    version TEXT NOT NULL,
    -- As it is in the store: schema with units, files with rows and SHA-256, versions of data and code.
    manifest JSONB NOT NULL,
    content_hash TEXT NOT NULL CHECK (content_hash ~ '^[0-9a-f]{64}$'),
    rows BIGINT NOT NULL CHECK (rows >= 0),
    size_bytes BIGINT NOT NULL CHECK (size_bytes >= 0),
    as_of_date DATE NOT NULL,
    -- The moment of the database that it was read at.
    read_at TIMESTAMPTZ NOT NULL,
    published_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    -- The newest session as of which a run has found the same content.
    checked_as_of DATE NOT NULL,
    -- Since when the catalog of the store names a newer version.
    replaced_at TIMESTAMPTZ,
    UNIQUE (dataset, version)
);

INSERT INTO pipeline_dags (dag_id, name, status, schedule_cron) VALUES
('vn30_lake', 'VN30 lake', 'paused', '30 18 * * *');
