-- INV-1 against INSERT OR REPLACE, which removes what it replaces without asking the triggers on DELETE.
CREATE TRIGGER entry_is_never_replaced BEFORE INSERT ON entry
WHEN EXISTS (SELECT 1 FROM entry WHERE entry_seq = NEW.entry_seq)
    OR EXISTS (SELECT 1 FROM entry WHERE entry_id = NEW.entry_id)
    OR EXISTS (SELECT 1 FROM entry WHERE device_id = NEW.device_id AND device_seq = NEW.device_seq)
BEGIN SELECT RAISE(ABORT, 'an entry is never replaced'); END;
CREATE TRIGGER look_is_never_replaced BEFORE INSERT ON look
WHEN EXISTS (SELECT 1 FROM look WHERE look_seq = NEW.look_seq)
BEGIN SELECT RAISE(ABORT, 'a look is never replaced'); END;
-- The same picture twice is one row.
CREATE TRIGGER blob_is_never_replaced BEFORE INSERT ON blob
WHEN EXISTS (
    SELECT 1 FROM blob
    WHERE hash = NEW.hash AND (media_type IS NOT NEW.media_type OR bytes IS NOT NEW.bytes)
)
BEGIN SELECT RAISE(ABORT, 'a blob is never replaced'); END;

-- Newest look, written with it: looks cut off at the end without care are seen.
CREATE TABLE look_head (
    look_head_id INTEGER PRIMARY KEY CHECK (look_head_id = 1),
    look_seq     INTEGER NOT NULL,
    look_hash    BLOB NOT NULL CHECK (length(look_hash) = 32)
) STRICT;
INSERT INTO look_head (look_head_id, look_seq, look_hash)
SELECT 1, coalesce(max(look_seq), 0), coalesce((SELECT hash FROM look ORDER BY look_seq DESC LIMIT 1), zeroblob(32))
FROM look;
