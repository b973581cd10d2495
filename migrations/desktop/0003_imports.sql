-- Lists are made anew at the next unlocking, with whom each incident is about in one word, so that a row of
-- another system's file finds people of the same name and date of birth.
DROP TABLE incident;
CREATE TABLE incident (
    incident_row INTEGER PRIMARY KEY,
    incident_id  BLOB NOT NULL UNIQUE CHECK (length(incident_id) = 16),
    person_id    BLOB NOT NULL CHECK (length(person_id) = 16),
    -- 1 where the duty list shows it: open, or closed with something due.
    listed       INTEGER NOT NULL,
    reference    TEXT NOT NULL,
    reported_at  INTEGER NOT NULL,
    -- Family name, given name and date of birth in small letters; empty where one of them is not known.
    who          TEXT NOT NULL,
    summary      BLOB NOT NULL
) STRICT;
CREATE INDEX incident_listed ON incident (listed) WHERE listed = 1;
CREATE INDEX incident_of_person ON incident (person_id, reported_at);
CREATE INDEX incident_reference ON incident (reference);
CREATE INDEX incident_who ON incident (who) WHERE who <> '';
-- Rows of other systems' files, and the incidents that they are about: also a projection.
CREATE TABLE imported (
    system      TEXT NOT NULL,
    -- What that system calls the incident.
    key         TEXT NOT NULL,
    incident_id BLOB NOT NULL CHECK (length(incident_id) = 16),
    -- The row's place among the entries of the incident.
    position    INTEGER NOT NULL,
    import_id   BLOB NOT NULL CHECK (length(import_id) = 16),
    -- Hash of the row's cells: whether a later one says anything else.
    content     BLOB NOT NULL CHECK (length(content) = 32),
    PRIMARY KEY (system, key, incident_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX imported_in ON imported (import_id, incident_id);
CREATE INDEX imported_of ON imported (incident_id);
UPDATE projection SET version = 0;

-- An import that is under way, written with each batch of its rows. Gone when every row has been read.
CREATE TABLE import_job (
    import_id BLOB PRIMARY KEY CHECK (length(import_id) = 16),
    path      TEXT NOT NULL,
    file_hash BLOB NOT NULL CHECK (length(file_hash) = 32),
    mapping   TEXT NOT NULL,
    -- Rows of the file that have been read.
    read      INTEGER NOT NULL,
    created   INTEGER NOT NULL,
    changed   INTEGER NOT NULL,
    held      INTEGER NOT NULL,
    rejected  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- How the columns of a system's files are understood, by name. TOML.
CREATE TABLE mapping (
    name    TEXT PRIMARY KEY,
    mapping TEXT NOT NULL
) STRICT, WITHOUT ROWID;
