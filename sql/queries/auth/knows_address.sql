SELECT count(*) > 0 AS known
FROM sign_ins
INNER JOIN users ON sign_ins.user_id = users.id
WHERE
    users.username = :username
    AND sign_ins.address = :address
    AND sign_ins.expires_at > now()
