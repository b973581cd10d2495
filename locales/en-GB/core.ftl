### Words made by the program itself, for the window, the command line and printed papers alike.
### Labels of closed sets are `family-value`; rules, errors and field remedies say what to do.

## Grades, categories, roles
grade-high = High
grade-medium = Medium
grade-low = Low
grade-very-low = Very low
grade-no-apparent-risk = No apparent risk
grade-absent = Absent
grade-none = Not assessed
category-missing = Missing
category-concern-for-safety = Concern for safety
category-away-from-placement = Away from placement
category-undecided = Not decided yet
role-call-handler = Call handler
role-investigating-officer = Investigating officer
role-supervisor = Supervisor
role-duty-inspector = Duty inspector
role-coordinator = Missing-person coordinator
role-safeguarding-reviewer = Safeguarding reviewer
role-search-adviser = Search adviser
role-national-unit = National unit
role-partner = Partner
role-auditor = Auditor
role-administrator = Administrator
role-not-known = somebody
sex-female = female
sex-male = male
sex-other = other
sex-not-known = sex not known
age-not-known = age not known, { $sex }
born = born { $date }
unknown-woman = Unknown woman
unknown-man = Unknown man
unknown-person = Unknown person

## Answers and questions
answer-yes = Yes
answer-no = No
answer-not-asked = Not asked
answer-not-known = Not known
question-why-worried = Particular reason to worry
question-why-worried-ask = Is there a particular reason to be worried?
question-tried-to-find = Already tried to find them
question-tried-to-find-ask = What has already been done to find them?
question-out-of-character = Out of character
question-out-of-character-ask = Is this out of character?
question-missing-before = Missing before
question-missing-before-ask = Have they been missing before, and what happened then?
question-medical-needs = Medical needs
question-medical-needs-ask = Do they need medicine or treatment, or have a condition that puts them at risk?
question-victim-of-crime = Victim of crime
question-victim-of-crime-ask = Is it likely that they are the victim of a crime?
question-likely-hurt = Likely hurt or harmed
question-likely-hurt-ask = Is it likely that they are hurt or have been harmed?
question-sexual-exploitation = Sexual exploitation
question-sexual-exploitation-ask = Are they at risk of sexual exploitation now?
question-self-harm = Suicide or self-harm
question-self-harm-ask = Have they said or hinted that they may harm or kill themselves?
question-danger-to-others = Danger to others
question-danger-to-others-ask = Are they a danger to anybody else?
question-travelled-abroad = Travelled abroad
question-travelled-abroad-ask = May they have travelled abroad?
question-anything-else = Anything else
question-anything-else-ask = Is there anything else that we should know?
question-dementia = Dementia or confusion
question-dementia-ask = Do they have dementia, or are they confused?
question-mental-health = Mental ill-health
question-mental-health-ask = Is their mental health a concern?
question-weather-exposure = Cold, wet or heat
question-weather-exposure-ask = Are they out in weather that they are not dressed for?
question-harmed-before = Harmed when missing before
question-harmed-before-ask = Did they come to harm when they were missing before?
question-criminal-exploitation = Criminal exploitation
question-criminal-exploitation-ask = Is anybody using them for crime?
question-domestic-abuse = Domestic abuse
question-domestic-abuse-ask = Is there abuse at home, or a forced marriage?
question-alcohol-or-drugs = Alcohol or drugs
question-alcohol-or-drugs-ask = Do alcohol or drugs add to the risk?
question-cannot-ask-for-help = Cannot ask for help
question-cannot-ask-for-help-ask = Would they be unable to ask a stranger for help?
question-has-means = Has money, pass or phone
question-has-means-ask = Do they have money, a travel pass or a phone with them?
question-known-place = Known place they go
question-known-place-ask = Is there a place where they usually go?
question-not-vulnerable = Said not to be vulnerable
question-not-vulnerable-ask = Does somebody say that they are not vulnerable?
danger-medical-needs = Needs medicine or treatment
danger-victim-of-crime = May be the victim of a crime
danger-likely-hurt = Likely hurt or harmed
danger-sexual-exploitation = At risk of sexual exploitation
danger-self-harm = May harm or kill themselves
danger-danger-to-others = Danger to others
asked-not-known = asked, not known
not-asked = not asked

## The person
attribute-family-name = Family name
attribute-given-name = Given name
attribute-known-as = Known as
attribute-date-of-birth = Date of birth
attribute-age = Age as judged
attribute-sex = Sex
attribute-height-cm = Height (cm)
attribute-build = Build
attribute-hair = Hair
attribute-eyes = Eyes
attribute-ethnic-appearance = Ethnic appearance (officer’s view)
attribute-self-defined-ethnicity = Self-defined ethnicity
attribute-nationality = Nationality
attribute-language = Language
attribute-clothing = Clothing
attribute-marks = Marks, scars, tattoos
attribute-medical-condition = Medical condition
attribute-medication = Medication
attribute-mobility = Mobility
attribute-home-address = Home address
attribute-phone = Telephone
attribute-vehicle = Vehicle
attribute-carrying = Carrying
attribute-places-they-go = Places they go
attribute-associates = People they go to
attribute-looked-after-by = Looked after by (council)
how-known-seen = Seen
how-known-heard-from = Heard from
how-known-assumed = Assumed
how-known-not-known = Not known how
source-informant = Informant
source-officer-saw = Officer saw it
source-partner = Partner agency
source-family = Family
source-witness = Witness
source-document = Document
source-officer = Officer’s own view
system-dispatch-log = Dispatch log
system-rms = Records system
system-pnc-leds = PNC/LEDS
system-ukmpu = UK Missing Persons Unit
reference-open = open
reference-closed = closed
agency-mental-health = Mental health service
agency-health = Other health service
agency-ambulance = Ambulance service
agency-hospital = Hospital
agency-childrens-social-care = Children’s social care
agency-adult-social-care = Adult social care
agency-school = School or college
agency-probation = Probation
agency-care-home = Care home
agency-housing = Housing
agency-voluntary = Voluntary organisation
agency-another-force = Another force
agency-other = Another agency
changes-risk-yes = Changes the risk
changes-risk-no = Does not change the risk
changes-risk-unsure = May change the risk
found-by-returned-themselves = Returned by themselves
found-by-police = Police
found-by-family = Family
found-by-public = Member of the public
found-by-partner = Partner agency
found-by-not-known = Not known
condition-unharmed = Unharmed
condition-harmed = Harmed
condition-died = Died
condition-not-known = Not known
exception-recorded-in-error = Recorded in error
exception-report-withdrawn = Report withdrawn
exception-duplicate-of-another = The same report twice
exception-not-a-missing-person = Not a missing person

## Times
when-about = about { $at }
when-between = between { $from } and { $to }
when-not-known = time not known
due-late = late { $late }
due-in = in { $left }
entered-late = entered { $at }
clock-was-ahead = that laptop’s clock was { $ahead } ahead: shown as central received it

## What an incident needs
need-status-conflict = STATUS CONFLICT: dispatch log { $what } is closed, person not located
need-needs-decision = Entries disagree: decide
need-deliver-assignment-overdue = NOT DELIVERED to { $what }: phone
need-deliver-assignment-due = On its way to { $what }
need-accept-assignment-overdue = Not accepted by { $what }: phone (late { $late })
need-accept-assignment-due = To be accepted by { $what } by { $at }
need-first-assessment-overdue = No assessment yet (late { $late })
need-first-assessment-due = No assessment yet (due { $at })
need-decide-category-overdue = Decide: missing or not (late { $late })
need-decide-category-due = Decide by { $at }: missing or not
need-challenge-due = Grade challenged by { $what }: answer by { $at }
need-challenge-overdue = Grade challenged by { $what }: not answered (late { $late })
need-challenge-climbed-due = Grade challenged by { $what }: the inspector answers from { $at }
need-challenge-climbed-overdue = Grade challenged by { $what } and not answered: the inspector answers (late { $late })
need-locate-due = Exploited child: an action to find them is due by { $at }
need-locate-overdue = Exploited child, and nothing done to find them: inspector (late { $late })
need-medical-need-overdue = { $what }: harm may have begun { $at }. Assess again
need-medical-need-due = { $what }: harm may begin { $at }. Assess again then
need-weather-overdue = { $what } since { $at }. Assess again
need-weather-due = { $what } from { $at }. Assess again then
need-reassess-overdue = Assess again, late { $late }. Risk information changed: { $what }
need-reassess-due = Assess again by { $at }. Risk information changed: { $what }
need-dusk-overdue = It got dark { $at }, and they are exposed. Assess again
need-dusk-due = It gets dark { $at }, and they are exposed. Assess again then
need-missing-for-overdue = Not seen for { $what } hours, reached { $at }. Assess again
need-missing-for-due = Not seen for { $what } hours from { $at }. Assess again then
need-contact-review-overdue = CLOSED, and { $what } got in touch: review (late { $late })
need-contact-review-due = CLOSED, and { $what } got in touch: review by { $at }
need-confirm-lowest-due = Lowest grade: a supervisor looks at it by { $at }
need-confirm-lowest-overdue = Lowest grade, and no supervisor has looked at it (late { $late })
need-review-overdue = Review late { $late }
need-review-due = Review { $at }
need-close-or-review-overdue = Located, not closed: review late { $late }
need-close-or-review-due = Located: close, or review by { $at }
need-action-overdue = { $what }: late { $late }
need-action-due = { $what }: due { $at }
need-promise-overdue = { $what } was promised to hear from us: late { $late }
need-promise-due = { $what } was promised to hear by { $at }
need-policy-review-overdue = Policy decision { $what } to be looked at again: late { $late }
need-policy-review-due = Policy decision { $what } to be looked at again by { $at }
need-quiet-overdue = Nothing entered for longer than allowed (since { $late })
need-quiet-due = Nothing entered; look by { $at }
need-circulate-overdue = Not on PNC/LEDS: late { $late }
need-circulate-due = Put on PNC/LEDS by { $at }
need-notify-ukmpu-overdue = National unit not told: late { $late }
need-notify-ukmpu-due = Tell the national unit by { $at }

