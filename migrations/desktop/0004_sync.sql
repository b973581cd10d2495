-- The laptop's side of sync (docs/sync.md). Nothing here is evidence: entries are, and stand in `entry`.

-- The device's own key (Ed25519), made at the first try to enrol and kept: where the answer is lost, the same
-- device asks again.
CREATE TABLE device_key (
    device_key_id INTEGER PRIMARY KEY CHECK (device_key_id = 1),
    secret        BLOB NOT NULL CHECK (length(secret) = 32)
) STRICT;

-- The central service that this device is enrolled with.
CREATE TABLE enrolment (
    enrolment_id    INTEGER PRIMARY KEY CHECK (enrolment_id = 1),
    address         TEXT NOT NULL,
    -- Certificates (PEM) that alone are trusted there; NULL for those of the system.
    trusted         BLOB,
    -- Pinned: nothing that another key signed is taken.
    central_key     BLOB NOT NULL CHECK (length(central_key) = 32),
    force           TEXT NOT NULL,
    -- By central's clock.
    enrolled_at     INTEGER NOT NULL,
    -- Central's countersignature of what was recorded before: hash of the register's first entry, signature.
    founding        BLOB NOT NULL CHECK (length(founding) = 32),
    signature       BLOB NOT NULL CHECK (length(signature) = 64),
    -- Positions mean nothing in another era; zero before the first page.
    era             INTEGER NOT NULL,
    -- The last position that is here.
    cursor          INTEGER NOT NULL,
    -- Number in the device's chain from which on is sent next, less one. A hint: what central has is what stands
    -- in ledger_place.
    sent_through    INTEGER NOT NULL,
    -- Number of the last look that central has.
    looks_sent      INTEGER NOT NULL DEFAULT 0,
    -- By this device's clock; NULL before the first whole exchange.
    last_contact_at INTEGER
) STRICT;

-- Where entries stand in the force's ledger. An entry of this device without a place has not been acknowledged:
-- it counts as not sent (INV-5).
CREATE TABLE ledger_place (
    entry_seq   INTEGER PRIMARY KEY,
    position    INTEGER NOT NULL CHECK (position > 0),
    -- When central accepted it; NULL until it is told with a page.
    received_at INTEGER,
    own         INTEGER NOT NULL CHECK (own IN (0, 1))
) STRICT;
CREATE INDEX ledger_place_own ON ledger_place (own) WHERE own = 1;

-- Registers of the same force whose streams came through central.
CREATE TABLE force_register (
    register_id BLOB PRIMARY KEY CHECK (length(register_id) = 16)
) STRICT, WITHOUT ROWID;

-- Devices whose entries came through central.
CREATE TABLE force_device (
    device_id BLOB PRIMARY KEY CHECK (length(device_id) = 16)
) STRICT, WITHOUT ROWID;

-- Blobs that central holds in whole. They travel beside the entries that name them.
CREATE TABLE blob_sent (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32)
) STRICT, WITHOUT ROWID;

-- Blobs that entries name which came through central: small ones first.
CREATE TABLE blob_wanted (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
    -- 0 thumbnail, 1 what screens show, 2 the file as it was given.
    rank INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What has come of them, in order from the first byte.
CREATE TABLE blob_part (
    hash    BLOB NOT NULL CHECK (length(hash) = 32),
    "offset" INTEGER NOT NULL,
    bytes   BLOB NOT NULL,
    PRIMARY KEY (hash, "offset")
) STRICT;

-- Entries of this device that central refused: listed, and sent again seldom.
CREATE TABLE refused (
    entry_id   BLOB PRIMARY KEY CHECK (length(entry_id) = 16),
    -- RefusalCode, by its number.
    code       INTEGER NOT NULL,
    refused_at INTEGER NOT NULL,
    tried_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Entries that central gave out and that are not what they say: kept apart, never folded, never dropped.
CREATE TABLE set_apart (
    entry_hash  BLOB PRIMARY KEY CHECK (length(entry_hash) = 32),
    position    INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    came_at     INTEGER NOT NULL,
    -- Unfit, by its number.
    unfit       INTEGER NOT NULL,
    -- Its stream's sixteen bytes; NULL where its header cannot be read.
    stream      BLOB,
    header      BLOB NOT NULL,
    signature   BLOB NOT NULL CHECK (length(signature) = 64),
    body        BLOB
) STRICT, WITHOUT ROWID;

-- What every force may see of the open incidents of all: an extract that central made (docs/sync.md), for when it is not
-- reached. No evidence; thrown away and asked for again at any time.
CREATE TABLE national (
    incident_id BLOB PRIMARY KEY CHECK (length(incident_id) = 16),
    -- A row that another era told is dropped when all of the new one has come.
    era         INTEGER NOT NULL,
    -- register::national::Extract, CBOR.
    extract     BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE national_cursor (
    national_cursor_id INTEGER PRIMARY KEY CHECK (national_cursor_id = 1),
    "after"            INTEGER NOT NULL,
    begun              INTEGER NOT NULL,
    era                INTEGER NOT NULL,
    -- Up to when central knew; by its clock.
    as_of              INTEGER NOT NULL
) STRICT;
