-- Force-wide checks that could not be made when an officer searched, since central was not reached (docs/sync.md). They are
-- made by themselves at the next contact, in that officer's name. No evidence: the looks are in the log of looks.
CREATE TABLE wide_check (
    check_id   BLOB PRIMARY KEY CHECK (length(check_id) = 16),
    -- Who asked, when, why, and for what: as it goes to central (CBOR), and as the log of looks says it.
    officer_id BLOB NOT NULL CHECK (length(officer_id) = 16),
    officer    TEXT NOT NULL,
    asked_at   INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    sought     BLOB NOT NULL,
    query      TEXT NOT NULL,
    -- The incidents that the list held here answered then (CBOR).
    held       BLOB NOT NULL,
    -- When it was made; NULL: it waits.
    made_at    INTEGER,
    -- Central's answer (protocol::Found, CBOR); NULL where central refused it.
    found      BLOB,
    -- How many of its answers the list held here did not have.
    fresh      INTEGER NOT NULL DEFAULT 0 CHECK (fresh >= 0),
    -- When somebody first opened the answers, and whether whoever asked has.
    opened_at  INTEGER,
    by_asker   INTEGER NOT NULL DEFAULT 0 CHECK (by_asker IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX wide_check_waiting ON wide_check (asked_at) WHERE made_at IS NULL;
