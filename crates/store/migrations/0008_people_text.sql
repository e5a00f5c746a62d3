-- What people are found by, in small letters: narrow beside the wide rows of `users`, so that a part of a word is looked
-- for in a few megabytes. The program writes it in the transaction that writes the names.
CREATE TABLE people_text (
    user_id  TEXT NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    name_key TEXT NOT NULL,
    words    TEXT NOT NULL
);
INSERT INTO people_text (user_id, name_key, words)
    SELECT id, name_key, name_key || ' ' || LOWER(display_name) || ' ' || LOWER(email) FROM users;
CREATE INDEX people_text_by_name ON people_text (name_key);

-- Counting people by state and origin, and finding those who are inactive.
CREATE INDEX users_by_state ON users (inactive, disabled, origin, name_key);

-- The time with the number: a span of time becomes a span of numbers, by which pages go.
CREATE INDEX audit_log_by_time_and_number ON audit_log (at, seq);
DROP INDEX audit_log_by_time;
