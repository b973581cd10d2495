### Words of the shell and of the shared components.

## Top bar
lock = Lock
lock-failed = The register could not be locked and may still be open. { $why } Lock it again, or close the window.
idle-warning = The register locks within a minute. Press a key or move the mouse to keep it open.
theme-label = Colours
theme-system = As the system
theme-light = Light
theme-dark = Dark
skip-to-content = Skip to the main content
error-dismiss = Hide this message

## Navigation
nav-label = Main
nav-report = New report
nav-duty = Duty list
nav-find = Find a person
nav-exchange = Import and export
nav-national = All forces
nav-sync = Sync
nav-register = Register
exchange-part-import = Import
exchange-part-photographs = Photographs
exchange-part-history = Imports so far
exchange-part-export = Export
nav-training = Training register
nav-palette = Go to anything

## Faults
fault-title = This screen stopped
fault-words = Something in this screen went wrong. Nothing that was saved is lost.
fault-kept = What you typed is kept in this program until you lock it.
fault-again = Try this screen again
fault-duty = Go to the duty list
fault-unexpected = Something went wrong in the background. What you typed is still here. If it keeps happening, lock and unlock.
error-unreachable = The program did not answer. What you typed is still here. Try again.

## What to do next
next-locked = Unlock the register, then do it again.
next-slot-destroyed = Recover with the two printed shares, or ask an administrator, coordinator or duty inspector to add you again.
next-slot-destroyed-open = An administrator, coordinator or duty inspector can remove this officer and add them again under Officers.
next-no-register = Create a register, or open the training register.
next-register-exists = Go back and unlock the register that is already on this laptop.
next-register-in-use = Close the other window or program that has it open, then try again.
next-not-found = Look for it under Find a person.
next-damaged = Do not create another register. Ask your administrator to restore the latest backup.
next-damaged-open = Open Verify to see what is damaged, and tell your administrator.

## Fields
error-summary-title = There is a problem
combobox-list = { $label }: choices
combobox-count = { $n ->
    [0] Nothing in the list matches
    [one] 1 in the list
   *[other] { $n } in the list
  }
date-day = Day
date-month = Month
date-year = Year
date-wrong-day = That month has no such day.
date-wrong-month = Give the month as a number from 1 to 12, or its name.
date-wrong-year = Give the year in four digits.
dialog-close = Close

## Palette
palette-title = Go to anything
palette-placeholder = A name, a reference, or where to go
palette-looking = Looking in the register…
palette-none = Nothing found. Try part of the name or part of the reference.
palette-failed = The register could not be searched. { $why }
palette-help = Arrows to choose, Enter to go, Escape to close.
palette-lock = Lock
palette-theme = Change colours: light or dark

## Progress
progress-of = { $done } of { $total }
progress-started = Starting
progress-cancel = Stop
progress-stopping = Stopping

## Danger
danger-heading = Immediate danger

## Lengths and times
length-minutes = { $m } min
length-hours = { $h } h { $mm }
length-days = { $d } d { $hh } h
from-now-now = now
from-now-in = in { $length }
from-now-ago = { $length } ago
time-at = { $time }
time-about = About { $time }
time-between = Between { $from } and { $to }
time-between-same-day = Between { $from } and { $to }
time-one-time = Give one time, not a range.
time-time-missing = Give a time as well as the day, like “tomorrow 09:00”.
time-not-understood = Not understood. Write it like “15:10”, “yesterday 15:10” or “3 Mar 14:00”.
time-no-such-day = There is no such day.
time-no-such-time = There is no such time.
time-clocks-forward = The clocks went forward that night: there was no such time.
time-range-backwards = The end is before the start.
time-placeholder = 15:10, yesterday 15:10, now
time-placeholder-range = 15:10, yesterday 14:00–15:00, now
time-placeholder-future = 16:00, in 2 h, tomorrow 09:00
time-box-about = About
time-box-not-known = Not known
time-not-known = The time is not known.

## Everywhere
continue = Continue
back = Back
cancel = Cancel
choose = Choose
reading = Reading the register…
read-again = Read again
unreachable-title = The program did not answer
unreachable-words = The part of the program that holds the register did not start. Close the window and open it again.
unreachable-again = Try again
status-open = open
status-located = located, not closed
status-closed = closed

