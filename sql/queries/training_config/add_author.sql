-- An author who signs in to Airflow only: no password has this hash.
INSERT INTO users (username, password_hash, display_name, role, is_active)
VALUES (:username, '!', :display_name, 'data_scientist', FALSE)
ON CONFLICT (username) DO NOTHING;
