-- The national index: what every force may see of open incidents, made of entries alone. It can be thrown away and
-- made again (`nrmp-central rebuild-index`), all but the looks at it, which are kept for the forces looked at. It is
-- one for all forces, so national, national_word and national_counter are not keyed by force.
-- The same tables stand in migrations/central/{sqlite,postgres}: change both.

-- The newest change of the index, and the newest look at it: rows that are locked to give out numbers.
CREATE TABLE national_counter (
    counter TEXT PRIMARY KEY,
    head    INTEGER NOT NULL
) STRICT;
INSERT INTO national_counter (counter, head) VALUES ('changes', 0), ('looks', 0);

-- Incidents whose entries came and were not folded yet, with the position of the newest of them.
CREATE TABLE national_due (
    force       TEXT NOT NULL,
    stream      BLOB NOT NULL CHECK (length(stream) = 16),
    position    INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (force, stream)
) STRICT;

CREATE INDEX national_due_since ON national_due (received_at);

-- A row for each incident that is or was in the index.
CREATE TABLE national (
    -- The number of its first change.
    national_id INTEGER PRIMARY KEY,
    incident    BLOB NOT NULL UNIQUE CHECK (length(incident) = 16),
    -- The number of its last change. Given out under the lock of the counter, so that a cursor skips none.
    change      INTEGER NOT NULL UNIQUE,
    -- What is given out; nothing where it left the index. The columns after it are made of it.
    extract     BLOB,
    force       TEXT NOT NULL,
    sex         TEXT NOT NULL,
    age_from    INTEGER,
    age_to      INTEGER,
    height_from INTEGER,
    height_to   INTEGER,
    seen_from   INTEGER,
    seen_to     INTEGER,
    since       INTEGER NOT NULL,
    -- The version of the keys in national_word; zero: they are to be made again.
    made_by     INTEGER NOT NULL
) STRICT;
CREATE INDEX national_seen ON national (seen_from, seen_to);
CREATE INDEX national_since ON national (since);

-- By which words a row is found. kind: 0 name, 1 sound, 2 letters, 3 place, 4 looks.
CREATE TABLE national_word (
    kind        INTEGER NOT NULL,
    word        TEXT NOT NULL,
    national_id INTEGER NOT NULL,
    PRIMARY KEY (kind, word, national_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX national_word_of ON national_word (national_id, kind, word);

-- Looks at the index, kept for the force that was looked at. A search stands once under the force that asked, with
-- no incident, and once under each incident of another force that it answered.
CREATE TABLE national_look (
    force      TEXT NOT NULL,
    number     INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    asker      TEXT NOT NULL,
    device_id  BLOB NOT NULL CHECK (length(device_id) = 16),
    officer_id BLOB NOT NULL CHECK (length(officer_id) = 16),
    incident   BLOB CHECK (length(incident) = 16),
    -- 0 among the answers to a search, 1 opened, 2 the search itself.
    kind       INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    PRIMARY KEY (force, number)
) STRICT;
CREATE TRIGGER national_look_is_never_changed BEFORE UPDATE ON national_look
BEGIN SELECT RAISE(ABORT, 'a look is never changed'); END;
CREATE TRIGGER national_look_is_never_removed BEFORE DELETE ON national_look
BEGIN SELECT RAISE(ABORT, 'a look is never removed'); END;

-- What came before there was an index is folded into it.
INSERT INTO national_due (force, stream, position, received_at)
SELECT force, stream, MAX(position), MIN(received_at) FROM entry GROUP BY force, stream;
