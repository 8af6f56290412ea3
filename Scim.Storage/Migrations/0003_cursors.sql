-- Seals cursors (RFC 9865), so that any replica can open what another one gave out. Made by the first that needs it.
CREATE TABLE scim.cursor_key (
    singleton boolean PRIMARY KEY DEFAULT TRUE CHECK (singleton),
    key       bytea   NOT NULL CHECK (length(key) = 32)
);
