UPDATE feature_panels
SET last_used_at = now()
WHERE content_hash = :content_hash
RETURNING url, sha256;
