INSERT INTO users (username, password_hash, display_name, role, email)
VALUES (:username, :password_hash, :display_name, 'end_user', :email)
ON CONFLICT DO NOTHING
RETURNING id;
