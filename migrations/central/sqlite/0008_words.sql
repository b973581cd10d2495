-- The words of a record stand in its own row as well, each after the digit of its kind and on a line of its own: whoever is
-- found by one word is asked there for the others.
-- The same column stands in migrations/central/{sqlite,postgres}: change both.
ALTER TABLE national ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE national SET words = char(10) || (SELECT group_concat(w.kind || w.word, char(10))
    FROM national_word w WHERE w.national_id = national.national_id) || char(10)
WHERE EXISTS (SELECT 1 FROM national_word w WHERE w.national_id = national.national_id);

-- Only to forget the words of a record.
DROP INDEX national_word_of;
CREATE INDEX national_word_of ON national_word (national_id);