# What changed since the grade.
news-due = Risk information changed since the grade: assess again by { $at }.
news-overdue = Risk information changed since the grade: assess again (late { $late }).
news-changed = { $what }: { $was } → { $is }
news-again = { $what }: { $is }
news-and-more = { $n ->
    [one] { $what } (and one more change)
   *[other] { $what } (and { $n } more changes)
}
news-not-known = not known
news-age = Age
news-last-seen = Last seen
news-person = Linked to another person: other earlier incidents count now
news-contact = { $by } got in touch
news-partner = { $by } on the risk
news-harm = harm from { $at }
news-no-need = does not apply

# Why an incident stands in the review queue.
concern-challenged = { $by } ({ $role }) holds that the grade should be { $grade }: not answered for { $since }
concern-not-sought = Exploitation, and nothing done to find them for { $since }
concern-not-sought-never = Exploitation, and nothing done to find them: known for { $since }
concern-not-addressed = { $what }: known for { $since }, and no action was set
concern-grade-fell = Grade lowered from { $from } to { $to } by { $by } ({ $role }) { $since } ago: nobody else has looked since

## Who has it. Sent, delivered and accepted are three facts.
owner = { $who }, { $role }, accepted { $at }
owner-none = Nobody has accepted it
assignment-sending = { $to }: sending
assignment-sent = { $to }: sent { $at }, not on a screen yet
assignment-not-sent = { $to }: NOT SENT – phone
assignment-not-delivered = { $to }: sent { $at }, NOT DELIVERED – phone
assignment-here = { $to }: on this laptop alone, since { $at }. Tell them.
assignment-phoned = { $to }: told { $who } by telephone { $at }, not accepted
assignment-delivered = { $to }: delivered to { $who } { $at }, not accepted
alert-to-accept = Handed to { $to } { $at }: { $reference }, { $name } – { $grade }
alert-not-delivered = { $reference }, { $name }: NOT DELIVERED to { $to } – phone ({ $for })
decide-grades = Two grades disagree. The higher one is in effect until somebody who has seen both assesses again; a supervisor for a lower grade.
decide-closure = Closed by somebody who had not seen everything recorded. It counts as open until it is closed or reopened in sight of both.
decide-located = Located by one officer and withdrawn by another. It counts as not located until somebody who has seen both withdraws it again, or a supervisor records who saw them.
decide-category = Decided differently by officers who had not seen each other’s decision. The category for which more is done holds until somebody who has seen both decides; a supervisor for less.
decide-assignment = Handed to different roles by officers who had not seen each other’s assignment. All are told; hand it on once more in sight of both, to one.
decide-person = Linked to different people by officers who had not seen each other’s link. Link again to the right one.
# Who had seen what, of each side.
sides-saw-all = Had seen all that was recorded by then
sides-saw-not = Had not seen: { $list }
sides-saw-not-other = Had not seen the other
sides-saw-not-other-nor = Had seen neither the other nor: { $list }
sides-saw-not-more = { $n ->
    [one] (and 1 more)
   *[other] (and { $n } more)
}
status-conflict = STATUS CONFLICT: dispatch log { $reference } is closed while the person is not located.
altered-entries = { $n ->
    [one] One entry here was altered after it was signed. Do not rely on the grade: verify the register and restore a backup.
   *[other] { $n } entries here were altered after they were signed. Do not rely on the grade: verify the register and restore a backup.
}
newer-version = { $n ->
    [one] One entry was recorded by a newer version of this program. Do not rely on the grade here: update.
   *[other] { $n } entries were recorded by a newer version of this program. Do not rely on the grade here: update.
}
contradiction-not-vulnerable = Said not to be vulnerable, while an immediate danger stands

## Clocks
clock-missing-since = Missing since { $at }
clock-assess = First assessment due
clock-review = Next review
clock-promise = Informant hears by
clock-weather = { $what }: assess again
clock-last-entry = Last entry
clock-last-sought = Last action to find them
clock-never-sought = none yet, due { $due }
clock-ago = { $for } ago
clock-circulated = On PNC/LEDS
clock-ukmpu = National unit told
clock-not-yet = no, due { $due }
clock-note = The clock of this program is set by a file: { $at }. For training and tests only.

## Actions
action-done = done: { $result }
action-still = still needed until { $until }
action-stopped = stopped: { $because }

## Photographs
photo-taken = taken { $date }
photo-taken-about = taken about { $date }
photo-taken-not-known = date taken not known
photo-from = from { $source }
photo-likeness = likeness confirmed by { $by }
photo-likeness-none = likeness not confirmed
photo-old = OLD PHOTO – { $n } months
photo-old-not-known = PHOTO – date not known
photo-empty = The file is empty. Choose the photograph again.
photo-too-large = The file is too large. Save a smaller copy and choose that.
photo-not-an-image = The file is not a picture. Choose a JPEG or PNG.
photo-format = { $found } is not accepted. Save the picture as JPEG or PNG and choose that.
photo-name-disagrees = The file’s name says one kind of picture, its content is { $found }. Make sure that it is the right file, rename it, and choose it again.
photo-animated = The picture moves. Save one still of it and choose that.
photo-too-many-pixels = The picture has too many pixels. Save a smaller copy and choose that.
photo-too-much-memory = Showing the picture would need too much memory. Save a smaller copy and choose that.
photo-truncated = The file is cut short. Copy it again from where it came from.
photo-damaged = The file is damaged. Copy it again, or save the picture anew.

## Earlier episodes
earlier-none = No earlier episode of this person in this register.
earlier-some = { $n ->
    [one] One earlier episode, { $last }.
   *[other] { $n } earlier episodes, the last { $last }.
}
earlier-found = Found: { $found }.
pattern = { $n } episodes in { $days } days: a pattern review is due.
episode-open = OPEN since { $reported } · { $grade } · missing { $for }
episode-located = LOCATED, not closed · reported { $reported } · { $grade }
episode-closed = Closed { $closed } · reported { $reported } · { $grade } · missing { $for } · { $found }
why-same-name = same name
why-like-name = name like this: { $name }
why-same-birth = same date of birth
saw = saw { $saw } of { $of } entries
seen-by = { $n ->
    [0] last looked { $at}, had seen everything
    [one] last looked { $at }, had not seen one entry
   *[other] last looked { $at }, had not seen { $n } entries
}
closed-located = Closed: located.
closed-imported = Closed in another system (“{ $status }”).
closed-exception = Closed without being located ({ $kind }): { $reason }.
closed-note = { $n ->
    [0] CLOSED – a contact recorded now opens a review.
    [one] CLOSED – one contact since. A contact recorded now opens a review.
   *[other] CLOSED – { $n } contacts since. A contact recorded now opens a review.
}

## The log in plain words
entry-altered = This entry was altered after it was signed: what it said is lost. Verify the register.
refused-entries = { $n ->
    [one] REFUSED: the central service did not take 1 entry of this laptop. It does not count: see the log, and decide again.
   *[other] REFUSED: the central service did not take { $n } entries of this laptop. They do not count: see the log, and decide again.
}
incident-refused = REFUSED – does not count
entry-newer = Recorded by a newer version of this program
entry-disposed = Disposed of under retention rules; the stub stays
fact-reported = Reported { $at }: { $category }. { $circumstances }
fact-category-decided = Decided: { $category }. { $reason }
fact-last-seen = Last seen { $place }, { $when } ({ $how })
fact-described = { $attribute }: { $value }
fact-answered = { $question }: { $answer }
fact-answered-detail = { $question }: { $answer } – { $detail }
fact-danger-cleared = Danger cleared ({ $danger }): { $reason }
fact-contact-received = Contact from { $caller } { $phone }: { $text } ({ $risk })
fact-partner-informed = { $agency }: { $who }, { $when }: “{ $statement }” ({ $risk })
partner-agency = { $kind } ({ $name })
fact-informant-updated = { $to } told: { $told }
fact-informant-updated-promised = { $to } told: { $told } To hear again by { $promised }
fact-assigned = Handed to { $to }
fact-assigned-note = Handed to { $to }: { $note }
fact-assignment-delivered = Shown on the officer’s screen, as handed to { $to }
fact-assignment-accepted = Accepted, as handed to { $to }
fact-assignment-phoned = Handed to { $to }: told { $who } by telephone
fact-action-set = Action set: { $what }, due { $due }
fact-action-set-for = Action set for { $role }: { $what }, due { $due }
fact-action-answered = { $what } – { $answer }
fact-risk-assessed = Graded { $grade }: “{ $why }” Look again { $review }
fact-risk-assessed-bare = Graded { $grade }. Look again { $review }
fact-risk-assessed-lowered = Graded { $grade }, lower than before because: { $lowered }. “{ $why }” Look again { $review }
fact-reviewed = Reviewed: { $summary } Next review { $review }
fact-located = Located: seen by { $by }, { $when }, { $place }. Identity: { $identity }. { $condition }
fact-harm-recorded = Harm while missing: { $kinds }. Rests on: { $rests }
harm-line = Came to light: { $kinds } – “{ $rests }”
fact-located-withdrawn = Located withdrawn: { $reason }
fact-closed = Closed: { $summary }
fact-closed-imported = Closed in another system: “{ $status }”
fact-closed-exception = Closed without being located ({ $kind }): { $reason }. Confirmed by { $confirmed }. { $summary }
fact-reopened = Reopened: { $reason }
fact-photographed = Photograph added
fact-likeness-confirmed = Likeness confirmed by { $by } { $relation }
fact-person-linked = Linked to another record of the same person: { $reason }
fact-reference-given = { $system }: { $reference }
fact-reference-status-given = { $system } { $reference } is { $status }
fact-imported = Imported from { $system }, { $file } row { $row }.
fact-imported-paper = From paper { $key }: { $file } row { $row }.
fact-imported-photograph = From the file { $file }.
fact-imported-cells = { $line } As given: { $cells }
fact-import-withdrawn = Import taken back: { $reason }

## Where an imported value stood
from-file-row = { $file }, row { $row }
from-file-columns = { $n ->
    [one] { $row }, column { $columns }
   *[other] { $row }, columns { $columns }
}
from-file-cell = “{ $column }”
from-file-cell-given = “{ $column }”: given “{ $given }”
from-file-imported = Imported by { $by }, { $at }

