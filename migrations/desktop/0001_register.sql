-- The vault of one register on one device. Times are milliseconds since 1970, UTC.

-- The log. Ids and hashes in the header; everything personal in the body (salt, then JSON).
CREATE TABLE entry (
    entry_seq   INTEGER PRIMARY KEY,
    entry_id    BLOB NOT NULL UNIQUE CHECK (length(entry_id) = 16),
    stream      BLOB NOT NULL CHECK (length(stream) = 16),
    device_id   BLOB NOT NULL CHECK (length(device_id) = 16),
    device_seq  INTEGER NOT NULL CHECK (device_seq > 0),
    received_at INTEGER NOT NULL,
    header      BLOB NOT NULL,
    signature   BLOB NOT NULL CHECK (length(signature) = 64),
    body        BLOB,
    UNIQUE (device_id, device_seq)
) STRICT;
CREATE INDEX entry_of_stream ON entry (stream, entry_seq);

-- INV-1: an entry is never changed. Only a disposal takes the body away, and leaves the stub.
CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
WHEN NEW.body IS NOT NULL OR OLD.body IS NULL
    OR NEW.entry_seq IS NOT OLD.entry_seq OR NEW.entry_id IS NOT OLD.entry_id
    OR NEW.stream IS NOT OLD.stream OR NEW.device_id IS NOT OLD.device_id
    OR NEW.device_seq IS NOT OLD.device_seq OR NEW.received_at IS NOT OLD.received_at
    OR NEW.header IS NOT OLD.header OR NEW.signature IS NOT OLD.signature
BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry is never removed'); END;

-- Newest entry of the device, written with it: a log cut short without care is seen.
CREATE TABLE head (
    device_id  BLOB PRIMARY KEY CHECK (length(device_id) = 16),
    device_seq INTEGER NOT NULL,
    entry_hash BLOB NOT NULL CHECK (length(entry_hash) = 32)
) STRICT, WITHOUT ROWID;

-- Photographs: originals as given, and the pictures that screens show. Named by BLAKE3.
CREATE TABLE blob (
    hash       BLOB PRIMARY KEY CHECK (length(hash) = 32),
    media_type TEXT NOT NULL,
    bytes      BLOB NOT NULL
) STRICT;
CREATE TRIGGER blob_is_never_changed BEFORE UPDATE ON blob
BEGIN SELECT RAISE(ABORT, 'a blob is never changed'); END;

-- Who looked at what, when, why (INV-9): a chain of its own, for upload only.
CREATE TABLE look (
    look_seq    INTEGER PRIMARY KEY,
    at          INTEGER NOT NULL,
    officer_id  BLOB NOT NULL CHECK (length(officer_id) = 16),
    incident_id BLOB CHECK (length(incident_id) = 16),
    verb        TEXT NOT NULL,
    -- What was searched for; empty for a record.
    query       TEXT NOT NULL,
    reason      TEXT NOT NULL,
    -- The newest entry that the screen showed of the record.
    seen_seq    INTEGER,
    hash        BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX look_at_incident ON look (incident_id, look_seq) WHERE incident_id IS NOT NULL;
CREATE TRIGGER look_is_never_changed BEFORE UPDATE ON look
BEGIN SELECT RAISE(ABORT, 'a look is never changed'); END;
CREATE TRIGGER look_is_never_removed BEFORE DELETE ON look
BEGIN SELECT RAISE(ABORT, 'a look is never removed'); END;

-- Reports being typed. Never evidence, never synced.
CREATE TABLE draft (
    draft_id   BLOB PRIMARY KEY CHECK (length(draft_id) = 16),
    officer_id BLOB NOT NULL CHECK (length(officer_id) = 16),
    form       TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    saved_at   INTEGER NOT NULL
) STRICT;

-- Projections (INV-2): thrown away and made again from the log at any time.
CREATE TABLE projection (
    projection_id INTEGER PRIMARY KEY CHECK (projection_id = 1),
    version       INTEGER NOT NULL,
    -- Hash of the thresholds with which deadlines were reckoned.
    thresholds    BLOB NOT NULL CHECK (length(thresholds) = 32)
) STRICT;
CREATE TABLE incident (
    incident_row INTEGER PRIMARY KEY,
    incident_id  BLOB NOT NULL UNIQUE CHECK (length(incident_id) = 16),
    person_id    BLOB NOT NULL CHECK (length(person_id) = 16),
    -- 1 where the duty list shows it: open, or closed with something due.
    listed       INTEGER NOT NULL,
    reference    TEXT NOT NULL,
    reported_at  INTEGER NOT NULL,
    summary      BLOB NOT NULL
) STRICT;
CREATE INDEX incident_listed ON incident (listed) WHERE listed = 1;
CREATE INDEX incident_of_person ON incident (person_id, reported_at);
CREATE INDEX incident_reference ON incident (reference);
-- Names as given, as they sound, and their letters in order; other systems' references, letters and
-- digits alone. One row an incident.
CREATE VIRTUAL TABLE name_search USING fts5 (
    names, sounds, letters, born, refs,
    content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
);
