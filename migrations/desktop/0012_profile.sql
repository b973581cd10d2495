-- A field laptop holds all that came into its force's ledger after it was enrolled, and of what came before what is in
-- its scope (docs/adr/0010-field-and-desk.md). NULL: a desk, which holds all.
-- As central signed it with the enrolment.
ALTER TABLE enrolment ADD COLUMN since INTEGER CHECK (since >= 0);
-- As the last page said: up to and with this position what is held has gaps.
ALTER TABLE enrolment ADD COLUMN whole_from INTEGER CHECK (whole_from >= 0);
ALTER TABLE vouched ADD COLUMN since INTEGER CHECK (since >= 0);

-- Incidents that something came to after that position. What came to each of them and to its person before is asked for
-- once; asked 0: it is still to be asked for.
CREATE TABLE stream_asked (
    stream BLOB PRIMARY KEY CHECK (length(stream) = 16),
    asked  INTEGER NOT NULL CHECK (asked IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX stream_to_ask ON stream_asked (stream) WHERE asked = 0;