## Officers and passphrases
officer-name = Name
officer-name-hint = As it appears in the record, with rank where you use it
officer-collar-hint = What you type to unlock
officer-role = Role
officer-you = (you)
officer-passphrase = Passphrase
officer-passphrase-hint = Four or more unrelated words are easy to remember and hard to guess. Nobody can look it up for you.
officer-again = Passphrase again
officer-name-missing = Give the officer’s name
officer-collar-missing = Give the collar number
officer-role-missing = Choose the role
officer-passphrase-missing = Give a passphrase
officer-passphrase-weak = Make the passphrase harder to guess
officer-again-differs = Type the same passphrase twice
passphrase-current = Passphrase you have now
passphrase-current-missing = Give the passphrase you have now
passphrase-new = New passphrase
passphrase-change = Change my passphrase
passphrase-changed = Your passphrase is changed. Use the new one from now on.
strength-none = How hard it is to guess is shown here as you type.
strength-enough = Strong enough ({ $score } of 4).
strength-not-enough = Not strong enough ({ $score } of 4, { $least } needed).

## Start
start-title = Start
start-what = NRMP keeps the missing-person incidents of a force on this laptop, encrypted. Choose which register to begin with.
start-create = A register for a force
start-create-words = For real incidents. Only officers with their own passphrase can open it.
start-create-need-officer = The first officer types their name, collar number and passphrase.
start-create-need-printer = Two recovery shares are shown once: have a printer, or pen and paper.
start-create-stands = There is already a register for { $force } on this laptop. Add officers to it instead.
start-create-act = Create a register
start-join = My force’s register, on one more laptop
start-join-words = Your force has a register and you are one of its officers. This laptop gets its incidents, and what you record on either laptop is by you.
start-join-need-code = The administrator of the central service gives an address and a code for you.
start-join-need-same = You choose a passphrase for this laptop. Your other laptop goes on as it is.
start-join-act = Join my force’s register
start-training = Training register
start-training-words = Invented people and incidents, shaped like the published figures. Try anything: it never mixes with a real register.
start-training-act = Open the training register
start-unlock = Back to unlock
start-step = Step { $n } of { $of }
start-step-force = Which force is this register for?
start-step-officer = Who is the first officer?
start-step-passphrase = Choose your passphrase
start-force = Force
start-force-hint = Type a part of the name or the code
start-force-missing = Choose the force
start-force-other = Another force, by its code
start-force-code = Code of the force
start-force-code-hint = 2 to 8 letters
start-force-code-wrong = Give 2 to 8 letters
start-officer-words = This officer can add others afterwards. A duty inspector, coordinator or administrator may do that.
start-passphrase-words = It opens the register and signs what you record. Five wrong tries destroy your key on this laptop.
start-create-now = Create the register
join-step-code = Join my force’s register
join-step-passphrase = Choose your passphrase for this laptop
join-code-words = Ask the administrator of the central service for a code for yourself: they need your collar number. The code says who you are, and is good once.
join-code-hint = 28 letters and digits, made for you; capitals and dashes do not matter
join-not-you = If this is not you, go back and tell the administrator: the code is for somebody else.
join-passphrase-words = It opens the register on this laptop alone and signs what you record here. Five wrong tries destroy your key on this laptop; your other laptop is not touched.
join-now = Join the register
join-joining = Joining the register…
join-shares-words = These shares are this laptop’s own; those of other laptops do not open it. Print or write them down now and give each to a different person: they are not shown again. Both together open the register on this laptop if no passphrase does.
start-creating = Creating the register…
shares-title = Keep the two recovery shares
shares-words = They are shown only once and are not saved anywhere. Both together open the register when every passphrase is lost. One alone opens nothing. Give each to a different person to lock away.
shares-print = Print, one share to a page
shares-written = Both shares are on paper, and I have checked that they can be read
shares-written-missing = Print or write down both shares, then tick that you have checked them
shares-apart = They go to two different people, who lock them away apart
shares-apart-missing = Tick that the shares go to two different people
shares-go = Go to the register
shares-connect = Connect it to the central service
share-title = Recovery share { $n } of { $of }
share-register = { $force } · register { $id } · made { $made }
share-paper = This page opens nothing alone. With the other of the { $of } it opens the whole register. Lock it away and tell nobody what it says.
share-paper-held = Held by
share-paper-date = Date

