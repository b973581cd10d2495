### Words of the import and export screens.

exchange-parts = Parts of import and export
exchange-may-not = Your role neither imports nor exports. A coordinator or duty inspector does both.

## Choosing a file
exchange-none = Import the incidents that another system has exported as CSV, a paper sheet that was filled in, or the complete log of another register (JSON). The file is read first, and nothing is taken in until you say so.
exchange-choose = Choose a file…
exchange-choose-other = Choose another file…
exchange-file-chosen = File:
exchange-file-about = { $rows ->
    [one] 1 row
   *[other] { $rows } rows
  }, { $written }
exchange-read = Read it again

## What importing would do
exchange-counts = What importing it would do
exchange-counts-stale = These are the numbers of before. Read the file again with the columns as you have set them.
exchange-count-new = { $n } new
exchange-count-changed = { $n } changed
exchange-count-paper = { $n } about incidents that are here
exchange-count-held = { $n } here already
exchange-count-same-person = { $n } perhaps the same person as somebody here
exchange-count-rejected = { $n ->
    [0] No row rejected
    [one] 1 row rejected
   *[other] { $n } rows rejected
  }
exchange-count-not-understood = { $n ->
    [one] 1 value not understood
   *[other] { $n } values not understood
  }
exchange-dates = How are dates like 05/01/2026 written in this file?
exchange-dates-hint = Nothing in the file tells days from months.
exchange-dates-day-first = Day first: 5 January 2026
exchange-dates-month-first = Month first: 1 May 2026
exchange-dates-missing = Say whether days or months come first
exchange-origin = Where it comes from
exchange-system = System
exchange-system-hint = Later files of it are compared with this one
exchange-system-missing = Name the system that the file comes from
exchange-mapping-name = Name for these columns
exchange-mapping-name-hint = To use them for the next file
exchange-mapping-name-missing = Give these columns a name to save them under
exchange-mapping-save = Save columns
exchange-mapping-saved = Saved as “{ $name }”.
exchange-mapping = Saved columns
exchange-mapping-hint = Of an earlier file
exchange-mapping-none = Choose
exchange-mapping-use = Use them
exchange-mapping-used = Read with the columns of “{ $name }”.

## Columns
exchange-columns = Columns
exchange-columns-notes = { $n ->
    [one] 1 is kept as a note
   *[other] { $n } are kept as notes
  }
exchange-column-heading = Heading
exchange-column-examples = Examples
exchange-column-no-examples = nothing in it
exchange-column-means = What it is
exchange-column-is = What “{ $heading }” is
exchange-column-note = kept as a note
exchange-group-who = Who
exchange-group-when = When and where
exchange-group-found = Found, open or closed
exchange-group-risk = Risk
exchange-group-reference = References
exchange-group-words = In words

## Problems
exchange-problems = Rows and values that need you
exchange-problem-row = Row
exchange-problem-kind = What becomes of it
exchange-problem-column = Column
exchange-problem-value = Value
exchange-problem-remedy = What to do
exchange-problem-rejected = Row not taken
exchange-problem-note = Kept as a note
exchange-problems-more = Show { $n } more
exchange-problems-first = The first { $n } are shown.
exchange-rejected-save = { $n ->
    [one] Save the rejected row…
   *[other] Save the { $n } rejected rows…
  }
exchange-name-rejected = -not-taken
exchange-saved-as = { $line } File: { $file }

## Importing
exchange-import = { $n ->
    [0] Import
    [one] Import 1 row
   *[other] Import { $n } rows
  }
exchange-read-again = Read again with these columns
exchange-will-read = Something about the columns has changed. Read the file again to see what it would do.
exchange-will-nothing = Nothing in this file is new or changed.
exchange-will-new = { $n ->
    [one] 1 incident will be opened.
   *[other] { $n } incidents will be opened.
  }
exchange-will-changed = { $n ->
    [one] 1 incident will get what has changed.
   *[other] { $n } incidents will get what has changed.
  }
exchange-will-paper = { $n ->
    [one] 1 row will be written on an incident that is here.
   *[other] { $n } rows will be written on incidents that are here.
  }
exchange-will-rejected = { $n ->
    [one] 1 row will not be taken.
   *[other] { $n } rows will not be taken.
  }
exchange-will-back = It can be taken back as long as nobody has written on it.
exchange-running-read = Reading the file
exchange-running-run = Importing
exchange-running-resume = Importing
exchange-running-sheet = Saving the sheet
exchange-running-folder = Looking through the folder
exchange-running-photographs = Taking the photographs in
exchange-running-rejected = Saving the rejected rows
exchange-running-export = Writing the file
exchange-running-print = Making the PDF
exchange-rows-read = { $n } rows read
exchange-goes-on = You can go to another screen meanwhile.
exchange-done = Imported
exchange-stopped = Part done

## Imports so far
history-none = Nothing has been imported into this register yet.
history-when = When and by whom
history-file = File
history-from = from { $system }
history-rows = Rows
history-counts = { $rows ->
    [one] 1 row
   *[other] { $rows } rows
  }: { $new } new, { $changed } changed, { $held } here already, { $rejected } not taken
