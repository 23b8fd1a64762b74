INSERT INTO intraday_partitions (
    symbol, month, url, sha256, size_bytes, bars, first_minute, last_minute, source
)
VALUES (:symbol, :month, :url, :sha256, :size_bytes, :bars, :first_minute, :last_minute, :source)
ON CONFLICT (symbol, month) DO UPDATE
    SET
        url = excluded.url,
        sha256 = excluded.sha256,
        size_bytes = excluded.size_bytes,
        bars = excluded.bars,
        first_minute = excluded.first_minute,
        last_minute = excluded.last_minute,
        source = excluded.source,
        written_at = excluded.written_at;
