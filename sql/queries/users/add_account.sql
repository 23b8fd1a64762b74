INSERT INTO users (username, password_hash, display_name, role)
VALUES (:username, :password_hash, :display_name, :role)
ON CONFLICT (username) DO NOTHING
