-- What central refuses because its author may not do it, or may not do it then, counts on the laptop that wrote it
-- no more than elsewhere. It stays listed.
ALTER TABLE refused ADD COLUMN against_rules INTEGER NOT NULL DEFAULT 0 CHECK (against_rules IN (0, 1));
