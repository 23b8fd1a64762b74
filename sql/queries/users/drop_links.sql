-- Also those that would register the address anew.
DELETE FROM account_links
WHERE
    account_links.user_id = cast(:user_id AS UUID)
    OR account_links.email = (
        SELECT users.email
        FROM users
        WHERE users.id = cast(:user_id AS UUID)
    );
