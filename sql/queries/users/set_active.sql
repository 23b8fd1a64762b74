-- Only accounts with a password: the hash '!' marks authors who sign in to Airflow only.
UPDATE users
SET
    is_active = :is_active,
    updated_at = now()
WHERE username = :username AND password_hash != '!'