## The national view
national-checked = All forces, as of { $at }
national-held = OFFLINE: looked up in the list on this laptop, { $age } old (as of { $at }). The force-wide check was NOT made.
national-never = This laptop holds no list of other forces’ incidents, and the central service was not asked. The force-wide check was NOT made.
wide-check-queued = The force-wide check waits: it is made by itself when the central service is reached, in your name, and you are told.
wide-check-not-queued = The force-wide check does NOT wait: { $most } wait already. Discard one, or ask again when the central service is reached.
wide-check-waits = Force-wide check of { $at } waits: NOT made yet
wide-check-fresh = { $n ->
    [one] Force-wide check of { $at } made { $made }: 1 that the local list did not have
   *[other] Force-wide check of { $at } made { $made }: { $n } that the local list did not have
}
wide-check-nothing-fresh = { $n ->
    [0] Force-wide check of { $at } made { $made }: nobody
    [one] Force-wide check of { $at } made { $made }: 1, which the local list had
   *[other] Force-wide check of { $at } made { $made }: { $n }, all of which the local list had
}
wide-check-refused = Force-wide check of { $at } was NOT made: the central service refused it { $made }. Ask again.
wide-check-opened = All forces, as of { $made }, for the check of { $at }
error-wide-check-waits = This check was not made yet: it is made by itself when the central service is reached.
error-wide-check-not-made = The central service refused this check: there are no answers. Ask again.
error-wide-check-of-another = This check is another officer’s. It can be put away once its answers were opened.
national-more = There may be more than are shown: say more of the person.
sought-name = name
sought-sex = sex
sought-age = age
sought-height = height
sought-build = build
sought-hair = hair
sought-clothing = clothing
sought-place = place
sought-seen = time last seen
met-same = { $field }: the same
met-letters = { $field }: the same letters
met-sound = { $field }: sounds the same
met-beginning = { $field }: begins so
met-sound-beginning = { $field }: begins with that sound
met-near = { $field }: near
met-partly = { $field }: some of it
met-not-known = { $field }: not known
met-differs = { $field }: DIFFERS
looked-listed = Among the answers to a search
looked-opened = Opened
telling-not-sent = NOT SENT – telephone the control room of { $force }
telling-refused = NOT SENT, the central service refused it – telephone the control room of { $force }
telling-sent = Sent { $at }, not yet delivered – telephone { $force }
telling-not-delivered = NOT DELIVERED – telephone the control room of { $force }. Sent { $at }
telling-delivered = Delivered to { $force } { $at }
telling-accepted = Accepted by { $who }, { $force }, { $at }
alert-telling = Sighting at { $place }, { $reference }: { $line }
alert-told = Possible sighting told by { $from }, { $seen }. { $reference }
told-by = { $who }, { $force }, { $at }
told-accepted = Accepted by { $who }, { $at }
told-record = Possible sighting told by { $force }.
told-seen = Seen
seen-about = about { $at }
seen-between = between { $from } and { $to }
sure-sure = Sure that it was them
sure-likely = Probably them
sure-possible = May have been them
whereabouts-still = Still there when it was told
whereabouts-left = Gone on from there
whereabouts-not-known = Not known whether they are still there
field-sighting-place = Say where they were seen
field-sighting-what = Say what was seen
field-sighting-contact = Give a telephone on which you are reached
field-sighting-too-long = Say it in fewer words: what does not fit cannot be told
field-sighting-when = Say when they were seen, roughly where it is not known exactly
field-sighting-sure = Say how sure it is that it was them
field-tell-own-force = This incident is your own force’s: record it there
looked-told = Told of a sighting
field-national-reason = Say why: it is kept, and told to the forces whose incidents are shown
field-national-name = Type a name, or a part of one
field-national-nothing = Type a name, or what the person looks like, where or when they were last seen
field-national-range = The first is after the second
error-national-gone = It is not in the national index any more: located, closed, or taken back. Telephone the force.
error-national-not-entitled = The central service does not know you as an officer who may search the national index. An administrator of the central service can admit your key.
error-national-no-scope = Your organisation has no scope in the national index, or it has ended. Nothing of the index is kept on this laptop. The administrators of the central service can grant a scope (nrmp-central force scope).

## The register

