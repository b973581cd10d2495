-- What one force told another of: possible sightings at another force's incident (docs/sync.md).
-- The same tables stand in migrations/central/{sqlite,postgres}: change both.

CREATE TABLE told (
    -- The force that is told.
    force        TEXT NOT NULL,
    telling_id   BYTEA NOT NULL UNIQUE CHECK (length(telling_id) = 16),
    -- The number of its last change, given out under the lock of the force: a cursor skips none.
    number       BIGINT NOT NULL CHECK (number > 0),
    -- The force that told it, and from where.
    teller       TEXT NOT NULL,
    device_id    BYTEA NOT NULL CHECK (length(device_id) = 16),
    incident     BYTEA NOT NULL CHECK (length(incident) = 16),
    -- Byte for byte as its officer signed it, and the key that was found to have signed.
    telling      BYTEA NOT NULL,
    signature    BYTEA NOT NULL CHECK (length(signature) = 64),
    officer_key  BYTEA NOT NULL CHECK (length(officer_key) = 32),
    told_at      BIGINT NOT NULL,
    -- When a device of the force first said by its cursor that it holds it, and which.
    delivered_at BIGINT,
    delivered_to BYTEA CHECK (length(delivered_to) = 16),
    -- Who took it into the record.
    taker_id     BYTEA CHECK (length(taker_id) = 16),
    taker        TEXT,
    taken_at     BIGINT,
    PRIMARY KEY (force, telling_id),
    UNIQUE (force, number)
);
CREATE INDEX told_undelivered ON told (force, number) WHERE delivered_at IS NULL;

CREATE TRIGGER told_is_never_changed BEFORE UPDATE ON told FOR EACH ROW
WHEN (NEW.force IS DISTINCT FROM OLD.force OR NEW.telling_id IS DISTINCT FROM OLD.telling_id
    OR NEW.teller IS DISTINCT FROM OLD.teller OR NEW.device_id IS DISTINCT FROM OLD.device_id
    OR NEW.incident IS DISTINCT FROM OLD.incident OR NEW.telling IS DISTINCT FROM OLD.telling
    OR NEW.signature IS DISTINCT FROM OLD.signature OR NEW.officer_key IS DISTINCT FROM OLD.officer_key
    OR NEW.told_at IS DISTINCT FROM OLD.told_at
    OR (OLD.delivered_at IS NOT NULL AND NEW.delivered_at IS DISTINCT FROM OLD.delivered_at)
    OR (OLD.taken_at IS NOT NULL
        AND (NEW.taken_at IS DISTINCT FROM OLD.taken_at OR NEW.taker IS DISTINCT FROM OLD.taker)))
EXECUTE FUNCTION refuse_change();
CREATE TRIGGER told_is_never_removed BEFORE DELETE ON told FOR EACH ROW EXECUTE FUNCTION refuse_change();
