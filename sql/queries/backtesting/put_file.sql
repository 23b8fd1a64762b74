INSERT INTO simulation_files (simulation_id, type, url, size_bytes, sha256)
VALUES (cast(:simulation_id AS UUID), :type, :url, :size_bytes, :sha256);