## Sync with the central service
sync-not-enrolled = This laptop only: nothing is sent anywhere
sync-revoked = This laptop was revoked: nothing is sent or received
sync-upgrade-needed = Update this program: central speaks another version
sync-not-known = Central does not know this laptop: enrol it again
sync-not-central = What answers is NOT your central service: nothing is sent
sync-forked = Two copies of this laptop: NOTHING is sent
sync-fault = Sync failed, trying again; last { $at }
sync-offline = Offline { $since }
sync-offline-never = Not connected yet
sync-sending = Sending
sync-up-to-date = Up to date { $at }
sync-receiving = { $n ->
    [0] Receiving
   *[other] Receiving, { $n } left
}
sync-to-send = { $n } to send
sync-nothing-to-send = nothing to send
sync-not-delivered = { $n } NOT DELIVERED, the rest up to date { $at }
sync-refused = { $n } NOT DELIVERED
sync-photographs = { $n ->
    [one] 1 picture file to send
   *[other] { $n } picture files to send
}
sync-beside-tellings = { $n ->
    [one] 1 sighting told to another force: NOT SENT – telephone their control room
   *[other] { $n } sightings told to other forces: NOT SENT – telephone their control rooms
}
sync-beside-wide-checks = { $n ->
    [one] 1 force-wide check waits: it is NOT made yet
   *[other] { $n } force-wide checks wait: they are NOT made yet
}
sync-beside-photographs = { $n ->
    [one] 1 picture file to send
   *[other] { $n } picture files to send
}
sync-beside-wanted = { $n ->
    [one] 1 picture file to come
   *[other] { $n } picture files to come
}
sync-beside-looks = { $n ->
    [one] 1 look to send
   *[other] { $n } looks to send
}
sync-decisions = { $n ->
    [one] 1 needs a decision
   *[other] { $n } need a decision
}
sync-clock-ahead = { $n ->
    [0] clock ahead
   *[other] clock { $n } min ahead
}
sync-clock-behind = { $n ->
    [0] clock behind
   *[other] clock { $n } min behind
}
sync-meaning-not-enrolled = Everything stands on this laptop alone. Nobody else sees it, and nothing of others comes here.
sync-meaning-revoked = An administrator of the central service has revoked this laptop. What was recorded here since is kept apart there and not shared. Telephone your administrator.
sync-meaning-upgrade-needed = This program is older, or newer, than the central service answers. What is recorded stays here until the program is updated.
sync-meaning-not-known = The central service does not know this laptop any more: it may have been put back to an earlier state. Ask its administrator for a new code and enrol again. Nothing is lost.
sync-meaning-not-central = Something else answers at the address of your central service. Nothing is sent until the one that this laptop was enrolled with answers again. Tell your administrator.
sync-meaning-forked = Another copy of this laptop’s register has sent entries under its name, or an old copy was put back. Nothing is sent or received until that is settled; nothing is overwritten. Telephone your administrator, and what matters now as well.
sync-meaning-fault = The central service or this laptop’s file failed. It is tried again by itself. What is recorded stays here.
sync-meaning-offline = The central service is not reached. Everything can be recorded; what is recorded is sent when it is reached again. TELEPHONE what somebody must know now.
sync-meaning-receiving = What others recorded is coming in. What has come can be used already.
sync-meaning-sending = What was recorded here is being sent.
sync-meaning-not-delivered = The central service refused the entries below. They stay on this laptop and NOBODY ELSE SEES THEM. Telephone what matters now.
sync-meaning-clock-wrong = All is sent and received. This laptop’s clock differs from central’s: set it. Times are shown as they were recorded.
sync-meaning-up-to-date = Everything recorded here is at the central service, and everything of your force that stood there is here.
sync-field-holds = This laptop holds incidents that are open and what was recorded since { $at }. Ask for an older one by its reference.
sync-last-contact = { $since } ago, { $at }
sync-no-contact = Not yet
sync-about-register = The register
sync-about-unread = An incident that cannot be read
sent-reported = Report
sent-category-decided = Decision: missing or not
sent-last-seen = Last seen
sent-described = Description
sent-answered = Answers
sent-danger-cleared = Danger cleared
sent-noted = Note
sent-contact-received = Contact
sent-partner-informed = Partner’s information
sent-informant-updated = Informant told
sent-action-set = Action set
sent-action-answered = Action answered
sent-assigned = Handing on
sent-assignment-delivered = Receipt: shown on a screen
sent-assignment-accepted = Acceptance
sent-assignment-phoned = Told by telephone
sent-risk-assessed = Grade
sent-reviewed = Review
sent-located = Located
sent-harm-recorded = Harm that came to light
sent-located-withdrawn = Located withdrawn
sent-closed = Closure
sent-reopened = Reopened
sent-photographed = Photograph
sent-likeness-confirmed = Likeness confirmed
sent-person-linked = Person linked
sent-reference-given = Reference
sent-reference-status-given = Reference’s status
sent-imported = Imported row
sent-import-withdrawn = Import taken back
sent-register-created = Register created
sent-officer-added = Officer added
sent-officer-key-changed = Officer’s key changed
sent-officer-removed = Officer removed
sent-officer-key-added = Officer’s key added on one more laptop
sent-import-begun = Import begun
sent-import-ended = Import ended
sent-log-taken = Another register’s log taken in
sent-standard-proposed = A version proposed of what the force asks or reckons with
sent-standard-approved = Such a version approved
sent-standard-withdrawn = Such a version taken back
refused-why-gap = An entry before it has not come.
refused-why-form = The central service cannot read it.
refused-why-size = It is larger than the central service takes.
refused-why-forged = Another entry has its name.
refused-why-other-device = It is of another laptop.
refused-why-fork = Another entry has its number in this laptop’s log.
refused-why-unknown-officer = The central service knows no key of the officer who signed it.
refused-why-officer-suspended = The officer who signed it was suspended.
refused-why-signature = It is not signed by its officer’s key.
refused-why-body-altered = What it says is not what was signed.
refused-why-body-missing = What it says is missing.
refused-why-stream-of-another = The incident or the register belongs to another force.
refused-why-not-entitled = Its officer had no right to do this.
refused-why-broken-rule = It is against the rules in what its officer had seen.
refused-why-waits = What its officer had seen has not come to the central service yet.
refused-why-device-revoked = This laptop was revoked before it came.
refused-remedy-gap = It is sent again by itself.
refused-remedy-form = It is sent again by itself once the central service is updated.
refused-remedy-size = Record it again, shorter.
refused-remedy-forged = Verify the register, and tell the administrator.
refused-remedy-other-device = Tell the administrator.
refused-remedy-fork = Ask the administrator to enrol this laptop anew.
refused-remedy-unknown-officer = Ask the administrator to admit the officer’s key (nrmp-central officer add), then send again.
refused-remedy-officer-suspended = Somebody else must record it, or the administrator end the suspension.
refused-remedy-signature = Verify the register, and tell the administrator.
refused-remedy-body-altered = Verify the register: what it said may be damaged.
refused-remedy-body-missing = Verify the register: what it said may be damaged.
refused-remedy-stream-of-another = Telephone the force that it belongs to.
refused-remedy-not-entitled = Somebody with that right must do it.
refused-remedy-broken-rule = It does not count. Look at the incident as it stands now, and decide again.
refused-remedy-waits = It counts here, and is sent again by itself once the laptop that recorded the rest has sent it.
refused-remedy-device-revoked = Telephone it; ask the administrator why.
unfit-unreadable = It cannot be read: a newer version wrote it, or it was damaged.
unfit-unknown-signer = No key of its officer is known here. It is looked at again when officers come in.
unfit-not-signed = Its officer’s key did not sign it.
unfit-body-altered = What it says is not what was signed.
unfit-forged = Another entry has its name or its place.
unfit-not-written-here = It is said to be of this laptop, which has not written it.
field-enrol-code = A code has 28 letters and digits, in groups of four. Copy it as the administrator gave it.
field-central-address = The address begins with https:// and names the service, as https://central.example:7171.
error-central-plain = Without TLS the address may only be on this machine. Use https://.
error-certificates = The file holds no certificates (PEM). Choose the one that the administrator gave.
error-central-unreachable = The central service was not reached. Check the address and the network; nothing was changed.
error-central-busy = The central service is busy. Try again in a minute; nothing was changed.
error-not-central = What answered is no central service of this program. Check the address.
error-enrol-other-central = The code was given out by another central service than the one that answers. Check address and code; nothing was sent.
error-enrol-training = Training registers are enrolled with training services alone, and live ones with live services.
error-enrol-already = This register is enrolled with another central service. It cannot be moved.
error-enrol-code = The code is not valid: it was used, has run out, or is of another force. Ask the administrator for a new one.
error-code-for-officer = This code is for an officer who joins the force’s register on a new laptop. For a laptop that has a register already, ask the administrator for a code without an officer.
error-code-for-no-officer = This code is for no officer: it does not say who you are. Ask the administrator for a code for you; they need your collar number.
error-code-used = This code was used already. Ask the administrator for a new one. If you did not use it, tell them: the laptop that did must be revoked.
error-code-run-out = This code has run out. Ask the administrator for a new one.
error-code-officer-removed = The officer of this code was removed from the register. Whoever manages its officers can add them again on a laptop of the force; then ask for a new code.
error-code-officer-suspended = The officer of this code was suspended at the central service. Ask the administrator: once the suspension ends, the same code is good again.
error-code-of-other-register = This code is for an officer of another register than this laptop’s. They join that one on a laptop without a register.
joining-good-until = The code is good until { $at }.
error-enrol-taken = The central service knows this register or this laptop otherwise already. Ask the administrator.
error-enrol-upgrade = This program and the central service are of versions that do not speak to each other. Update the older one.
error-enrol-refused = The central service refused the enrolment. Ask its administrator to look at its log.
drafts-unsent = { $n ->
    [one] 1 report begun and NOT SAVED
   *[other] { $n } reports begun and NOT SAVED
}
officers-keys = the officers’ keys, without which signatures are not checked
register-damaged = key file damaged
lock-lease = Locked because this laptop has not reached the central service for too long. Connect it to a network and unlock again.
lock-revoked = This laptop was revoked at the central service. Its officers’ keys are destroyed. Telephone your administrator.
lock-removed = You were removed from the force’s register on another laptop, so this one no longer opens for you. Telephone your administrator.
error-lease = This laptop has not reached the central service for { $hours } hours, so it opens only when it is reached. Connect to a network and unlock again. What was recorded is kept.
lock-idle = Locked because nobody used it for a while.
lock-rekeyed = The register’s key was changed. Unlock it again.
recovered-with-shares = Taken up again with both recovery shares
added-again = Added again with a new key
progress-training = Making invented incidents
progress-verify = Checking entries
progress-rebuild = Reading entries
strength-0 = Far too easy: it would take { $time } to guess.
strength-1 = Too easy: it would take { $time } to guess.
strength-2 = It would take { $time } to guess.
strength-3 = It would take { $time } to guess.
strength-4 = It would take { $time } to guess.
rebuilt = { $n ->
    [0] { $incidents } incidents made again from the log. Every list was right.
    [one] { $incidents } incidents made again from the log. One row was wrong and is right now.
   *[other] { $incidents } incidents made again from the log. { $n } rows were wrong and are right now.
}
verdict-sound = Sound: every entry until { $until } is as it was written.
verdict-not-sound = NOT SOUND: see what was found.
check-pages = File
check-pages-line = Every page of the encrypted file
check-log = Log
check-log-line = { $n } entries: order, numbers, hashes
check-signatures = Signatures
check-signatures-line = { $n } entries: officer’s signature, content as signed
check-lists = Lists
check-lists-line = { $n } incidents: equal to a rebuild from the log
check-looks = Looks
check-looks-line = { $n } looks: who, when, why
check-photographs = Photographs
check-photographs-line = { $n } pictures: bytes as when they were added
finding-damaged-page = DAMAGED: part of the file cannot be read ({ $place }). Restore from a backup; nothing here says that anybody changed it on purpose.
finding-entry-altered = ALTERED: entry number { $place } is not what was signed. Somebody who had the key changed it.
finding-entry-missing = MISSING: entries number { $place } are gone.
finding-entry-out-of-order = OUT OF ORDER: entry number { $place } does not stand where it was written.
finding-unknown-signer = UNKNOWN SIGNER: entry number { $place } is signed by nobody of this register.
finding-projection-differs = LIST DIFFERS: incident { $place } is listed otherwise than its log says. Rebuild the lists.
finding-looks-broken = LOOKS ALTERED: look number { $place } is not what was written.
finding-photograph-not-here = Picture of another register that has not come here: { $place }
finding-photograph-damaged = PICTURE DAMAGED: { $place }
finding-tail-unproven = The newest entries: without a checkpoint of a central service nobody can prove that none was cut off the end.
finding-confirmation-invalid = CONFIRMATION NOT VALID: entry number { $place } closes an incident and says that a second officer of rank confirmed it, and no signature of one does.
finding-body-removed = CONTENT REMOVED: what entry number { $place } said is gone, and no disposal says why. Somebody who had the key took it away.
finding-key-from-shares = KEY FROM RECOVERY: entry number { $place } gives an officer a new key without another officer’s signature. That is right only where the recovery shares were used then: check who had them.

## Rules: what was refused, and what to do
rule-fields = Some fields need attention.
rule-not-your-role = Your role does not do this. Ask somebody whose role does.
rule-name-or-description = Give a name or something that describes the person. One of them is enough.
rule-closed = This incident is closed. Record a contact, or reopen it.
rule-not-closed = This incident is not closed.
rule-already-located = Somebody has already been recorded as having seen them.
rule-not-located = Nobody has been recorded as having seen them.
rule-lowering-needs-reason = The grade would fall. Say why.
rule-not-informed = Something was recorded that your screen did not show. Read it, then save again; what you typed is kept.
rule-own-challenge = You challenged this grade yourself: somebody else answers it. Wait for whoever decides, ring the duty inspector, or accept the incident first.
rule-below-suggestion = Lower than the second opinion suggests. Say why of each thing that it rests on.
rule-research-gaps = Not every check of the research is done, so nobody can be satisfied with it. Record the checks, or give the grade with its gaps.
rule-opinion-changed = The second opinion has changed since it was on your screen. Read it, then save again; what you typed is kept.
rule-unopened-entries = Something was entered since the last grade that you have not opened. Open it, or say why it waits.
rule-not-assessed = Nobody has assessed the risk yet, so there is no grade to challenge. Assess it.
rule-nothing-to-challenge = That is the grade in effect. Choose the one that you would give.
rule-no-such-challenge = That challenge is not on this incident. Read the incident again.
rule-legacy-grade = That is a grade of earlier policy. Choose High, Medium, Low or Very low.
rule-danger-forbids-grade = An immediate danger stands. Not below Medium until an inspector records why it no longer holds.
rule-danger-stands = An immediate danger stands. An inspector records why it no longer holds first.
rule-lowest-grade-for-child = Very low for somebody who may be under 18 needs an inspector, and no sign of exploitation, in this incident or another of theirs.
rule-open-actions = Answer every open action: done, still needed, or stopped.
rule-no-such-action = That action is not on this incident. Read the incident again.
rule-no-such-danger = That danger does not stand. Read the incident again.
rule-no-such-photograph = That photograph is not on this incident. Read the incident again.
rule-no-such-reference = That reference is not on this incident. Give it first.
rule-no-such-assignment = That no longer stands: it was handed on since. Read the incident again.
rule-no-such-hypothesis = That hypothesis is not on this incident. Read the incident again.
rule-no-such-decision = That decision is not on this incident. Read the incident again.
rule-decision-superseded = Another decision stands in the place of that one already. Read the incident again and name that one.
rule-decision-number = This decision has a number that its officer had seen given to another. Record it again.
rule-already-answered = That has been answered already. Read the incident again.
rule-closing-gate = Nobody has recorded having seen them. Record who did, or give a reason that a second officer confirms.
rule-second-officer = A second officer, a supervisor or inspector, confirms with their own passphrase.
rule-needs-decision = Entries disagree. Decide first.
rule-newer-version = Something here was recorded by a newer version of this program. Update first.
rule-already-exists = This incident has been reported already.
rule-no-such-incident = There is no such incident here.
rule-import-built-on = Somebody has written on what this import brought. It can no longer be taken back as a whole.
rule-no-such-import = There is no such import here.
rule-no-such-proposal = There is no such proposal here.
rule-own-proposal = You proposed this version. Another officer reads it and approves it.
rule-standard-in-use = This version is in use. Propose the one that is to take its place.

