-- The central register. Times are milliseconds since 1970, UTC. Every key begins with the force, so that a
-- cluster distributes the tables by it; the one exception is the directory of streams, kept by stream.
-- The same tables stand in migrations/central/{sqlite,postgres}: change both.

-- What this database belongs to: a key or a kind of register that is another is refused at start.
CREATE TABLE central (
    central_id  INTEGER PRIMARY KEY CHECK (central_id = 1),
    central_key BLOB NOT NULL CHECK (length(central_key) = 32),
    training    INTEGER NOT NULL,
    -- When the ledgers were begun, or put back from a backup: positions of one era mean nothing in another.
    era         INTEGER NOT NULL
) STRICT;

-- A force or another organisation, and the head of its ledger: the row that is locked to give out positions.
CREATE TABLE force (
    force            TEXT PRIMARY KEY,
    name             TEXT NOT NULL,
    -- 1 for police. Others are admitted with the date on which they adopted the Code of Practice.
    police           INTEGER NOT NULL,
    code_adopted     TEXT,
    added_at         INTEGER NOT NULL,
    head             INTEGER NOT NULL,
    last_received_at INTEGER NOT NULL,
    CHECK (police = 1 OR code_adopted IS NOT NULL)
) STRICT;

-- A register that was founded on a device and enrolled: its first entry vouches for its officers.
CREATE TABLE register_pin (
    force       TEXT NOT NULL REFERENCES force,
    register_id BLOB NOT NULL CHECK (length(register_id) = 16),
    founding    BLOB NOT NULL CHECK (length(founding) = 32),
    PRIMARY KEY (force, register_id)
) STRICT;

CREATE TABLE enrol_code (
    force      TEXT NOT NULL REFERENCES force,
    code_hash  BLOB NOT NULL CHECK (length(code_hash) = 32),
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_by    BLOB CHECK (length(used_by) = 16),
    used_at    INTEGER,
    PRIMARY KEY (force, code_hash)
) STRICT;

CREATE TABLE device (
    force                TEXT NOT NULL REFERENCES force,
    device_id            BLOB NOT NULL CHECK (length(device_id) = 16),
    device_key           BLOB NOT NULL CHECK (length(device_key) = 32),
    register_id          BLOB NOT NULL,
    enrolled_at          INTEGER NOT NULL,
    revoked_at           INTEGER,
    last_contact_at      INTEGER NOT NULL,
    -- The end of its chain: entries that were accepted or refused count.
    device_seq           INTEGER NOT NULL,
    chain_hash           BLOB NOT NULL CHECK (length(chain_hash) = 32),
    -- What the device last said of its own end, with its signature.
    checkpoint_seq       INTEGER,
    checkpoint_hash      BLOB,
    checkpoint_signature BLOB,
    checkpoint_at        INTEGER,
    drafts               INTEGER NOT NULL,
    look_seq             INTEGER NOT NULL,
    look_hash            BLOB NOT NULL CHECK (length(look_hash) = 32),
    PRIMARY KEY (force, device_id)
) STRICT;

-- Keys that sign: introduced by an entry on a device, or admitted by an administrator (no device).
CREATE TABLE officer_key (
    force      TEXT NOT NULL REFERENCES force,
    officer_id BLOB NOT NULL CHECK (length(officer_id) = 16),
    public_key BLOB NOT NULL CHECK (length(public_key) = 32),
    role       TEXT NOT NULL,
    device_id  BLOB,
    -- Numbers in that device's chain between which it signs.
    from_seq   INTEGER NOT NULL,
    until_seq  INTEGER NOT NULL,
    -- 1 where it was changed or its officer removed: on other devices it signs nothing that comes later.
    ended      INTEGER NOT NULL,
    PRIMARY KEY (force, officer_id, public_key)
) STRICT;

CREATE TABLE suspension (
    force        TEXT NOT NULL REFERENCES force,
    officer_id   BLOB NOT NULL CHECK (length(officer_id) = 16),
    suspended_at INTEGER NOT NULL,
    reason       TEXT NOT NULL,
    PRIMARY KEY (force, officer_id)
) STRICT;

