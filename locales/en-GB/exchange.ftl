### Words of the import and export screens.

exchange-parts = Parts of import and export
exchange-may-not = Your role neither imports nor exports. A coordinator or duty inspector does both.

## Choosing a file
exchange-none = Import the incidents that another system has exported as CSV. The file is read first, and nothing is taken in until you say so.
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
exchange-will-rejected = { $n ->
    [one] 1 row will not be taken.
   *[other] { $n } rows will not be taken.
  }
exchange-will-back = It can be taken back as long as nobody has written on it.
exchange-running-read = Reading the file
exchange-running-run = Importing
exchange-running-resume = Importing
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