## Fields
field-empty = Fill this in.
field-too-long = This is too long. Shorten it.
field-in-the-future = This is in the future. Check day and time.
field-time-out-of-range = No year before 1900 or after 2199. Check day and time.
field-supervisor-decides = Entries disagree. A supervisor or duty inspector decides for this.
field-in-the-past = This is in the past. Give a time to come.
field-ends-before-it-begins = This ends before it begins. Check both times.
field-review-too-far-off = This is later than the grade allows. Choose an earlier time.
field-date-of-birth = Give day, month and year, such as 4 Mar 1945, or the year alone.
field-age = Give years, such as 25, or a range, such as 20-30.
field-height = Give centimetres, such as 174, or a range, such as 170-180.
field-sex = Choose female, male, other or not known.
field-name-or-description = Give a name or something that describes the person.
field-asked-twice = This question is answered twice. Keep one answer.
field-detail-without-answer = There is detail, and no answer. Choose yes, no or not known.
field-assign-role = Choose a role that works incidents.
field-assignment-role = It was handed to another role. Somebody of that role accepts it, or a duty inspector.
field-choose-category = Choose missing, concern for safety or away from placement.
field-choose-grade = Choose High, Medium, Low or Very low.
field-why-lower = Say why the grade falls.
field-why-no-longer = Say what shows that it no longer applies: who says so, what was seen.
field-still-applies = This was answered yes. Say that it still applies, or that it no longer does and what shows it.
field-agency-name = Say which agency it is.
field-partner-statement = Write down what they said, word for word.
field-why-below = Say why this does not call for the grade that is suggested.
field-research-none = Choose at least one check, and say whether it is done.
field-research-twice = This check is here twice. Say once how it went.
field-research-result = Write what was found. “Nothing found” is a result.
field-research-because = Write why it is not done.
field-research-pnc-leds = PNC and LEDS: not done. Record the check, or give the grade with this gap.
field-research-intelligence = Intelligence and PND: not done. Record the check, or give the grade with this gap.
field-research-local-records = Local records: not done. Record the check, or give the grade with this gap.
field-research-custody = Custody: not done. Record the check, or give the grade with this gap.
field-research-hospitals = Hospitals and ambulance: not done. Record the check, or give the grade with this gap.
field-research-social-care = Social care: not done. Record the check, or give the grade with this gap.
field-research-earlier-missing = Earlier missing incidents: not done. Record the check, or give the grade with this gap.
field-why-deferred = Say why what was entered since waits.
field-another-grade = Choose another grade than the one in effect.
field-choose-condition = Choose a condition from the list.
field-after-harm-from = Harm is expected no earlier than it may begin.
field-weather-nothing = Give a temperature, or say that it is wet or windy.
field-weather-celsius = From -40 to 45 °C, in whole degrees.
field-weather-highest = The highest is below the lowest. Check both.
field-weather-too-far-off = This is more than two weeks off. Check day and time.
field-danger-stands = An immediate danger stands: Medium or High.
field-lowest-for-child = Needs an inspector, and no sign of exploitation.
field-lowest-exploited-before = Exploitation was said in another incident of theirs. Read it in the history, and give Low or higher.
field-answer-every-action = Answer every open action.
field-say-more = Say a little more.
field-when-seen = Say when they were seen.
field-seen-before-missing = This is before they were last seen. Check day and time, or correct last seen first.
field-clear-danger-first = Clear the immediate danger first, or record who saw them.
field-closing-gate = Record who saw them, or give a reason and a second officer.
field-second-officer = A supervisor or inspector other than you.
field-collar = Give the collar number, up to 32 characters.
field-force = Give a code of 2 to 8 letters.
field-force-training = NM, WX, SF and HD are training forces. Open the training register for those.
field-force-invented = Choose one of the invented forces: NM, WX, SF, HD.
field-first-officer-role = The first officer adds the others: choose duty inspector, coordinator or administrator.
field-officer-exists = An officer with this collar number is in this register already.
field-collar-of-another = This collar number belongs to another officer of this register, with another name or role. Check it; if it was given to somebody new, remove that officer first.
field-passphrase-invisible = A space at either end, or a character that cannot be seen. Take it out.
field-share = Something is mistyped. Compare every group with the paper.
field-share-group = Mistyped in group { $groups }. Compare it with the paper.
field-share-other = This share belongs to another register.
field-share-twice = This is the same share twice. Both are needed.
field-share-superseded = Newer shares were printed since. This one no longer opens the register.
field-training-incidents = From 16 to 200,000.

## Errors
error-other-kind = A training register stands where a live one belongs, or the other way round. Move it back to its own folder.
error-locked = The register is locked. Unlock it; what you typed is kept.
error-no-such-officer = No officer of this register has that collar number.
error-wrong-passphrase = { $n ->
    [one] Wrong passphrase. One try is left; after it this officer’s key on this laptop is destroyed.
   *[other] Wrong passphrase. { $n } tries are left.
}
error-slot-destroyed-now = That was the last try. This officer’s key on this laptop is destroyed. Another officer can add them again, or use the recovery shares.
error-slot-destroyed = This officer’s key on this laptop was destroyed after too many wrong tries. Another officer can add them again, or use the recovery shares.
error-weak-passphrase = This passphrase is too easy to guess. Add more words that do not belong together.
error-last-officer = That is the last officer who can unlock this register. Add another first.
error-not-yourself = Somebody else removes you.
error-not-enrolled = This key belongs to nobody of this register. Ask an officer to add you.
error-no-register = There is no register here yet. Create one, or open the training register.
error-register-exists = There is already a register here. It was left as it is.
error-in-use = This register is open in another program. Close it there first.
error-damaged = The register’s file is damaged. Restore it from a backup, or run verify to see what is lost.
error-altered = An entry of the log is not what was written. Run verify to see which.
error-key-file-damaged = The key file is damaged. Restore it from a backup; nothing was written to it.
error-newer = This register was written by a newer version of this program. Update the program.
error-disk = The disk cannot be written or is full. Nothing was changed.
error-thresholds = thresholds.toml cannot be read: { $what }
error-cancelled = Stopped. What had been begun was taken back.
error-not-found = There is no such record here.
error-photo-not-here = The picture is not on this laptop.
error-no-such-use-case = There is no use-case { $name }. `use-cases` lists them.
error-not-its-command = This is not the command of that use-case: { $what }
error-command-misses = the field { $field } is missing.
error-command-wrong-at = what stands at { $field } is not what belongs there.
error-fault = The program failed at this. Nothing was changed; try again.

