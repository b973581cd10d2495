-- Incidents whose rows in the lists are older than their log: pages of a long ledger are kept first, and the rows of
-- all that they touched are made together after some of them.
CREATE TABLE behind (
    stream BLOB PRIMARY KEY CHECK (length(stream) = 16)
) STRICT, WITHOUT ROWID;