## Training register
training-words = The people are invented, the forces too: Northmoor, Westwick, Southfold and Hallowdale. The same seed and number make the same register.
training-size-legend = How many incidents
training-size-hint = 200 is ready in moments. 200,000 takes minutes and shows how the program copes with a whole force.
training-size = { $n } incidents
training-size-other = Another number
training-size-count = Number of incidents
training-size-wrong = Give a number from { $least } to { $most }
training-seed = Seed
training-seed-hint = Any number. Another seed makes other people.
training-seed-wrong = Give the seed as a number of up to nine digits
training-make = Make and open the training register
training-open = Open the training register
training-stands = There is already a training register on this laptop. It opens as you left it.
training-replace = Delete it and make a new one
training-replace-hint = Everything recorded in it will be lost.
training-making = Making the training register
training-close-stops = Closing the window stops this. An unfinished register is not kept.
training-made = The training register is ready
training-opened = The training register is open
training-passphrase = Every invented officer has the same passphrase, to unlock it again:
training-officers = Invented officers
training-go = Go to the duty list

## Unlock
recover-title = Recover with the two shares
recover-words = Both shares of this register are needed. You become an officer of it again, with a new passphrase. This is recorded.
recover-share = Recovery share { $n }
recover-share-hint = As printed. Spaces and line breaks do not matter.
recover-share-missing = Give recovery share { $n }
recover-officer = You
recover-act = Recover and unlock

## Duty list
duty-about = { $n } open in { $force }
duty-table = Open incidents
duty-grade = Grade
duty-name = Name
duty-age-sex = Age, sex
duty-missing = Missing
duty-last-seen = Last seen
duty-needs = What it needs
duty-owner = Who has it
duty-owner-none = Nobody yet
duty-to-ask = { $n ->
    [one] 1 question to ask
   *[other] { $n } questions to ask
  }
duty-newer = recorded by a newer version
duty-old-photograph = OLD PHOTO
duty-due = Due { $time }
duty-danger = Danger
duty-danger-full = Danger: { $danger }
duty-section-needs-someone-now = Needs someone now
duty-section-due-within-the-hour = Due within the hour
duty-section-on-track = On track
duty-show = Show
duty-show-all = All
duty-show-now = Now
duty-show-high = High
duty-show-not-assessed = Not assessed
duty-show-children = Children
duty-filter = Filter by name, reference or place
duty-filter-placeholder = Name, ref, place
duty-sort = Sort
duty-sort-need = By need
duty-sort-grade = By grade
duty-sort-missing = Longest missing
duty-sort-name = By name
duty-sort-harm = Next harm
duty-harm = When harm may begin
duty-harm-none = no moment known
list-not-read = The list could not be read
list-not-read-again = The list could not be read again. { $why } What you see is from { $time } and may be out of date.
duty-empty = No incident is open in this register. A new report appears here the moment it is saved. Closed incidents are under Find a person.
duty-none-chosen = { $n ->
    [one] The open incident does not match.
   *[other] None of the { $n } open incidents matches.
  }
duty-show-all-again = Show all
list-shown = { $shown } of { $total } shown.
list-more = Show { $n } more

## Find a person
find-label = Name, alias or reference
find-hint = Misspelt names are found too. Open and closed incidents are searched.
find-people = People
find-incidents = Incidents
find-episodes = { $n ->
    [one] 1 episode
   *[other] { $n } episodes
  }
find-count = { $people ->
    [one] 1 person
   *[other] { $people } people
  } and { $incidents ->
    [one] 1 incident
   *[other] { $incidents } incidents
  } found
find-older-reference = Reference of the older incident
find-older-reason = Why you ask for it
find-older-reason-hint = Kept at the central service with your name and the time
find-older-ask = Ask for it
find-older-failed = The incident was not fetched
find-older-came = Fetched
find-failed = The register could not be searched
find-none = Nobody in the register matches. Try fewer letters, the family name alone, or the reference.

