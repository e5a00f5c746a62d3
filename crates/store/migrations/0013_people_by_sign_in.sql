-- The last sign-in of each connector, and the people who came through one: read from an index, and only those who came.

CREATE INDEX users_by_last_sign_in ON users (connector, last_sign_in)
    WHERE connector IS NOT NULL AND last_sign_in IS NOT NULL;
CREATE INDEX users_by_connector ON users (connector, name_key) WHERE connector IS NOT NULL;

-- An e-mail that is the name is not said twice among the words that people are found by: they are read from end to end.
UPDATE people_text SET words = SUBSTR(words, 1, LENGTH(words) - LENGTH(name_key) - 1)
    WHERE SUBSTR(words, LENGTH(words) - LENGTH(name_key)) = '
' || name_key;
