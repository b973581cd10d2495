-- The national index: what every force may see of open incidents, made of entries alone. It can be thrown away and
-- made again (`nrmp-central rebuild-index`), all but the looks at it, which are kept for the forces looked at. It is
-- one for all forces, so national, national_word and national_counter are not keyed by force.
-- The same tables stand in migrations/central/{sqlite,postgres}: change both.

-- The newest change of the index, and the newest look at it: rows that are locked to give out numbers.
CREATE TABLE national_counter (
    counter TEXT PRIMARY KEY,
    head    BIGINT NOT NULL
);
INSERT INTO national_counter (counter, head) VALUES ('changes', 0), ('looks', 0);

-- Incidents whose entries came and were not folded yet, with the position of the newest of them.
CREATE TABLE national_due (
    force       TEXT NOT NULL,
    stream      BYTEA NOT NULL CHECK (length(stream) = 16),
    position    BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (force, stream)
);

CREATE INDEX national_due_since ON national_due (received_at);

-- A row for each incident that is or was in the index.
CREATE TABLE national (
    -- The number of its first change.
    national_id BIGINT PRIMARY KEY,
    incident    BYTEA NOT NULL UNIQUE CHECK (length(incident) = 16),
    -- The number of its last change. Given out under the lock of the counter, so that a cursor skips none.
    change      BIGINT NOT NULL UNIQUE,
    -- What is given out; nothing where it left the index. The columns after it are made of it.
    extract     BYTEA,
    force       TEXT NOT NULL,
    sex         TEXT NOT NULL,
    age_from    BIGINT,
    age_to      BIGINT,
    height_from BIGINT,
    height_to   BIGINT,
    seen_from   BIGINT,
    seen_to     BIGINT,
    since       BIGINT NOT NULL,
    -- The version of the keys in national_word; zero: they are to be made again.
    made_by     BIGINT NOT NULL
);
CREATE INDEX national_seen ON national (seen_from, seen_to);
CREATE INDEX national_since ON national (since);

-- By which words a row is found. kind: 0 name, 1 sound, 2 letters, 3 place, 4 looks.
CREATE TABLE national_word (
    kind        BIGINT NOT NULL,
    word        TEXT COLLATE "C" NOT NULL,
    national_id BIGINT NOT NULL,
    PRIMARY KEY (kind, word, national_id)
);
CREATE INDEX national_word_of ON national_word (national_id, kind, word);

-- Looks at the index, kept for the force that was looked at. A search stands once under the force that asked, with
-- no incident, and once under each incident of another force that it answered.
CREATE TABLE national_look (
    force      TEXT NOT NULL,
    number     BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    asker      TEXT NOT NULL,
    device_id  BYTEA NOT NULL CHECK (length(device_id) = 16),
    officer_id BYTEA NOT NULL CHECK (length(officer_id) = 16),
    incident   BYTEA CHECK (length(incident) = 16),
    -- 0 among the answers to a search, 1 opened, 2 the search itself.
    kind       BIGINT NOT NULL,
    reason     TEXT NOT NULL,
    PRIMARY KEY (force, number)
);
CREATE TRIGGER national_look_is_never_changed BEFORE UPDATE OR DELETE ON national_look FOR EACH ROW
EXECUTE FUNCTION refuse_change();

-- What came before there was an index is folded into it.
INSERT INTO national_due (force, stream, position, received_at)
SELECT force, stream, MAX(position), MIN(received_at) FROM entry GROUP BY force, stream;
