-- At once after each channel: what a process that is killed has sent is not sent again through that one.
UPDATE alerts
SET channels = array_append(channels, :channel)
WHERE id = :id AND pending = :pending;