## Register
register-parts = Parts of the register
register-officers = Officers
register-verify = Verify
register-recovery = Recovery
register-about = About
officers-signed-in = { $name } ({ $collar }) unlocked it { $time }.
officers-caption = Officers of this register
officers-since = Since
officers-state = Can unlock here
officers-state-open = Yes
officers-state-removed = Removed
officers-state-destroyed = No: key destroyed
officers-state-elsewhere = No: on another laptop
officers-acts = Acts
officers-add = Add an officer
officers-add-words = The officer types their own passphrase. Nobody else should see it.
officers-add-act = Add the officer
officers-added = The officer is added and can unlock from now on.
officers-join = Let in an officer with a code
officers-join-words = For an officer of this register who has a passphrase on another laptop. The administrator of the central service makes a code for them; they type it with a passphrase of their own for this laptop. Nobody else should see it.
officers-join-act = Let the officer in
officers-joined = The officer can unlock this laptop from now on. Their other laptop goes on as it is.
officers-may-not = Your role does not add or remove officers. A duty inspector, coordinator or administrator does.
officers-remove = Remove
officers-remove-named = Remove { $name }
officers-remove-words = Their key is destroyed and the register gets a new key. What they recorded stays, under their name. The register locks, and you unlock it again.
officers-remove-elsewhere = They were never given a key on this laptop. On their other laptops they are shut out as soon as those exchange with the central service. What they recorded stays, under their name.
officers-reason = Reason
officers-reason-missing = Give the reason
officers-remove-act = Remove the officer
officers-removed = The officer is removed and can no longer unlock.
verify-words = Every entry is checked against its hash and its officer’s signature, every chain for gaps, every list against a rebuild, every photograph against its hash.
verify-act = Verify the register
rebuild-act = Rebuild the lists from the log
verify-running-verify = Verifying
verify-running-rebuild = Rebuilding
verify-findings = Findings
verify-checked = Checked
verify-first-key = First key of this register, to compare with the one that a log of it shows:
verify-counts = { $entries ->
    [one] 1 entry
   *[other] { $entries } entries
  }, { $incidents ->
    [one] 1 incident
   *[other] { $incidents } incidents
  }
verify-goes-on = You can go to another screen meanwhile. If the register locks or the window is closed, start it again.
verify-sound = sound
verify-not-sound = not sound
recovery-shares = Two recovery shares were printed when this register was created. Both together open it; one alone opens nothing.
recovery-how = To use them: lock, then choose “Recover with the two printed shares”.
recovery-lost = If a share is lost or was seen by somebody, make new shares below: the old ones then open this register no more.
shares-renew-title = New recovery shares
shares-renew-words = Make two new shares when one was lost or may have been seen. The old shares no longer open this register. Who may also have a copy of its files is kept out only by removing an officer, which changes the register’s key.
shares-renew = Make new shares
shares-renewed-words = The old shares no longer open this register. Print these two now and keep them in two places: they are not shown again.
shares-renewed-done = The new shares are put away
shares-renewed = The new recovery shares are in force.
recovery-tries = An officer whose key was destroyed by five wrong tries is removed and added again here by another officer.
about-program = Program
about-force = Force
about-register = Register
about-live = Live register
about-sync = Central service
about-idle = Locks by itself
about-idle-words = after { $n ->
    [one] a minute
   *[other] { $n } minutes
  } without anyone at the keyboard
about-face = Typeface
about-face-words = Atkinson Hyperlegible Next, Braille Institute, SIL Open Font Licence
about-screen = This screen
density-label = Rows
density-compact = Compact
density-roomy = Roomy
letters-label = Letter keys
letters-hint = N for a new report and / for the filter, outside fields and forms. Ctrl+K and Ctrl+L always work.

## Values as another system gave them
given-empty = (empty)

## What interrupts
alerts = Needs you now
alert-accept = Accept
alert-accept-full = Accept { $reference }
alert-accepted = You have { $reference } now.
alert-open = Open
alert-open-check = Open what the force-wide check found
alert-open-full = Open { $reference }
alert-more = { $n ->
    [one] And one more, at the top of the duty list
   *[other] And { $n } more, at the top of the duty list
}

## A factor that is said to be present
still-applies = Still applies
no-longer-applies = No longer applies
# Beside one of the entries that a decision lies between.
sides-holds = In effect until decided
