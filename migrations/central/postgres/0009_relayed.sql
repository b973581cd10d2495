-- Which entries came by another device than the one that wrote them, after a restore. An entry that did may stand beyond the
-- end of its device's chain; no other does.
-- The same table stands in migrations/central/{sqlite,postgres}: change both.
CREATE TABLE relayed (
    force      TEXT NOT NULL REFERENCES force,
    position   BIGINT NOT NULL CHECK (position > 0),
    relayed_by BYTEA NOT NULL CHECK (length(relayed_by) = 16),
    relayed_at BIGINT NOT NULL,
    PRIMARY KEY (force, position)
);

CREATE TRIGGER relayed_is_never_changed BEFORE UPDATE OR DELETE ON relayed FOR EACH ROW EXECUTE FUNCTION refuse_change();
