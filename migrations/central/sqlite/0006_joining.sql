-- Officers who join a register of their force on one more laptop (docs/adr/0008-joining-a-register.md). Nothing of it is
-- ever changed.
-- The same tables stand in migrations/central/{sqlite,postgres}: change both.

-- For whom a one-time code was made. A code without a row founds a register, as before.
CREATE TABLE enrol_code_officer (
    force       TEXT NOT NULL REFERENCES force,
    code_hash   BLOB NOT NULL CHECK (length(code_hash) = 32),
    register_id BLOB NOT NULL CHECK (length(register_id) = 16),
    officer_id  BLOB NOT NULL CHECK (length(officer_id) = 16),
    PRIMARY KEY (force, code_hash)
) STRICT;

-- What a code vouched for when it was used: this device, this officer, this key. The entry of the device that
-- introduces the key is taken by it.
CREATE TABLE vouched_key (
    force      TEXT NOT NULL REFERENCES force,
    device_id  BLOB NOT NULL CHECK (length(device_id) = 16),
    officer_id BLOB NOT NULL CHECK (length(officer_id) = 16),
    public_key BLOB NOT NULL CHECK (length(public_key) = 32),
    code_hash  BLOB NOT NULL CHECK (length(code_hash) = 32),
    vouched_at INTEGER NOT NULL,
    PRIMARY KEY (force, device_id, officer_id, public_key)
) STRICT;

-- Keys that sign on the device whose entry introduced them, and on no other.
CREATE TABLE officer_key_there (
    force      TEXT NOT NULL REFERENCES force,
    officer_id BLOB NOT NULL CHECK (length(officer_id) = 16),
    public_key BLOB NOT NULL CHECK (length(public_key) = 32),
    PRIMARY KEY (force, officer_id, public_key)
) STRICT;

-- Whose code it is, is asked with the code alone.
CREATE INDEX enrol_code_by_hash ON enrol_code (code_hash);

CREATE TRIGGER enrol_code_officer_is_never_changed BEFORE UPDATE ON enrol_code_officer
BEGIN SELECT RAISE(ABORT, 'whom a code is for is never changed'); END;
CREATE TRIGGER enrol_code_officer_is_never_removed BEFORE DELETE ON enrol_code_officer
BEGIN SELECT RAISE(ABORT, 'whom a code is for is never changed'); END;
CREATE TRIGGER vouched_key_is_never_changed BEFORE UPDATE ON vouched_key
BEGIN SELECT RAISE(ABORT, 'what a code vouched for is never changed'); END;
CREATE TRIGGER vouched_key_is_never_removed BEFORE DELETE ON vouched_key
BEGIN SELECT RAISE(ABORT, 'what a code vouched for is never changed'); END;
CREATE TRIGGER officer_key_there_is_never_changed BEFORE UPDATE ON officer_key_there
BEGIN SELECT RAISE(ABORT, 'where a key signs is never changed'); END;
CREATE TRIGGER officer_key_there_is_never_removed BEFORE DELETE ON officer_key_there
BEGIN SELECT RAISE(ABORT, 'where a key signs is never changed'); END;