-- To which force a stream belongs, for ever.
CREATE TABLE stream_owner (
    stream BLOB PRIMARY KEY CHECK (length(stream) = 16),
    force  TEXT NOT NULL
) STRICT;

-- The ledgers.
CREATE TABLE entry (
    force       TEXT NOT NULL REFERENCES force,
    position    INTEGER NOT NULL CHECK (position > 0),
    entry_id    BLOB NOT NULL CHECK (length(entry_id) = 16),
    entry_hash  BLOB NOT NULL CHECK (length(entry_hash) = 32),
    stream      BLOB NOT NULL CHECK (length(stream) = 16),
    device_id   BLOB NOT NULL CHECK (length(device_id) = 16),
    device_seq  INTEGER NOT NULL CHECK (device_seq > 0),
    received_at INTEGER NOT NULL,
    header      BLOB NOT NULL,
    signature   BLOB NOT NULL CHECK (length(signature) = 64),
    body        BLOB,
    PRIMARY KEY (force, position),
    UNIQUE (force, entry_id),
    UNIQUE (force, device_id, device_seq)
) STRICT;
CREATE INDEX entry_of_stream ON entry (force, stream, position);

-- What was refused, kept apart and listed. It leaves this table only for the ledger.
CREATE TABLE quarantine (
    force       TEXT NOT NULL REFERENCES force,
    entry_hash  BLOB NOT NULL CHECK (length(entry_hash) = 32),
    device_id   BLOB NOT NULL CHECK (length(device_id) = 16),
    -- Zero where it has no place in the device's chain.
    device_seq  INTEGER NOT NULL,
    code        INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    header      BLOB NOT NULL,
    signature   BLOB NOT NULL CHECK (length(signature) = 64),
    body        BLOB,
    PRIMARY KEY (force, entry_hash)
) STRICT;
CREATE INDEX quarantine_of_device ON quarantine (force, device_id, device_seq);

-- The access log of each device (INV-9): taken in, never given out to devices.
CREATE TABLE look (
    force     TEXT NOT NULL REFERENCES force,
    device_id BLOB NOT NULL CHECK (length(device_id) = 16),
    look_seq  INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    hash      BLOB NOT NULL CHECK (length(hash) = 32),
    look      BLOB NOT NULL,
    PRIMARY KEY (force, device_id, look_seq)
) STRICT;

-- Photographs; the bytes are kept beside the database.
CREATE TABLE blob (
    force     TEXT NOT NULL REFERENCES force,
    blob_hash BLOB NOT NULL CHECK (length(blob_hash) = 32),
    size      INTEGER NOT NULL,
    have      INTEGER NOT NULL,
    whole_at  INTEGER,
    PRIMARY KEY (force, blob_hash)
) STRICT;

-- INV-1: an entry is never changed. Only a disposal takes the body away, and leaves the stub.
CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
WHEN NEW.body IS NOT NULL OR OLD.body IS NULL
    OR NEW.force IS NOT OLD.force OR NEW.position IS NOT OLD.position
    OR NEW.entry_id IS NOT OLD.entry_id OR NEW.entry_hash IS NOT OLD.entry_hash
    OR NEW.stream IS NOT OLD.stream OR NEW.device_id IS NOT OLD.device_id
    OR NEW.device_seq IS NOT OLD.device_seq OR NEW.received_at IS NOT OLD.received_at
    OR NEW.header IS NOT OLD.header OR NEW.signature IS NOT OLD.signature
BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry is never removed'); END;
CREATE TRIGGER look_is_never_changed BEFORE UPDATE ON look
BEGIN SELECT RAISE(ABORT, 'a look is never changed'); END;
CREATE TRIGGER look_is_never_removed BEFORE DELETE ON look
BEGIN SELECT RAISE(ABORT, 'a look is never removed'); END;
CREATE TRIGGER stream_keeps_its_force BEFORE UPDATE ON stream_owner
BEGIN SELECT RAISE(ABORT, 'a stream belongs for ever to one force'); END;
CREATE TRIGGER stream_is_never_removed BEFORE DELETE ON stream_owner
BEGIN SELECT RAISE(ABORT, 'a stream belongs for ever to one force'); END;
