-- Entries that were written with a clock further ahead of central's than is let pass, and when central took each: what
-- they set is reckoned from then (docs/sync.md).
CREATE TABLE written_ahead (
    entry_seq   INTEGER PRIMARY KEY,
    received_at INTEGER NOT NULL
) STRICT;

-- Central's time at the last contact, and the last entry of this device then: neither a clock that was wrong before it
-- and is right now, nor the other way round, ends a lease or keeps it from ending.
ALTER TABLE enrolment ADD COLUMN contact_central_at INTEGER;
ALTER TABLE enrolment ADD COLUMN contact_device_seq INTEGER NOT NULL DEFAULT 0;
