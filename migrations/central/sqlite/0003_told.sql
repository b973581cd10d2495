-- What one force told another of: possible sightings at another force's incident (docs/sync.md).
-- The same tables stand in migrations/central/{sqlite,postgres}: change both.

CREATE TABLE told (
    -- The force that is told.
    force        TEXT NOT NULL,
    telling_id   BLOB NOT NULL UNIQUE CHECK (length(telling_id) = 16),
    -- The number of its last change, given out under the lock of the force: a cursor skips none.
    number       INTEGER NOT NULL CHECK (number > 0),
    -- The force that told it, and from where.
    teller       TEXT NOT NULL,
    device_id    BLOB NOT NULL CHECK (length(device_id) = 16),
    incident     BLOB NOT NULL CHECK (length(incident) = 16),
    -- Byte for byte as its officer signed it, and the key that was found to have signed.
    telling      BLOB NOT NULL,
    signature    BLOB NOT NULL CHECK (length(signature) = 64),
    officer_key  BLOB NOT NULL CHECK (length(officer_key) = 32),
    told_at      INTEGER NOT NULL,
    -- When a device of the force first said by its cursor that it holds it, and which.
    delivered_at INTEGER,
    delivered_to BLOB CHECK (length(delivered_to) = 16),
    -- Who took it into the record.
    taker_id     BLOB CHECK (length(taker_id) = 16),
    taker        TEXT,
    taken_at     INTEGER,
    PRIMARY KEY (force, telling_id),
    UNIQUE (force, number)
) STRICT;
CREATE INDEX told_undelivered ON told (force, number) WHERE delivered_at IS NULL;

CREATE TRIGGER told_is_never_changed BEFORE UPDATE ON told
WHEN NEW.force IS NOT OLD.force OR NEW.telling_id IS NOT OLD.telling_id OR NEW.teller IS NOT OLD.teller
    OR NEW.device_id IS NOT OLD.device_id OR NEW.incident IS NOT OLD.incident OR NEW.telling IS NOT OLD.telling
    OR NEW.signature IS NOT OLD.signature OR NEW.officer_key IS NOT OLD.officer_key OR NEW.told_at IS NOT OLD.told_at
    OR (OLD.delivered_at IS NOT NULL AND NEW.delivered_at IS NOT OLD.delivered_at)
    OR (OLD.taken_at IS NOT NULL AND (NEW.taken_at IS NOT OLD.taken_at OR NEW.taker IS NOT OLD.taker))
BEGIN SELECT RAISE(ABORT, 'what was told is never changed'); END;
CREATE TRIGGER told_is_never_removed BEFORE DELETE ON told
BEGIN SELECT RAISE(ABORT, 'what was told is never removed'); END;
