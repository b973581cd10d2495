-- Officers who join a register of their force on one more laptop (docs/adr/0008-joining-a-register.md). Nothing of it is
-- ever changed.
-- The same tables stand in migrations/central/{sqlite,postgres}: change both.

-- For whom a one-time code was made. A code without a row founds a register, as before.
CREATE TABLE enrol_code_officer (
    force       TEXT NOT NULL REFERENCES force,
    code_hash   BYTEA NOT NULL CHECK (length(code_hash) = 32),
    register_id BYTEA NOT NULL CHECK (length(register_id) = 16),
    officer_id  BYTEA NOT NULL CHECK (length(officer_id) = 16),
    PRIMARY KEY (force, code_hash)
);

-- What a code vouched for when it was used: this device, this officer, this key. The entry of the device that
-- introduces the key is taken by it.
CREATE TABLE vouched_key (
    force      TEXT NOT NULL REFERENCES force,
    device_id  BYTEA NOT NULL CHECK (length(device_id) = 16),
    officer_id BYTEA NOT NULL CHECK (length(officer_id) = 16),
    public_key BYTEA NOT NULL CHECK (length(public_key) = 32),
    code_hash  BYTEA NOT NULL CHECK (length(code_hash) = 32),
    vouched_at BIGINT NOT NULL,
    PRIMARY KEY (force, device_id, officer_id, public_key)
);

-- Keys that sign on the device whose entry introduced them, and on no other.
CREATE TABLE officer_key_there (
    force      TEXT NOT NULL REFERENCES force,
    officer_id BYTEA NOT NULL CHECK (length(officer_id) = 16),
    public_key BYTEA NOT NULL CHECK (length(public_key) = 32),
    PRIMARY KEY (force, officer_id, public_key)
);

-- Whose code it is, is asked with the code alone.
CREATE INDEX enrol_code_by_hash ON enrol_code (code_hash);

CREATE TRIGGER enrol_code_officer_is_never_changed BEFORE UPDATE OR DELETE ON enrol_code_officer FOR EACH ROW
EXECUTE FUNCTION refuse_change();
CREATE TRIGGER vouched_key_is_never_changed BEFORE UPDATE OR DELETE ON vouched_key FOR EACH ROW
EXECUTE FUNCTION refuse_change();
CREATE TRIGGER officer_key_there_is_never_changed BEFORE UPDATE OR DELETE ON officer_key_there FOR EACH ROW
EXECUTE FUNCTION refuse_change();
