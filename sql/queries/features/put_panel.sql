-- A panel whose file was lost is computed again.
INSERT INTO feature_panels (
    content_hash,
    data_version,
    code_version,
    configuration,
    tickers,
    bars,
    first_session,
    last_session,
    url,
    sha256,
    size_bytes
)
VALUES (
    :content_hash,
    :data_version,
    :code_version,
    :configuration,
    :tickers,
    :bars,
    :first_session,
    :last_session,
    :url,
    :sha256,
    :size_bytes
)
ON CONFLICT (content_hash) DO UPDATE
    SET url = excluded.url, sha256 = excluded.sha256, size_bytes = excluded.size_bytes, last_used_at = now();
