-- That a device was revoked: who said so, on which device, and why. Nothing of it is ever changed. `device.revoked_at`
-- says that it is; devices that were revoked before this table was made have no row.
-- The same tables stand in migrations/central/{sqlite,postgres}: change both.
CREATE TABLE revocation (
    force      TEXT NOT NULL REFERENCES force,
    device_id  BYTEA NOT NULL CHECK (length(device_id) = 16),
    revoked_at BIGINT NOT NULL,
    -- Officer, the device on which they asked, and their signature; NULL where an administrator did it at the terminal.
    officer_id BYTEA CHECK (length(officer_id) = 16),
    asked_on   BYTEA CHECK (length(asked_on) = 16),
    signature  BYTEA CHECK (length(signature) = 64),
    -- Empty at the terminal.
    reason     TEXT NOT NULL,
    CHECK ((officer_id IS NULL) = (signature IS NULL) AND (officer_id IS NULL) = (asked_on IS NULL)),
    PRIMARY KEY (force, device_id)
);

-- When a revoked device first asked afterwards and was told: it destroys its keys then.
CREATE TABLE revocation_answer (
    force     TEXT NOT NULL REFERENCES force,
    device_id BYTEA NOT NULL CHECK (length(device_id) = 16),
    told_at   BIGINT NOT NULL,
    PRIMARY KEY (force, device_id)
);

-- The last position of its force's ledger that a device said it holds.
CREATE TABLE device_holds (
    force     TEXT NOT NULL REFERENCES force,
    device_id BYTEA NOT NULL CHECK (length(device_id) = 16),
    position  BIGINT NOT NULL,
    PRIMARY KEY (force, device_id)
);

-- How many incidents a force has is told with its devices.
CREATE INDEX stream_of_force ON stream_owner (force);

CREATE TRIGGER revocation_is_never_changed BEFORE UPDATE OR DELETE ON revocation FOR EACH ROW
EXECUTE FUNCTION refuse_change();
