-- What figures are made of (docs/risk-model.md): a row of each incident that has ended, made from its log when figures are
-- asked for, and gone when anything more is recorded of it. NULL: it has ended in a way that counts in no figure.
CREATE TABLE figure (
    incident_id BLOB PRIMARY KEY CHECK (length(incident_id) = 16),
    -- In which form, by which model.
    form        TEXT NOT NULL,
    made        BLOB
) STRICT, WITHOUT ROWID;
CREATE TRIGGER figure_is_old_when_added AFTER INSERT ON incident
BEGIN DELETE FROM figure WHERE incident_id = NEW.incident_id; END;
CREATE TRIGGER figure_is_old_when_changed AFTER UPDATE ON incident
BEGIN DELETE FROM figure WHERE incident_id = NEW.incident_id; END;
CREATE TRIGGER figure_is_old_when_gone AFTER DELETE ON incident
BEGIN DELETE FROM figure WHERE incident_id = OLD.incident_id; END;