## Files in and out
error-file-not-chosen = Choose the file again.
error-file-not-read = The file could not be read. See that it is still there and that nobody has it open, then try again.
error-file-not-written = The file could not be written. Choose another place, or make room there, and try again. Nothing was left behind.
error-not-a-log = This is no file of the complete log. Give one that was exported as JSON.
field-why-export = Say why it is given out. The reason is kept with each record.
progress-import = Importing
progress-export = Writing the file
progress-photographs = Photographs
error-folder-not-read = The folder could not be read to its end. See that it is still there, then try again.
error-folder-too-many = There are more files in this folder than can be taken in at once. Choose one of the folders in it.
folder-by-name = by its name
folder-by-list = by the list
folder-held = Here already
folder-nobody = No incident here has a reference that stands in this name. Put the reference into the name, or give the list that names the file.
folder-several = More than one incident is meant by this name. Put one whole reference into it.
folder-file = File
import-problem-another-folder = Files of this folder have changed since the import began. Take the import back, or take the folder in anew: what is here already is not taken twice.
import-problem-no-photographs = No column of this list names photographs. Say which one does when you import it, and save the columns.
field-sheet-rows = Write a number from 1 to { $most }.
paper-sheet-saved = Sheet { $sheet } is saved. Fill in a row for each thing written on paper, save it as CSV and import it here.
import-field-photograph = Photographs: names of the files
import-field-about = Paper: the incident it is about
import-field-written-by = Paper: who wrote it down
import-field-said-by = Paper: who said it
import-problem-no-incident = No incident here is called “{ $name }”. Give its reference, or the paper number of the row that reports it.
import-problem-several-incidents = More than one incident is called “{ $name }”. Give this register’s own reference.
import-problem-paper-written-by = Say who wrote it down.
import-problem-paper-date = Say on which day it happened, like 21/11/2026.
import-problem-paper-nothing = The row says nothing of what happened. Fill in at least one column, or empty the row.
import-commas = commas
import-semicolons = semicolons
import-tabs = tabs
import-field-key = That system’s own reference
import-field-person-key = That system’s name for the person
import-field-full-name = Full name
import-field-reported-at = Reported: date, or date and time
import-field-reported-time = Reported: time
import-field-last-seen-at = Last seen: date, or date and time
import-field-last-seen-time = Last seen: time
import-field-last-seen-place = Last seen: place
import-field-postcode = Last seen: postcode
import-field-grade = Grade
import-field-category = Missing, concern or away
import-field-circumstances = Circumstances
import-field-found-at = Found: date, or date and time
import-field-found-time = Found: time
import-field-found-place = Found: place
import-field-found-by = Found by
import-field-condition = Found: harm
import-field-status = Open or closed
import-field-note = Keep as a note
import-field-found-seen-by = Found: seen by
import-field-found-identity = Found: how it is known that it is they
import-looks-like-workbook = an Excel workbook
import-looks-like-old-workbook = an old Excel workbook
import-looks-like-pdf = a PDF
import-looks-like-picture = a picture
import-looks-like-archive = a compressed archive
import-looks-like-database = a database
import-looks-like-document = a document
import-looks-like-binary = no text at all
import-field-last-seen-by = Last seen: by whom
import-field-last-seen-how = Last seen: how it is known
import-file-read = The file could not be read to its end. See that it is still there and that nobody has it open, then try again.
import-file-empty = The file is empty. Choose the one that the other system wrote.
import-file-no-headings = The file has no row of headings. The first row names the columns.
import-file-not-csv = This is no CSV file but looks like { $what }. Save it as CSV in the program that wrote it, and choose that.
import-file-too-many-columns = Row { $row } has more columns than a table of incidents can have. See how the file is divided.
import-file-row-too-long = Row { $row } is longer than any row can be. A quotation mark there is perhaps not closed: correct it and try again. Nothing was taken.
import-file-quote-not-closed = A quotation mark that opens in row { $row } is never closed. Correct it and try again. Nothing was taken.
import-file-bad-text = Row { $row } holds letters that cannot be read in the way the file is written. Save it as UTF-8 and try again.
import-mapping-toml = Line { $line } of the mapping: { $message }
import-mapping-unwritable = The mapping could not be kept: { $message }
import-mapping-field-twice = Two columns are said to be the same ({ $field }): { $first } and { $second }. Choose another for one of them.
import-mapping-no-reported-at = Say which column tells when the person was reported missing.
import-mapping-no-person = Say which column tells who it is: a name, or something that describes the person.
import-problem-age = Not understood as an age. Write years, like 15 or 20-30.
import-problem-answer = Not understood as yes, no or not known.
import-problem-category = Not understood as missing, concern for safety or away from placement.
import-problem-condition = Not understood as harmed, unharmed or died.
import-problem-date = Not understood as a date. Write it like 21/11/2026.
import-problem-ethnic-appearance = Not understood as an IC code.
import-problem-found-and-missing = Found, and yet said to be missing still.
import-problem-future = This is in the future. Correct the date.
import-problem-grade = Not understood as a grade. Write High, Medium, Low, Very low, NAR or Absent.
import-problem-height = Not understood as a height. Write it like 175 or 5'9".
import-problem-nobody = Neither a name nor anything that describes the person. Add one of them.
import-problem-postcode = Not understood as a postcode.
import-problem-reported-missing = No date on which the person was reported. Add it, like 21/11/2026.
import-problem-self-defined-ethnicity = Not understood as a 16+1 or 18+1 code.
import-problem-sex = Not understood. Write F, M, other or not known.
import-problem-status = Not understood as open or closed.
import-problem-time = Not understood as a time. Write it like 15:10.
import-problem-time-gap = The clocks went forward that night: there was no such time.
import-problem-time-without-date = A time without its date.
import-field-reference = Reference: { $system }
import-problem-rejected = This row cannot be taken. Correct it and import again.
import-problem-key-twice = The same reference stands in an earlier row of this file with something else. Correct one of them and import again.
import-problem-no-system = Say which system the file comes from. Later files of it are compared with this one.
import-problem-another-file = This is not the file that the import began with. Choose that one, or take the import back.
import-ended = { $read } rows read: { $new } new, { $changed } changed, { $held } here already, { $rejected } not taken.
import-stopped = Stopped after { $read } rows: { $new } new, { $changed } changed, { $held } here already, { $rejected } not taken. Go on with it, or take it back.
import-state-whole = Complete
import-graded = { $system }, imported by { $by }
import-state-part-done = Part done: { $read } of { $rows } rows. Go on with it, or take it back.
import-state-withdrawn = Taken back by { $by }: { $reason }
import-builder = { $n ->
    [one] { $who } (1 incident)
   *[other] { $who } ({ $n } incidents)
  }
import-built-on-by = It can no longer be taken back: incidents of it have been written on by { $who }.
import-rejected-saved = { $n ->
    [0] No row was rejected; the file has headings alone.
    [one] 1 row saved. Correct it and import the file.
   *[other] { $n } rows saved. Correct them and import the file.
  }
export-saved = { $n ->
    [one] 1 incident written, serial { $serial }.
   *[other] { $n } incidents written, serial { $serial }.
  }
log-file-given-out = Given out by { $by }, { $force }, { $at }, serial { $serial }: { $reason }
log-file-entry-unreadable = { $reference }: an entry cannot be read.
log-file-entry-elsewhere = { $reference }: entry { $entry } belongs to another incident.
log-file-entry-missing = { $reference }: entry { $entry } had seen another that is not here.
log-file-signature = { $reference }: entry { $entry } is not as it was signed, or nobody here signed it.
log-file-reading-differs = { $reference }: what stands for reading of entry { $entry } is not what was signed.
log-file-unfounded = What the file says of the officers of register { $register } is not that register’s own word.
error-log-recovered-keys = Officers of this log have keys that no other officer vouches for. Ask the force whether its recovery shares were used; say so here, or take nothing in.
log-file-giver = The file is not as it was given out: whoever gave it out has not signed it so.
error-log-not-sound = This file is not as it was signed, so nothing of it is taken in. { $finding }
error-log-training = Training and live records are kept apart: a training register’s log is taken in only where nothing else is, and a live one’s never into a training register.
error-log-other-key = The log says it is of a register that is known here, and is signed with other keys. Ask the force that gave it out.
log-taken = { $new } entries taken in as they were signed, { $held } here already, { $rejected } refused.
log-stopped = Stopped. { $new } entries taken in as they were signed, { $held } here already, { $rejected } refused. Choose the same file again to go on.
progress-log = Taking the log in
import-state-log = Complete log of { $force }: { $incidents } incidents, { $entries } entries, as they were signed
log-file-hash-differs = The entries are not those of which the file gives the hash.

## Papers
error-paper = The paper could not be made. Nothing was written. Try again, and tell your administrator if it happens again.
look-printed = On a printed list, serial { $serial }
print-action-due = { $what }: by { $at }
entry-from-paper = From paper
incident-status-open = Open
incident-status-located = Located, not closed
incident-status-closed = Closed
evidence-person = Person
evidence-force = Accountable force
evidence-reported = Reported
evidence-status = Status
evidence-grade = Grade in effect
evidence-last-seen = Last seen
evidence-closed = Closed
evidence-signatures = Every entry carries the signature of the officer who recorded it
evidence-readable = Every entry can be read
evidence-complete = No entry had seen another that is not here
evidence-hash = How the hash of the log is made
evidence-hash-rule = BLAKE3, from 32 bytes of nought: for each entry in this order, of the hash so far followed by the hash of the entry
evidence-sound = Yes
evidence-not-sound = NO

### The laptops of a force.
devices-in-contact = In contact { $at }
devices-out-of-contact = Out of contact { $since }, since { $at }
devices-expected = { $n ->
    [one] 1 entry expected, not come
   *[other] { $n } entries expected, not come
}
devices-drafts = { $n ->
    [one] 1 draft not sent
   *[other] { $n } drafts not sent
}
devices-kept-apart = { $n ->
    [one] 1 entry kept apart
   *[other] { $n } entries kept apart
}
devices-field = Field
devices-desk = Desk
devices-holds-field = { $n ->
    [one] What is in hand, earlier incidents of the same people, and the newest entry
   *[other] What is in hand, earlier incidents of the same people, and the newest { $n } entries
}
devices-holds-not-said = Not said yet
devices-holds-all = { $n ->
    [one] All of the force’s entries: 1 incident
   *[other] All of the force’s entries: { $n } incidents
}
devices-holds-part = { $n ->
    [one] Entries up to { $position } of { $head }: at most 1 incident
   *[other] Entries up to { $position } of { $head }: at most { $n } incidents
}
devices-lease-ends = Lease ends { $at }, then it locks
devices-lease-ended = Lease ended { $at }: locked until it is in contact again
devices-revoked = Revoked { $at } by { $who }: its keys are destroyed at its next contact
devices-revoked-told = Revoked { $at } by { $who }: keys destroyed { $told }, when it was told
devices-by-terminal = the administrator of the central service
devices-by-unknown = an officer whose name is not held here
devices-warn-expected = { $n ->
    [one] 1 entry that it said it has did not come.
   *[other] { $n } entries that it said it has did not come.
}
devices-warn-silent = It has not been heard of since { $at }: what was written on it since then is not here.
devices-warn-drafts = { $n ->
    [one] 1 draft on it is not sent.
   *[other] { $n } drafts on it are not sent.
}
devices-warn-nothing = Everything that it said it has came.
devices-as-of = As the central service knows them at { $at }.
devices-not-reached = OFFLINE: the central service was not reached. This is what it told at { $at }.
devices-nothing-told = The central service was not reached, and it has not told of any laptops yet. Try again when there is contact.
devices-not-enrolled = This laptop is not connected to a central service. Connect it on the screen Sync.
fetch-coming = Not all of it is here yet. It comes with the next exchange with the central service.
field-fetch-reason = Write why you ask for it
error-fetch-none = The force has no incident with this reference. Check the reference.
error-fetch-not-entitled = The central service does not know you as an officer of this force, or you were suspended there. Nothing was asked for.
error-fetch-unanswered = The central service was not reached, and this laptop does not hold the incident. Ask again when there is contact, or telephone a desk of the force.
field-revoke-reason = Write why the laptop is revoked
field-revoke-label = Type the laptop’s short name as it stands in the list
error-revoke-not-entitled = The central service does not know you as an officer who may revoke a laptop. Nothing was revoked. An administrator, a coordinator or a duty inspector whom it knows can.
error-revoke-no-device = The central service knows no such laptop of this force. Nothing was revoked.
error-revoke-unanswered = The central service did not answer. The laptop counts as not revoked until the list says so: look at it again when there is contact.
refused-saved = { $n ->
    [one] 1 refused entry saved, serial { $serial }. It stays on this laptop and counts as NOT DELIVERED.
   *[other] { $n } refused entries saved, serial { $serial }. They stay on this laptop and count as NOT DELIVERED.
}
error-nothing-refused = The central service refused nothing of this laptop: there is nothing to export.

# The second opinion on the risk of harm: docs/risk-model.md.

