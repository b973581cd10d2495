-- The central register. Times are milliseconds since 1970, UTC. Every key begins with the force, so that a
-- cluster distributes the tables by it; the one exception is the directory of streams, kept by stream.
-- The same tables stand in migrations/central/{sqlite,postgres}: change both.

-- What this database belongs to: a key or a kind of register that is another is refused at start.
CREATE TABLE central (
    central_id  BIGINT PRIMARY KEY CHECK (central_id = 1),
    central_key BYTEA NOT NULL CHECK (length(central_key) = 32),
    training    BIGINT NOT NULL,
    -- When the ledgers were begun, or put back from a backup: positions of one era mean nothing in another.
    era         BIGINT NOT NULL
);

-- A force or another organisation, and the head of its ledger: the row that is locked to give out positions.
CREATE TABLE force (
    force            TEXT PRIMARY KEY,
    name             TEXT NOT NULL,
    -- 1 for police. Others are admitted with the date on which they adopted the Code of Practice.
    police           BIGINT NOT NULL,
    code_adopted     TEXT,
    added_at         BIGINT NOT NULL,
    head             BIGINT NOT NULL,
    last_received_at BIGINT NOT NULL,
    CHECK (police = 1 OR code_adopted IS NOT NULL)
);

-- A register that was founded on a device and enrolled: its first entry vouches for its officers.
CREATE TABLE register_pin (
    force       TEXT NOT NULL REFERENCES force,
    register_id BYTEA NOT NULL CHECK (length(register_id) = 16),
    founding    BYTEA NOT NULL CHECK (length(founding) = 32),
    PRIMARY KEY (force, register_id)
);

CREATE TABLE enrol_code (
    force      TEXT NOT NULL REFERENCES force,
    code_hash  BYTEA NOT NULL CHECK (length(code_hash) = 32),
    made_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_by    BYTEA CHECK (length(used_by) = 16),
    used_at    BIGINT,
    PRIMARY KEY (force, code_hash)
);

CREATE TABLE device (
    force                TEXT NOT NULL REFERENCES force,
    device_id            BYTEA NOT NULL CHECK (length(device_id) = 16),
    device_key           BYTEA NOT NULL CHECK (length(device_key) = 32),
    register_id          BYTEA NOT NULL,
    enrolled_at          BIGINT NOT NULL,
    revoked_at           BIGINT,
    last_contact_at      BIGINT NOT NULL,
    -- The end of its chain: entries that were accepted or refused count.
    device_seq           BIGINT NOT NULL,
    chain_hash           BYTEA NOT NULL CHECK (length(chain_hash) = 32),
    -- What the device last said of its own end, with its signature.
    checkpoint_seq       BIGINT,
    checkpoint_hash      BYTEA,
    checkpoint_signature BYTEA,
    checkpoint_at        BIGINT,
    drafts               BIGINT NOT NULL,
    look_seq             BIGINT NOT NULL,
    look_hash            BYTEA NOT NULL CHECK (length(look_hash) = 32),
    PRIMARY KEY (force, device_id)
);

-- Keys that sign: introduced by an entry on a device, or admitted by an administrator (no device).
CREATE TABLE officer_key (
    force      TEXT NOT NULL REFERENCES force,
    officer_id BYTEA NOT NULL CHECK (length(officer_id) = 16),
    public_key BYTEA NOT NULL CHECK (length(public_key) = 32),
    role       TEXT NOT NULL,
    device_id  BYTEA,
    -- Numbers in that device's chain between which it signs.
    from_seq   BIGINT NOT NULL,
    until_seq  BIGINT NOT NULL,
    -- 1 where it was changed or its officer removed: on other devices it signs nothing that comes later.
    ended      BIGINT NOT NULL,
    PRIMARY KEY (force, officer_id, public_key)
);

CREATE TABLE suspension (
    force        TEXT NOT NULL REFERENCES force,
    officer_id   BYTEA NOT NULL CHECK (length(officer_id) = 16),
    suspended_at BIGINT NOT NULL,
    reason       TEXT NOT NULL,
    PRIMARY KEY (force, officer_id)
);

