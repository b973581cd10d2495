-- What is told between forces (docs/sync.md): possible sightings at another force's incident. What a force makes of
-- one that it was told is an entry; these rows say how far each has come.

-- Told by officers of this laptop.
CREATE TABLE telling (
    telling_id   BLOB PRIMARY KEY CHECK (length(telling_id) = 16),
    -- As the officer signed it.
    telling      BLOB NOT NULL,
    signature    BLOB NOT NULL CHECK (length(signature) = 64),
    incident_id  BLOB NOT NULL CHECK (length(incident_id) = 16),
    -- Of the other force's incident.
    reference    TEXT NOT NULL,
    -- Times are by this device's clock; those that central told are reckoned by it.
    made_at      INTEGER NOT NULL,
    -- NULL: central has not said that it has it. It counts as not sent (INV-5).
    sent_at      INTEGER,
    -- Central refused it when it was last sent.
    refused      INTEGER NOT NULL DEFAULT 0 CHECK (refused IN (0, 1)),
    delivered_at INTEGER,
    taker        TEXT,
    taken_at     INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX telling_made ON telling (made_at);

-- Told to this force by others.
CREATE TABLE told (
    telling_id  BLOB PRIMARY KEY CHECK (length(telling_id) = 16),
    telling     BLOB NOT NULL,
    signature   BLOB NOT NULL CHECK (length(signature) = 64),
    -- The key that signed it: central found it good for the officer.
    officer_key BLOB NOT NULL CHECK (length(officer_key) = 32),
    incident_id BLOB NOT NULL CHECK (length(incident_id) = 16),
    -- When central took it, by its clock, and when it came here, by this device's.
    told_at     INTEGER NOT NULL,
    came_at     INTEGER NOT NULL,
    -- Who took it into the record; NULL: nobody yet, it interrupts.
    taker_id    BLOB CHECK (length(taker_id) = 16),
    taker       TEXT,
    taken_at    INTEGER,
    -- Central has not said yet that it knows who took it.
    to_say      INTEGER NOT NULL DEFAULT 0 CHECK (to_say IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX told_of ON told (incident_id, told_at);
CREATE INDEX told_waiting ON told (told_at) WHERE taken_at IS NULL;

CREATE TABLE told_cursor (
    told_cursor_id INTEGER PRIMARY KEY CHECK (told_cursor_id = 1),
    "after"        INTEGER NOT NULL,
    era            INTEGER NOT NULL
) STRICT;
