-- Whether a ledger is being taken in from its beginning: incidents that are not in the lists yet are put there at its
-- end, all at once, since until then each may lack what closed it.
ALTER TABLE enrolment ADD COLUMN filling INTEGER NOT NULL DEFAULT 0 CHECK (filling IN (0, 1));