opinion-in-100 = { $n } in 100
opinion-in-1000 = { $n } in 1,000
opinion-range = { $low } to { $high }
opinion-line = { $who } like this were recorded harmed, mostly { $mostly }.
opinion-base = Of all { $who } who are reported missing: { $n }.
opinion-women-of-any-age = women of unknown age
opinion-men-of-any-age = men of unknown age
opinion-people-of-any-age = people of unknown age
opinion-women-under-18 = girls
opinion-men-under-18 = boys
opinion-people-under-18 = children
opinion-women-grown = women of 18 to 64
opinion-men-grown = men of 18 to 64
opinion-people-grown = people of 18 to 64
opinion-women-over-65 = women of 65 and over
opinion-men-over-65 = men of 65 and over
opinion-people-over-65 = people of 65 and over
opinion-women-between = women of { $from } to { $to }
opinion-men-between = men of { $from } to { $to }
opinion-people-between = people of { $from } to { $to }
opinion-yes = { $question }
opinion-no = { $question }: no
opinion-conflicting = { $question }: conflicting, counted as yes
opinion-by-weather = { $question }: by the weather as it was noted
opinion-shown-by = { $question } ({ $by })
opinion-raises = raises it by { $n } in 100
opinion-lowers = lowers it by { $n } in 100
opinion-study = { $name } ({ $sample })
opinion-asked = { $question }: asked, not known
opinion-not-asked = { $question }: not asked
opinion-could-move = It could move this to { $yes } or { $no }.
opinion-yes-suggests = A yes would suggest { $grade }.
opinion-exploitation = Exploitation is under-recorded: a low figure says nothing against it.
opinion-fatal = Of every 100 who were harmed, { $n } died.
opinion-kept = Second opinion on the screen, { $at }: { $n } in 100 ({ $low } to { $high }), suggested { $grade } (model { $model }).
opinion-kept-saved = Second opinion formed as the grade was saved, { $at }: { $n } in 100 ({ $low } to { $high }), suggested { $grade } (model { $model }).
opinion-because = Suggested because: { $why }
opinion-factor = { $question }: { $state }, { $moves }
factor-present = yes
factor-absent = no
factor-conflicting = conflicting, counted as yes
factor-not-asked = not asked
factor-not-known = asked, not known
opinion-was-not-known = Asked, not known: { $factors }
opinion-was-not-asked = Not asked: { $factors }
opinion-kinds-were = Harm to people like them: { $kinds }
opinion-next-was = Risk was to change next { $at }.
opinion-read = { $n ->
    [one] One entry since the grade before was opened.
   *[other] { $n } entries since the grade before were opened.
  }
opinion-history = { $n ->
    [one] The digest of their history showed one entry of another incident.
   *[other] The digest of their history showed { $n } entries of other incidents.
  }
opinion-unopened-raised = { $n ->
    [one] One entry was not opened: the grade was raised at once.
   *[other] { $n } entries were not opened: the grade was raised at once.
  }
left-for-later = { $by }, { $at }: { $said }
opinion-unopened = { $n ->
    [one] One entry was not opened: { $because }
   *[other] { $n } entries were not opened: { $because }
  }
opinion-below = { $question }: { $reason }
opinion-below-age = Age: { $reason }
because-estimate = { $n } is at or above the line for this grade.
because-not-known = Not lower while this is not known: { $questions }.
because-child = They may be under 18.
harm-self-harm = suicide or self-harm
harm-accident-or-exposure = accident or exposure
harm-crime = a crime against them
harm-exploitation = exploitation
harm-other = other harm
harm-none = no harm
evidence-judgement = judgement
evidence-weak = weak
evidence-fair = fair
evidence-strong = strong
flag-suicide = Suicide or self-harm is said or hinted at.
flag-medical-soon = Harm from an untreated condition may begin within 6 hours.
flag-likely-hurt = They are said to be hurt or likely to be.
flag-victim-of-crime = They are said to be the victim of a crime.
flag-exposed-and-confused = Out in the weather, and confused or unable to ask for help.
flag-small-child = A child under ten.
flag-exploited-and-harmed = Exploitation, and harmed when missing before.
flag-exploitation = Exploitation is said.
flag-medical = They need medicine or treatment.
change-medical = { $at }: { $condition }, harm may begin without treatment.
harm-medical = { $condition }: harm may begin at { $at }
harm-medical-begun = { $condition }: harm may have begun at { $at }
change-weather = { $what } from { $at }.
harm-weather = { $what } from { $at }
harm-weather-begun = { $what } since { $at }
harm-dusk = Dark at { $at }
harm-dark = Out in the dark since { $at }
change-dusk = { $at }: it gets dark.
change-missing = { $at }: { $n } hours missing, harm is more frequent from then on.
medical-begins = Without it harm may begin { $from }, and is to be expected by { $by }.
medical-begun = Harm may have begun { $from }, and is to be expected by { $by }.
medical-ended = No longer applies: { $because }
medical-treated = Last treatment { $when }
fact-medical-needed = Medical need: { $condition }. { $detail } Last treatment { $treated }; harm may begin { $from }
fact-medical-needed-ended = Medical need no longer applies: { $condition }, because: { $because }
weather-cold = Cold
weather-heat = Heat
weather-plain = Weather
weather-from = { $what } from { $from }: { $told }.
weather-until = { $what } from { $from } until { $until }: { $told }.
weather-celsius = { $n } °C
weather-celsius-between = { $lowest } to { $highest } °C
weather-wet = wet
weather-windy = windy
weather-asks-then = It opens an assessment then.
weather-asks-now = Assess again: nobody has since it set in.
weather-source = { $from } · { $by }
dusk-last-seen = Dusk { $at }, reckoned for where they were last seen ({ $read }).
dusk-force = Dusk { $at }, reckoned for the force’s area.
fact-weather-noted = { $line } { $from }. { $words }
fact-weather-noted-instead = { $line } { $from }. { $words } Instead of what was noted before, because: { $because }
sent-weather-noted = Weather
sent-medical-needed = Medical need
medical-diabetes-insulin = Diabetes, on insulin
medical-diabetes-insulin-without = Without insulin or food: low or high blood sugar, confusion, unconsciousness.
medical-diabetes-tablets = Diabetes, on tablets
medical-diabetes-tablets-without = Without tablets: high blood sugar, thirst, drowsiness over days.
medical-dialysis = Kidney failure, on dialysis
medical-dialysis-without = Without dialysis: fluid in the lungs and a dangerous heart rhythm.
medical-sickle-cell = Sickle cell disease
medical-sickle-cell-without = Cold, thirst or no medicine may bring on a crisis: severe pain, stroke, death. It is not anaemia alone.
medical-epilepsy = Epilepsy
medical-epilepsy-without = Without medicine: fits, one after another, that do not stop.
medical-adrenal = Adrenal insufficiency or long-term steroids
medical-adrenal-without = Without steroids: collapse and shock within a day.
medical-asthma-copd = Asthma or COPD
medical-asthma-copd-without = Without an inhaler: an attack that does not pass by itself.
medical-oxygen = Home oxygen
medical-oxygen-without = Without oxygen: breathlessness, confusion, unconsciousness within hours.
medical-heart = Heart condition
medical-heart-without = Without medicine: chest pain, heart failure, a dangerous rhythm.
medical-anticoagulant = Blood thinners
medical-anticoagulant-without = Without them: clots or stroke. With them: bleeding from a small injury.
medical-transplant = Organ transplant
medical-transplant-without = Without medicine: the organ is rejected.
medical-haemophilia = Haemophilia
medical-haemophilia-without = Bleeding that does not stop, from an injury or by itself.
medical-parkinsons = Parkinson’s disease
medical-parkinsons-without = Without medicine on time: cannot move, swallow or speak.
medical-antipsychotic = Psychosis, on medicine
medical-antipsychotic-without = Without medicine: fear, voices, acts that endanger them.
medical-lithium = Bipolar disorder, on lithium
medical-lithium-without = Without lithium mania or depression returns; without water it becomes poisonous.
medical-opioid-substitution = Methadone or buprenorphine
medical-opioid-substitution-without = Withdrawal; overdose if heroin is taken instead.
medical-alcohol-dependence = Alcohol dependence
medical-alcohol-dependence-without = Withdrawal: shaking, fits, delirium, death.
medical-allergy = Severe allergy
medical-allergy-without = Without an adrenaline pen at hand: death within minutes of contact.
medical-infant-feed = Infant who has to be fed
medical-infant-feed-without = Without a feed: low blood sugar and drying out within hours.
medical-overdose-antidote = Overdose, antidote needed
medical-overdose-antidote-without = Without the antidote: liver failure or death, even where they feel well.
medical-pregnancy-late = Late pregnancy
medical-pregnancy-late-without = Labour or bleeding without help.
medical-other = Another condition that needs treatment
medical-other-without = Ask whoever treats them what happens without it, and when.
challenge-line = Challenged by { $by }, { $role }, { $at }: would give { $grade }.
challenge-answer = { $by }, { $at }: “{ $what }”
fact-grade-challenged = Grade challenged, would give { $grade }: “{ $reason }”
fact-challenge-answered = Challenge answered, the grade stays: “{ $reason }”
sent-grade-challenged = Challenge of the grade
sent-challenge-answered = Answer to a challenge

