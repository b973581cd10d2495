-- Which entries came by another device than the one that wrote them, after a restore. An entry that did may stand beyond the
-- end of its device's chain; no other does.
-- The same table stands in migrations/central/{sqlite,postgres}: change both.
CREATE TABLE relayed (
    force      TEXT NOT NULL REFERENCES force,
    position   INTEGER NOT NULL CHECK (position > 0),
    relayed_by BLOB NOT NULL CHECK (length(relayed_by) = 16),
    relayed_at INTEGER NOT NULL,
    PRIMARY KEY (force, position)
) STRICT;

CREATE TRIGGER relayed_is_never_changed BEFORE UPDATE ON relayed
BEGIN SELECT RAISE(ABORT, 'who gave an entry back is never changed'); END;
CREATE TRIGGER relayed_is_never_removed BEFORE DELETE ON relayed
BEGIN SELECT RAISE(ABORT, 'who gave an entry back is never removed'); END;
