-- The right password: this attempt, and those of the same name from the same address.
DELETE FROM sign_in_attempts
WHERE sign_in_attempts.name_digest = :name_digest AND sign_in_attempts.address = :address
