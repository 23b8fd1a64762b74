-- Somebody who signs in elsewhere: the hash matches no password, and nobody can sign in here by that name.
INSERT INTO users (username, password_hash, display_name, role, is_active)
VALUES (:username, '!', :display_name, 'data_scientist', FALSE)
ON CONFLICT (username) DO NOTHING;
