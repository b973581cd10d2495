-- Field and desk laptops (docs/adr/0010-field-and-desk.md). A device without a row is a desk: it is given the whole ledger
-- of its force, as before.
-- The same tables stand in migrations/central/{sqlite,postgres}: change both.

-- A code that enrols a field laptop.
CREATE TABLE enrol_code_field (
    force     TEXT NOT NULL REFERENCES force,
    code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
    PRIMARY KEY (force, code_hash)
) STRICT;

-- A field laptop. It is given all that stands after a position, and of what stands before it what is in its scope.
CREATE TABLE field_device (
    force     TEXT NOT NULL REFERENCES force,
    device_id BLOB NOT NULL CHECK (length(device_id) = 16),
    since     INTEGER NOT NULL CHECK (since >= 0),
    PRIMARY KEY (force, device_id)
) STRICT;

-- What a field laptop's scope is made of. Made of entries alone, with the national index (`nrmp-central rebuild-index`).
CREATE TABLE incident_person (
    force     TEXT NOT NULL,
    stream    BLOB NOT NULL CHECK (length(stream) = 16),
    person    BLOB NOT NULL CHECK (length(person) = 16),
    -- In capitals; empty where the report cannot be read.
    reference TEXT NOT NULL,
    -- 1 while it stands on a duty list: not closed, or with something still to be done.
    in_hand   INTEGER NOT NULL,
    PRIMARY KEY (force, stream)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_of_person ON incident_person (force, person);
CREATE INDEX incident_by_reference ON incident_person (force, reference);
CREATE INDEX incident_in_hand ON incident_person (force, person) WHERE in_hand = 1;

-- Older incidents that officers on field laptops asked for, and why: looks, kept for ever (INV-9).
CREATE TABLE back_fill (
    force      TEXT NOT NULL REFERENCES force,
    device_id  BLOB NOT NULL CHECK (length(device_id) = 16),
    stream     BLOB NOT NULL CHECK (length(stream) = 16),
    officer_id BLOB NOT NULL CHECK (length(officer_id) = 16),
    asked_at   INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    PRIMARY KEY (force, device_id, stream, officer_id, asked_at)
) STRICT;
CREATE TRIGGER back_fill_is_never_changed BEFORE UPDATE ON back_fill
BEGIN SELECT RAISE(ABORT, 'a look is never changed'); END;
CREATE TRIGGER back_fill_is_never_removed BEFORE DELETE ON back_fill
BEGIN SELECT RAISE(ABORT, 'a look is never removed'); END;

-- What came before there were scopes is folded into them.
INSERT INTO national_due (force, stream, position, received_at)
SELECT force, stream, MAX(position), MIN(received_at) FROM entry WHERE TRUE GROUP BY force, stream
ON CONFLICT (force, stream) DO UPDATE SET position = excluded.position;
