-- What an organisation other than police may see of the national index (docs/sync.md). Nothing is ever changed here: a
-- scope is ended or altered by one that comes after it, so it stands who granted what, when and why.
-- The same tables stand in migrations/central/{sqlite,postgres}: change both.
CREATE TABLE scope (
    force      TEXT NOT NULL REFERENCES force,
    -- 1, 2, 3 … Of those that have begun the last one holds.
    number     BIGINT NOT NULL CHECK (number > 0),
    granted_at BIGINT NOT NULL,
    -- The administrator, by the name they gave.
    granted_by TEXT NOT NULL CHECK (granted_by <> ''),
    purpose    TEXT NOT NULL CHECK (purpose <> ''),
    -- 1: it grants nothing, and ends the one before.
    withdrawn  BIGINT NOT NULL CHECK (withdrawn IN (0, 1)),
    -- 1: incidents of every police force; 0: of those in scope_force.
    all_police BIGINT NOT NULL CHECK (all_police IN (0, 1)),
    -- Only of people who may have been younger than this, in years, when they went missing.
    under      BIGINT CHECK (under > 0),
    from_at    BIGINT NOT NULL,
    until_at   BIGINT,
    PRIMARY KEY (force, number),
    CHECK (withdrawn = 0 OR (all_police = 0 AND under IS NULL AND until_at IS NULL)),
    CHECK (until_at > from_at)
);

CREATE TABLE scope_force (
    force  TEXT NOT NULL,
    number BIGINT NOT NULL,
    -- Whose incidents.
    sees   TEXT NOT NULL REFERENCES force,
    PRIMARY KEY (force, number, sees),
    FOREIGN KEY (force, number) REFERENCES scope (force, number)
);

-- The youngest that somebody was ever taken to be. Whoever saw the row for its age is told when it leaves.
ALTER TABLE national ADD COLUMN youngest BIGINT;
UPDATE national SET youngest = age_from;

-- Whether a search by this device had the incident among its answers: its small picture may stand beside it then.
CREATE INDEX national_look_by ON national_look (device_id, incident, at);

CREATE TRIGGER scope_is_never_changed BEFORE UPDATE OR DELETE ON scope FOR EACH ROW
EXECUTE FUNCTION refuse_change();
CREATE TRIGGER scope_force_is_never_changed BEFORE UPDATE OR DELETE ON scope_force FOR EACH ROW
EXECUTE FUNCTION refuse_change();
