### Labels of printed papers. Short, since most of them stand in a table or beside a value.

## On every paper
print-page = Page
print-of = of
print-printed = Printed
print-by = by
print-force = Force:
print-serial = Serial
print-program = Program:
print-training = TRAINING – these people are invented
print-destroy = Do not leave it unattended. Destroy as confidential waste.
print-unprintable = □ stands for a letter or sign that this paper cannot show. The register has it.
print-photograph-of = Photograph of
print-photograph-broken = Photograph could not be printed
print-no-photograph = No photograph

## Open incidents, for an outage
print-open-incidents = Open incidents
print-as-at = As the register stood at
print-grade = Grade
print-photograph = Photo
print-person = Person
print-missing = Missing for, last seen
print-dangers = Dangers
print-due = Due
print-owner = Who has it, contact
print-contact = Reported by, contact
print-late = LATE
print-no-dangers = None recorded
print-nothing-due = Nothing due
print-write = Time, who, what:
print-cut = cut short
print-more = more
print-no-incidents = No incident was open.
print-new-reports = New reports since this was printed
print-new-reports-use = Write each one down with its time. Enter it in the register afterwards as taken from paper.

## Evidence pack
print-evidence-pack = Evidence pack
print-as-known-at = As known at
print-entries = Entries
print-summary = Summary
print-item = What
print-value = As recorded
print-log = The log
print-entry = Entry
print-no-entries = No entry had been recorded by this time.
print-happened = Happened
print-recorded = Recorded
print-recorded-by = Recorded by
print-source = Source
print-entry-id = Entry id
print-hash = Hash (BLAKE3)
print-signed-by = Signed by
print-verified = Signature checked
print-not-verified = SIGNATURE NOT VERIFIED
print-unreadable = THIS ENTRY CANNOT BE READ
print-whole = The log is whole: no entry up to this time was found missing, altered or unreadable.
print-not-whole = THE LOG IS NOT WHOLE. An entry is missing, altered or unreadable. The last page says what was checked.
print-looks = Who looked at this record
print-looked-who = Who
print-looked-when = When
print-looked-why = What they had seen
print-no-reason = –
print-no-looks = No look at this record is listed.
print-check = How to check this paper
print-log-hash = Hash of the log
print-check-again = Print the evidence pack again from the register, as known at the same time. Entries, their order, their hashes and the hash of the log must be the same as here.
print-check-hash = Compare the hashes sign by sign. The hash of an entry covers who recorded it, when, after which entry, and what it says: where one sign differs, it is another entry.
print-check-verify = Run Verify in the register. It checks every entry against its hash and its officer’s signature, and every chain for gaps.
print-check-words = The words here are made from the entries. The signed entries themselves are in the register.
print-check-limit = Without a checkpoint of a central service nobody can prove that no entry was cut off the end of the log.
print-checked = Checked
print-result = Result

## How grades and suggestions did
print-figures = How well it does
print-figures-curve = Do the estimates mean what they say
print-figures-curve-about = On the line they do. Above it more were harmed than estimated, below it fewer.
print-figures-curve-axis = across: estimated; up: recorded as harmed
print-figures-nothing = Nothing to show.