# How grades and suggestions did.
progress-figures = Reading incidents that have ended: still to read
figures-part-overall = Overall
figures-part-groups = By age and sex
figures-part-over-time = Over time
figures-part-reliability = Reliability
figures-part-missed = Missed
figures-part-overruled = Overruled
figures-part-fairness = Fairness
figures-saved = { $n ->
    [one] 1 row saved.
   *[other] { $n } rows saved.
}
error-fit-too-few = There is too little to fit on: of { $incidents } incidents in the part that closed first { $harmed } were recorded harmed, and { $needed } are needed. Nothing was written.
error-fit-too-few-measured = There is too little to measure a fit on: of { $incidents } incidents in the part that closed last { $harmed } were recorded harmed, and { $needed } are needed. Nothing was written.
error-fit-version = Give the new model a version of its own, of letters, digits, full stops and hyphens, such as 2027.1.
error-fit-unsettled = The weights do not settle on these incidents. Nothing was written; the model in use stays.
fit-made-of = { $n ->
    [one] Made of 1 incident, { $harmed } of them harmed; measured on { $measured } that were closed later.
   *[other] Made of { $n } incidents, { $harmed } of them harmed; measured on { $measured } that were closed later.
}
fit-held = Model { $version }: told apart { $auc }, Brier { $brier }, calibration error { $error }
fit-a-proposal = It is a proposal: read the card. Nothing brings it into use by itself.
figures-none = No incident has ended yet in a way that says what came of it.
figures-line = { $n ->
    [one] 1 incident, closed { $from }. Harm was recorded in { $harmed }.
   *[other] { $n } incidents, closed { $from } to { $until }. Harm was recorded in { $harmed }.
}
figures-limit-recorded = Harm means harm that was recorded. Much is not, exploitation above all: a low figure says little.
figures-limit-afterwards = { $n ->
    [one] Beside 1 of them no opinion stood: its estimate was made afterwards, of what was known when the grade was given.
   *[other] Beside { $n } of them no opinion stood: their estimates were made afterwards, of what was known when the grade was given.
}
figures-point = Estimate { $estimate }: { $observed } of { $of } harmed
figures-overall = Graded High, and harmed
figures-overall-about = Officers’ last grade before the outcome, and the suggestion at that time. Ranges hold 95 in 100.
figures-estimates = What the estimates are worth
figures-measure = Measure
figures-officers = Officers
figures-suggestion = Suggestion
figures-value = Value
figures-means = What it means
figures-share-high = Graded High
figures-precision = Of those High, harmed
figures-recall = Of those harmed, High
figures-auc = Told apart (AUC)
figures-auc-about = How often somebody harmed had a higher estimate than somebody who was not. 0.5 is chance.
figures-brier = Brier score
figures-brier-about = The mean square of what the estimates were off by. Lower is better.
figures-skill = Skill
figures-skill-about = What they save of that against one figure for everybody. Below nothing they do harm.
figures-error = Calibration error
figures-error-about = How far the points of the curve lie from what they say.
figures-too-few = too few
figures-too-few-of = too few: { $of } of { $needed } needed
figures-not-known = Not known
figures-group = Group
figures-incidents = Incidents
figures-harmed = Harmed
figures-suggested-high = Suggested High
figures-suggested-precision = Of those suggested High, harmed
figures-suggested-recall = Of those harmed, suggested High
figures-suggested-by-age = By age: the suggestion and the estimates
figures-suggested-by-sex = By sex: the suggestion and the estimates
figures-suggested-by-both = By age and sex: the suggestion and the estimates
figures-suggested-over-time = By quarter: the suggestion and the estimates
figures-estimate = Mean estimate
figures-harm-recorded = Harm recorded
figures-reliability = Do the estimates mean what they say: everybody
figures-reliability-about = Incidents in tenths by their estimate, lowest first. Where an estimate means what it says, harm was recorded of as many.
figures-reliability-by-age = Do they mean it at each age
figures-reliability-by-sex = Do they mean it of each sex
figures-reliability-by-both = Do they mean it at each age and sex
figures-reliability-over-time = Do they mean it in each quarter
figures-by-age = By age
figures-by-sex = By sex
figures-by-both = By age and sex
figures-over-time = By quarter
figures-quarter = { $year }, quarter { $quarter }
figures-missed = Harmed, and not graded High
figures-missed-about = { $n ->
    [0] None.
    [one] 1 case. The suggestion was High in { $caught }.
   *[other] { $n } cases, the latest first. The suggestion was High in { $caught }.
}
figures-incident = Incident
figures-closed = Closed
figures-grade = Grade
figures-suggested = Suggested
figures-harm = Harm
figures-overruled = How often the suggestion was overruled
figures-overruled-about = Only grades beside which a suggestion stood on the screen.
figures-overruled-why = What was set aside for a lower grade
figures-set-aside = Set aside
figures-times = Times
figures-both = Graded beside a suggestion
figures-below = Graded below it
figures-above = Graded above it
figures-share-below = Share below
figures-harmed-below = Of those below, harmed
figures-no-reason = No reason recorded
figures-whole = The suggestion as a whole
figures-age = Age
figures-lowest = Graded lowest
figures-first-action = To the first action
figures-found = To being found
figures-not-asked = Questions not asked
figures-everybody = Everybody
figures-withheld = withheld
figures-no-data = no data
figures-under = under { $age }
figures-and-over = { $age } and over
figures-fair-ethnicity = By ethnicity, as they or their family say
figures-fair-sex = By sex
figures-fair-age = By age
figures-fair-looked-after = By who looks after them
figures-looked-after = Looked after by a council
figures-not-looked-after = Not looked after
figures-ethnicity-w = White
figures-ethnicity-m = Mixed
figures-ethnicity-a = Asian
figures-ethnicity-b = Black
figures-ethnicity-o = Other

### What may have happened, apart from the risk.
standing-open = Open
standing-most-likely = Most likely
standing-ruled-out = Ruled out
hypothesis-raised = Raised by { $by }, { $role }, { $at }
hypothesis-stands = { $standing }: { $because } ({ $by }, { $role }, { $at })
hypothesis-apart = Said by officers who had not seen each other’s. It is open until somebody who has seen both says where it stands.
hypothesis-apart-point = { $n ->
    [one] Said without sight of { $points }. It is open until somebody who has seen that says where it stands.
   *[other] Said without sight of { $points }. It is open until somebody who has seen them says where it stands.
  }
hypothesis-apart-rival = “{ $rival }” was held most likely by an officer who had not seen this. Both are open until somebody who has seen both says which is.
hypothesis-point-source = { $source }; recorded by { $by } { $at }
hypothesis-not-known = one that is not known here
hypothesis-for = For: { $what } ({ $source })
hypothesis-against = Against: { $what } ({ $source })
hypothesis-next = Next enquiry: { $next }
fact-hypothesis-raised = Hypothesis: { $what }
fact-hypothesis-updated = Hypothesis: “{ $what }”
fact-hypothesis-updated-stands = Hypothesis – { $standing }: “{ $what }” · Because: { $because }
sent-hypothesis-raised = Hypothesis
sent-hypothesis-updated = Hypothesis, what is new
field-hypothesis = Write what may have happened.
field-point-what = Write what speaks for it or against it.
field-standing-because = Write why it stands there now.
field-hypothesis-nothing-new = Add a point, another next enquiry, or where it stands now.
field-point-source = Say who said it or where it stands: “his sister”, “CCTV, Station Road”.

### The policy log.
policy-decided = Decided by { $by }, { $role }, { $at }
policy-decided-by = Decided by { $other }, { $at }; recorded by { $by }, { $role }
policy-review = Look again: { $due }
policy-apart = { $n ->
    [one] Made without sight of { $others }, and { $others } without sight of this. A later decision can take the place of both.
   *[other] Made without sight of { $others }, and they without sight of this. A later decision can take the place of all.
  }
policy-apart-over = Made without sight of { $others }.
policy-option = Not done: { $what }, because { $why }
policy-in-place-of = In the place of { $numbers }
policy-taken-by = Taken by { $by }
policy-look-again = Look again { $at }
fact-policy-decided = Policy decision { $number }: { $decision } · Because: { $reasons }
sent-policy-decided = Policy decision
field-policy-decision = Write what is decided.
field-policy-reasons = Write why it is decided.
field-option-what = Write what else was considered, or clear why it is not done.
field-option-why-not = Write why this is not done.
field-decision-superseded = Another decision stands in its place already. Choose that one.

# What a force asks and reckons with
to-ask = { $n ->
    [one] Reported with the question set { $taken }. The set in use since before then, { $set }, also asks: { $questions }.
   *[other] Reported with the question set { $taken }. The set in use since before then, { $set }, also asks { $n } questions: { $questions }.
  }
standard-shipped = Comes with this program.
standard-since = In use since { $at }. Proposed by { $proposed }; approved by { $approved }.
standard-passed-over = Version { $version } is in use in this force and cannot be read by this version of the program. Update the program; until then it goes on with the version shown.
standard-begins = Approved. In use from { $at }.
standard-was-in-use = In use from { $at }.
standard-withdrawn = Withdrawn.
standard-waits = Waits for another officer’s approval. Meant to be in use from { $at }.
standard-waits-late = Still waits for another officer’s approval. It was meant to be in use from { $at }; it begins when it is approved.
standard-proposed-by = Proposed by { $by }, { $at }: { $reason }
standard-approved-by = Approved by { $by }, { $at }: { $reason }
standard-withdrawn-by = Withdrawn by { $by }, { $at }: { $reason }
standard-own = You proposed it: another officer approves it.
standard-not-your-role = An inspector, coordinator, safeguarding reviewer or the national unit approves it.
standard-unreadable = This version of the program cannot read it.
standard-order = order
standard-listed = listed
standard-added = { $n } added
standard-changed = { $n } changed
standard-taken = { $n } taken away
standard-saved = Saved as { $file }.
field-standard-form = A text file (TOML) of a question set, a list of conditions or a model. Save the one in use and change it.
field-standard-version = The version in the file: 1 to 40 letters, digits, full stops, hyphens and underscores.
field-standard-version-taken = This version exists already. Give the file another version.
field-effective-past = A time that is still to come.
error-standard-wrong = The file is not sound. { $why }
error-standard-unreadable = This version of the program cannot read this proposal. Update the program before you approve it.

# Research before grading
research-pnc-leds = PNC and LEDS
research-intelligence = intelligence and PND
research-local-records = local records of crime and incidents
research-custody = custody
research-hospitals = hospitals and ambulance
research-social-care = social care
research-earlier-missing = earlier missing incidents
research-some = { $done } of { $all } checks done. Not done: { $gaps }.
research-all = All { $all } checks are done.
research-done = { $when } by { $by }: “{ $result }”
research-not-done = Not done: “{ $because }” { $by }, { $at }
research-satisfied = Satisfied with the research: every check was done.
research-gaps = Graded with gaps: { $gaps }.
research-gaps-because = Graded with gaps: { $gaps }. “{ $words }”
fact-research-recorded = Checked { $when }: { $check } – { $result }
fact-research-recorded-by = Checked { $when } by { $by }: { $check } – { $result }
fact-research-recorded-not = Not checked: { $check }, because: { $because }
sent-research-recorded = Research