history-state = State
history-acts = Acts
history-go-on = Go on
history-go-on-named = Go on with { $file }
history-choose = Choose the file again…
history-take-back = Take back…
history-take-back-named = Take back… { $file }
history-take-back-title = Take an import back
history-take-back-words = Everything it brought goes out of the lists: { $new } new and { $changed } changed. The log keeps what was imported, and that it was taken back. Where somebody has written on an incident of it, nothing is taken back.
history-reason = Why it is taken back
history-reason-hint = As in “wrong file”. It is kept in the log.
history-reason-missing = Say why it is taken back
history-take-back-act = Take it back
history-taken-back = The import is taken back.

## The complete log of another register
log-holds = { $incidents ->
    [one] 1 incident
   *[other] { $incidents } incidents
  }, { $entries ->
    [one] 1 entry
   *[other] { $entries } entries
  }
log-sound = Every entry is as it was signed, and none is missing.
log-not-sound = NOT as it was signed. Nothing of it can be taken in. Ask the force that gave it out for another.
log-given = Where it comes from
log-key = First key
log-key-hint = Compare it, by telephone, with the key that the other register’s own Verify shows.
log-recovered = The force has told me that its recovery shares were used
log-will = Every entry will stand here as it was signed. It cannot be taken back.
log-will-not = A log that is not as it was signed is not taken in.
log-take = { $n ->
    [one] Take in 1 incident
   *[other] Take in { $n } incidents
  }

## Written on paper
paper-heading = Written on paper during an outage
paper-words = Save an empty sheet, fill in a row for each thing that was written down, with the time it happened, and choose it here. Every sheet has paper numbers of its own, so that several laptops can each fill in theirs.
paper-save = Save an empty paper sheet…
paper-name = paper sheet { $force } { $day }
paper-read = A paper sheet. Each row is decided as if it had been typed, and stands in the log at the time it happened, marked as from paper.

## A folder of photographs
folder-none = Take in a folder of photographs. Each is put to the incident whose reference stands in its name or in the name of its folder; a list that came with it can say instead whose they are.
folder-choose = Choose a folder…
folder-choose-other = Choose another folder…
folder-files = { $n ->
    [one] 1 file
   *[other] { $n } files
  }
folder-list-choose = Choose the list that names them…
folder-list-other = Choose another list…
folder-by-names = Whose each photograph is comes from the references in the names of files and folders.
folder-by-lists = Whose each photograph is comes from { $file }, and from the names where that says nothing.
folder-counts = What taking it in would do
folder-count-new = { $n ->
    [one] 1 photograph to take in
   *[other] { $n } photographs to take in
  }
folder-count-held = { $n } here already
folder-count-not = { $n ->
    [0] None left out
    [one] 1 left out
   *[other] { $n } left out
  }
folder-files-heading = Files
folder-not-taken = Left out
folder-state = What becomes of it
folder-state-new = Taken in
folder-state-held = Here already
folder-state-nobody = Left out
folder-state-several = Left out
folder-state-not-a-picture = Left out
folder-whose = Whose it is
folder-how = How it is known, or what to do
folder-more = { $n ->
    [one] 1 more is not shown.
   *[other] { $n } more are not shown.
  }
folder-will-nothing = Nothing in this folder is to be taken in.
folder-will = { $n ->
    [one] 1 photograph will be put to its incident. It can be taken back as long as nobody has written on it.
   *[other] { $n } photographs will be put to their incidents. They can be taken back as long as nobody has written on them.
  }
folder-take = { $n ->
    [0] Take in
    [one] Take in 1 photograph
   *[other] Take in { $n } photographs
  }
folder-done = Taken in

## Export
export-file = As a file
export-which = Which incidents
export-all = All of { $force }
export-all-note = Open and closed
export-open = The open ones
export-open-note = { $n ->
    [one] 1 now
   *[other] { $n } now
  }
export-format = How
export-format-json = Complete log (JSON)
export-format-json-note = Can be verified without the register
export-format-csv = Table (CSV)
export-format-csv-note = Opens in a spreadsheet; formulas are made harmless
export-reason = Why it is given out
export-reason-hint = Kept with each record, under your name
export-reason-missing = Say why it is given out
export-save = Choose a place and save…
export-saved-as = File: { $file }
export-name-all = incidents { $force } { $day }
export-name-open = open incidents { $force } { $day }
export-paper = On paper, for an outage
export-paper-words = { $n ->
    [one] The open incident as a PDF, to print and work from while the computers are down.
   *[other] The { $n } open incidents as a PDF, to print and work from while the computers are down.
  }
export-paper-act = Print the open incidents (PDF)…

## Giving out one incident
give-out = Give out…
give-out-title = Give out this incident
give-out-what = What
give-out-log = Complete log (JSON)
give-out-log-note = Can be verified without the register; everything up to now
give-out-row = Table row (CSV)
give-out-row-note = Opens in a spreadsheet; as it stands now
give-out-evidence = Evidence pack (PDF)
give-out-evidence-now = As known now
give-out-evidence-then = As known at { $time }, the time that is shown
give-out-name-evidence = evidence { $reference }
give-out-saved = { $line } File: { $file }
