-- The feature store: which panels are stored, and what each of their columns is.

-- One row a panel: the same bars, configuration and code make the same panel, stored once.
CREATE TABLE feature_panels (
    content_hash TEXT PRIMARY KEY,
    data_version TEXT NOT NULL,
    code_version TEXT NOT NULL,
    configuration JSONB NOT NULL,
    tickers INTEGER NOT NULL,
    bars BIGINT NOT NULL,
    first_session DATE NOT NULL,
    last_session DATE NOT NULL,
    url TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    last_used_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- kind: computed from the ticker's own bars, from an index, or as a rank among the tickers of a session.
CREATE TABLE feature_definitions (
    id BIGSERIAL PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('ticker', 'market', 'rank')),
    function TEXT NOT NULL,
    parameters JSONB NOT NULL,
    code_version TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    UNIQUE (name, parameters, code_version)
);

CREATE TABLE feature_panel_columns (
    content_hash TEXT NOT NULL REFERENCES feature_panels (content_hash) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    definition_id BIGINT NOT NULL REFERENCES feature_definitions (id) ON DELETE RESTRICT,
    PRIMARY KEY (content_hash, position)
);