-- To which force a stream belongs, for ever.
CREATE TABLE stream_owner (
    stream BYTEA PRIMARY KEY CHECK (length(stream) = 16),
    force  TEXT NOT NULL
);

-- The ledgers.
CREATE TABLE entry (
    force       TEXT NOT NULL REFERENCES force,
    position    BIGINT NOT NULL CHECK (position > 0),
    entry_id    BYTEA NOT NULL CHECK (length(entry_id) = 16),
    entry_hash  BYTEA NOT NULL CHECK (length(entry_hash) = 32),
    stream      BYTEA NOT NULL CHECK (length(stream) = 16),
    device_id   BYTEA NOT NULL CHECK (length(device_id) = 16),
    device_seq  BIGINT NOT NULL CHECK (device_seq > 0),
    received_at BIGINT NOT NULL,
    header      BYTEA NOT NULL,
    signature   BYTEA NOT NULL CHECK (length(signature) = 64),
    body        BYTEA,
    PRIMARY KEY (force, position),
    UNIQUE (force, entry_id),
    UNIQUE (force, device_id, device_seq)
);
CREATE INDEX entry_of_stream ON entry (force, stream, position);

-- What was refused, kept apart and listed. It leaves this table only for the ledger.
CREATE TABLE quarantine (
    force       TEXT NOT NULL REFERENCES force,
    entry_hash  BYTEA NOT NULL CHECK (length(entry_hash) = 32),
    device_id   BYTEA NOT NULL CHECK (length(device_id) = 16),
    -- Zero where it has no place in the device's chain.
    device_seq  BIGINT NOT NULL,
    code        BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    header      BYTEA NOT NULL,
    signature   BYTEA NOT NULL CHECK (length(signature) = 64),
    body        BYTEA,
    PRIMARY KEY (force, entry_hash)
);
CREATE INDEX quarantine_of_device ON quarantine (force, device_id, device_seq);

-- The access log of each device (INV-9): taken in, never given out to devices.
CREATE TABLE look (
    force     TEXT NOT NULL REFERENCES force,
    device_id BYTEA NOT NULL CHECK (length(device_id) = 16),
    look_seq  BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    hash      BYTEA NOT NULL CHECK (length(hash) = 32),
    look      BYTEA NOT NULL,
    PRIMARY KEY (force, device_id, look_seq)
);

-- Photographs; the bytes are kept beside the database.
CREATE TABLE blob (
    force     TEXT NOT NULL REFERENCES force,
    blob_hash BYTEA NOT NULL CHECK (length(blob_hash) = 32),
    size      BIGINT NOT NULL,
    have      BIGINT NOT NULL,
    whole_at  BIGINT,
    PRIMARY KEY (force, blob_hash)
);

-- INV-1: an entry is never changed. Only a disposal takes the body away, and leaves the stub.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is never changed and never removed', TG_TABLE_NAME; END $$;
CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry FOR EACH ROW
WHEN (NEW.body IS NOT NULL OR OLD.body IS NULL
    OR NEW.force IS DISTINCT FROM OLD.force OR NEW.position IS DISTINCT FROM OLD.position
    OR NEW.entry_id IS DISTINCT FROM OLD.entry_id OR NEW.entry_hash IS DISTINCT FROM OLD.entry_hash
    OR NEW.stream IS DISTINCT FROM OLD.stream OR NEW.device_id IS DISTINCT FROM OLD.device_id
    OR NEW.device_seq IS DISTINCT FROM OLD.device_seq OR NEW.received_at IS DISTINCT FROM OLD.received_at
    OR NEW.header IS DISTINCT FROM OLD.header OR NEW.signature IS DISTINCT FROM OLD.signature)
EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER look_is_never_changed BEFORE UPDATE OR DELETE ON look FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stream_keeps_its_force BEFORE UPDATE OR DELETE ON stream_owner FOR EACH ROW EXECUTE FUNCTION refuse_change();
