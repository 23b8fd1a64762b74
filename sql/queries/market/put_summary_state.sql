INSERT INTO summary_states (summary, version)
VALUES (:summary, :version)
ON CONFLICT (summary) DO UPDATE SET version = excluded.version, refreshed_at = now();
