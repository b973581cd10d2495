### Words of the incident screen.

incident-title = Incident
incident-not-read = The incident could not be read
incident-then-not-read = What was known at { $time } could not be read
incident-stale = It could not be read again: this is as of { $time }.
incident-main = Log and record
incident-side = Open points and history

## Identity
incident-known-as = “{ $name }”
incident-graded = by { $by }, { $role },
incident-grade-review = Next review { $time }.
incident-unseen-by-grader = { $n ->
    [one] 1 entry since then was not seen by the grader.
   *[other] { $n } entries since then were not seen by the grader.
  }
incident-not-assessed = Nobody has assessed the risk yet.
incident-accountable = Accountable:
incident-category-undecided = { $category }: decide missing or not
incident-category-decide = Decide
incident-category-change = Change
incident-photograph-line = Photo { $line }
incident-photograph-none = No photograph
incident-photograph-none-line = No photograph
incident-photograph-view = { $n ->
    [0] Photographs: none yet
    [one] Photograph: view large
   *[other] Photographs, { $n }: view large
  }
incident-likeness-not = Likeness not confirmed
incident-likeness-confirm = Confirm likeness
incident-likeness-confirm-short = Confirm
incident-keys = Keys

## Buttons
incident-do-assess = Assess risk
incident-do-review = Review
incident-do-located = Located
incident-do-withdraw = Not located
incident-do-close = Close
incident-do-reopen = Reopen
incident-do-contact = Contact
incident-do-partner = Partner agency
incident-do-update = Family told
incident-do-describe = Description
incident-do-answers = Answers
incident-do-last-seen = Last seen
incident-do-reference = Reference
incident-do-photograph = Photograph
incident-do-clear-danger = No longer holds
incident-leave-form = Leave
incident-composer = Write
incident-record = Record something else

## Banners
incident-as-known-at = As known at { $time }; read only.
incident-as-known-about = What was recorded later is not shown.
incident-now = Back to now
incident-back-to-now = The incident as it stands now.
incident-status-conflict-reopened = The log was opened again
incident-needs-decision = Needs decision
incident-decide = Decide by assessing
incident-closed-confirmed = confirmed by { $by }
incident-located-banner = Located, not yet closed.
incident-located-banner-by = seen by { $by }
incident-located-banner-found = found by: { $by }
incident-located-banner-recorded = recorded by { $by }
incident-clocks = Clocks

## The row that an entry was imported from
incident-file-row = The row of the file
incident-file-system = System
incident-file-reference = Its reference there
incident-file-name = File
incident-file-hash = Hash of the file (BLAKE3)
incident-file-import = Import
incident-file-by = Who and when
incident-file-cells = Every cell that held something
incident-file-column = Column
incident-file-given = As given

## When and who, of every act
incident-details = When and who said it
incident-details-who = Who said it
incident-details-now = now
# Read back by the time field: “in” before minutes or hours.
incident-in-minutes = in { $n } min
incident-in-hours = in { $n } h
incident-details-own = recorded by you
incident-details-time-not-known = time not known
incident-from-paper = from paper
incident-happened = When did it happen?
incident-happened-hint = Empty means now. A range will do: “between 14:00 and 15:30”.
incident-source = Who said it?
incident-source-own = I did, recording it
incident-source-name = Name, or what they are
incident-source-relation = How they know the person
incident-source-contact = How to reach them
incident-source-obtained = When they said it
incident-paper = Written on paper first
incident-paper-hint = The log marks it as “from paper”, with the time it happened and the time it was entered.

## While a form is open
incident-not-informed = Something was recorded that was not on your screen. What you typed is kept.
incident-show-new = Show what is new
incident-news = { $n ->
    [one] 1 entry arrived since you opened this form:
   *[other] { $n } entries arrived since you opened this form:
  }
incident-news-read = I have read it

## Note
incident-note = Note
incident-note-placeholder = Record what happened, was said or was seen
incident-note-save = Save note
incident-note-said = The note is in the log.
incident-note-empty = Write what happened, was said or was seen.

## Contact
incident-contact = Somebody got in touch
incident-contact-closed = This incident is closed. The contact opens a review, which falls due within the hour.
incident-caller = Who
incident-caller-hint = Name, or what they are: “bus driver”
incident-phone = Telephone
incident-contact-text = What they said
incident-changes-risk = Does it change the risk?
incident-contact-save = Save contact
incident-contact-said = The contact is in the log.

## What a partner agency says of the risk
incident-partner = What a partner agency says
incident-partner-closed = This incident is closed. What they say opens a review, which falls due within the hour.
incident-partner-agency = Agency
incident-partner-agency-none = Choose the agency
incident-partner-agency-needed = Choose the agency.
incident-partner-agency-name = Which one
incident-partner-agency-name-hint = “Crisis team, Fernbrook”
incident-partner-name = Who said it
incident-partner-role = What they are there
incident-partner-role-hint = “community nurse”
incident-partner-statement = What they said of the risk
incident-partner-statement-hint = Word for word. It is kept exactly as you write it.
incident-partner-when = When they said it
incident-partner-when-needed = Say when they said it, or that it is not known.
incident-partner-risk-needed = Choose whether it changes the risk. Choose “May change the risk” if you are not sure.
incident-partner-save = Save what they said
incident-partner-said = What the partner said is in the log.

## Update of the family or informant
incident-update = Family or informant told
incident-update-to = Who was told
incident-update-to-hint = Name, and how they were reached: “Test-Lark, Ida, by phone”
incident-update-told = What they were told
incident-update-next = When they hear next
incident-update-next-hint = As promised to them
incident-update-save = Save what they were told
incident-update-said = What they were told is in the log.

## Description
incident-describe = Add to the description
incident-attribute = What
incident-attribute-none = Choose
incident-value = As it was said
incident-value-none = Choose
incident-value-standing = Now: “{ $value }” ({ $source }). It stays in the record.
incident-hint-date-of-birth = Like 4 Mar 1945; the year alone will do.
incident-hint-age = Years, or a range: 20-30
incident-hint-height-cm = Centimetres, or a range: 170-178
incident-describe-more = One more line
incident-describe-save = Save description
incident-describe-said = The description is in the record.
incident-describe-empty = Say what, and how it was said.
incident-choose-attribute = Choose what this says something about.

## Answers
incident-answers = Answer questions
incident-answers-save = Save answers
incident-answers-said = The answers are in the record.
incident-answers-empty = Change at least one answer, or say of one that it still applies.
incident-answers-all = Show all { $n } questions
incident-answer-detail = In their words: { $question }
incident-answer-detail-placeholder = In their words
incident-answer-because-placeholder = No longer applies because
incident-answer-standing = Now: { $answer }, { $source }

## Actions
incident-action = Add an action
incident-action-what = What is to be done
incident-due = By when
incident-due-needed = Say by when, like “in 1 h” or “tomorrow 09:00”.
incident-action-role = By whom
incident-action-anyone = Anyone on duty
incident-do-harm = Harm that came to light
incident-harm = What harm came to them
incident-harm-about = What is known now. It replaces what stood here before; that stays in the log.
incident-harm-kinds = While they were missing
incident-harm-self-harm = Suicide or self-harm
incident-harm-accident-or-exposure = Accident, exposure, or going without care
incident-harm-crime = A crime against them
incident-harm-exploitation = Exploitation
incident-harm-other = Other harm
incident-harm-none = No harm, as far as is known
incident-harm-needed = Choose what came to light, or that there was no harm.
incident-harm-rests = What it rests on
incident-harm-rests-hint = Who says so, and what they say: the return interview, a hospital, a statement.
incident-harm-save = Save harm
incident-harm-said = What came to light is in the record.
incident-action-locating = This is done to find them
incident-action-locating-hint = A search, an address looked at, a telephone located. Ringing the family or reading logs is not.
incident-action-save = Save action
incident-action-said = The action is in the list.
incident-answer-legend = Answer
incident-answer-done = Done
incident-answer-still-needed = Still needed
incident-answer-stopped = Stopped
incident-answer-result = Result
incident-answer-because = Because
incident-answer-until = Until
incident-until-needed = Say until when it is needed, like “in 1 h”.
incident-answer-save = Save answer
incident-answer-said = The action is answered.

## Last seen
incident-last-seen = Last seen
incident-last-seen-standing = Now: { $place }, { $when } ({ $source }). It stays in the record.
incident-place = Where
incident-last-seen-when = When
incident-when-needed = Say when, or tick “Not known”.
incident-how-known = How is it known?
incident-last-seen-by = By whom, and in their words
incident-last-seen-save = Save last seen
incident-last-seen-said = The last sighting is in the record.

## References
incident-reference = Add a reference
incident-reference-system = System
incident-reference-number = Reference there
incident-reference-save = Save reference
incident-reference-said = The reference is in the record.
incident-reference-now-closed = { $system } { $reference } was closed
incident-reference-now-open = { $system } { $reference } was opened again
incident-reference-save-closed = Mark closed
incident-reference-save-open = Mark open
incident-reference-conflict = The person is not located. With its dispatch log closed, the duty list will say STATUS CONFLICT.
incident-reference-open = open
incident-reference-closed = closed
incident-references = In other systems
incident-references-none = No reference yet. Add the dispatch log first, so that a closed log is noticed.
incident-references-page = References and person
incident-person = The person
incident-person-about = { $n ->
    [0] No earlier episode is linked.
    [one] 1 other episode is linked.
   *[other] { $n } other episodes are linked.
  }

## Review
incident-review = Review
incident-review-grade = Grade stays
incident-review-assess = Assess instead
incident-review-no-change = No change.
incident-review-summary = What the review found
incident-review-action = { $what } ({ $due })
incident-review-no-actions = No action is open.
incident-next-review = Next review
incident-next-review-needed = Say when to look again, like “in 2 h”.
incident-review-save = Save review
incident-review-said = The review is in the log.

## Located
incident-located = Located
incident-located-about = Somebody has seen them. The incident stays open until it is closed.
incident-located-by = Seen by whom
incident-located-by-hint = Name and role, or what they are
incident-located-place-hint = Where they were seen
incident-located-when = When
incident-located-when-needed = Say when they were seen, roughly will do.
incident-identity = How was it clear that it is them?
incident-identity-hint = Like “known to the officer”, “photograph and date of birth”
incident-found-by = Found by
incident-found-by-needed = Say who found them.
incident-condition = Condition
incident-condition-needed = Say how they are.
incident-located-save = Save located
incident-located-said = Located is in the log. The incident is still open.
incident-withdraw = Not located after all
incident-withdraw-reason = Why
incident-withdraw-hint = It was not them, or nobody has really seen them. The clocks go on as before.
incident-withdraw-save = Save not located
incident-withdraw-said = The person counts as not located.

## Close
incident-close = Close the incident
incident-close-located = { $seen }, { $place }, seen by { $by }. The gate is open.
incident-close-gate = Nobody has seen them, so it can be closed only as an exception: with a reason, and confirmed by a supervisor or duty inspector other than you with their own passphrase. If somebody has seen them, record Located first.
incident-close-actions = { $n ->
    [one] 1 action is open. Answer it first.
   *[other] { $n } actions are open. Answer them first; a review answers all at once.
  }
incident-close-summary = Summary
incident-close-summary-hint = What happened, and who was told
incident-exception = Why it may be closed
incident-exception-needed = Choose why it may be closed.
incident-exception-reason = Reason in full
incident-second-collar = Second officer’s collar number
incident-second-hint = They type their own passphrase here.
incident-second-collar-needed = Give the second officer’s collar number.
incident-second-passphrase = Second officer’s passphrase
incident-second-passphrase-needed = The second officer types their passphrase.
incident-close-save = Close incident
incident-close-said = The incident is closed.
incident-reopen = Reopen the incident
incident-reopen-reason = Why
incident-reopen-hint = It comes back to the duty list with its clocks.
incident-reopen-save = Reopen incident
incident-reopen-said = The incident is open again.

## Category
incident-category = What kind of incident is it?
incident-category-legend = Kind
incident-category-reason = Why
incident-category-save = Save kind
incident-category-said = The kind is decided.

## Danger
incident-clear-danger = An immediate danger no longer holds
incident-clear-danger-which = Which
incident-clear-danger-none = No immediate danger stands any more.
incident-clear-danger-reason = Why it no longer holds
incident-clear-danger-save = Save: no longer holds
incident-clear-danger-said = The danger is answered, with your reason.
incident-cleared = Dangers that no longer hold

## Person
incident-link = Link to another person
incident-link-search = Name or reference
incident-link-type = Type two letters or more.
incident-link-found = { $n ->
    [0] Nobody else by that name. Try a part of it, or a reference.
    [one] 1 person
   *[other] { $n } people
  }
incident-link-episodes = { $n ->
    [one] 1 episode
   *[other] { $n } episodes
  }
incident-link-which = The same person as
incident-link-choose = Choose the person.
incident-link-reason = How is it known that they are the same?
incident-link-reason-hint = It can be linked to another person again.
incident-link-save = Link
incident-link-said = The incident is linked to that person.

## Photographs
incident-photograph = Add a photograph
incident-photograph-file = File
incident-photograph-drop = Choose a file, or drop it here. Where it was taken and other hidden details are removed from what is shown.
incident-photograph-chosen = { $name }, { $kilobytes } kB
incident-photograph-choose = Choose a file.
incident-photograph-too-large = This file is too large for a photograph. Choose a smaller copy.
incident-taken = When was it taken?
incident-taken-on = On a known day
incident-taken-about = About
incident-taken-not-known = Not known
incident-taken-date = Date
incident-taken-about-hint = The month and year, or the year alone, will do.
incident-taken-needed = Give at least the year, or say that it is not known.
incident-taken-day-needed = Give the day, month and year, or choose “About”.
incident-photograph-save = Add photograph
incident-photograph-said = The photograph is in the record.
incident-photograph-show = View photograph
incident-photograph-of = Photograph of { $name }
incident-photograph-added = added { $time }
incident-photographs = Photographs
incident-photographs-none = No photograph yet.
incident-likeness = Does the photograph look as they do now?
incident-likeness-by = Confirmed by
incident-likeness-relation = How they know the person
incident-likeness-relation-hint = Like “daughter”, “ward manager”
incident-likeness-save = Save: it does
incident-likeness-said = The likeness is confirmed.

## Side panels
incident-outstanding = Outstanding
incident-outstanding-add = Add
incident-outstanding-none = No action is open.
incident-answered-actions = { $n ->
    [one] 1 answered
   *[other] { $n } answered
  }
incident-answer-button = Answer
incident-ask-these = Answer these
incident-answer-action = Answer: { $what }
incident-answer-question = Answer: { $line }
incident-not-known = Not known
incident-not-known-order = most useful first
incident-not-known-none = Every question has an answer.
incident-more = { $n } more
incident-fewer = Fewer
incident-contradictions = Contradictions
incident-earlier = Earlier episodes
incident-earlier-none = No earlier episode is known here.
incident-seen-by = Who has seen it
incident-seen-by-then = Who had seen what by then
incident-seen-by-nobody = Nobody had looked yet.

## Pages of the record
incident-pages = Show
incident-log = Log
incident-description = Description
incident-answers-page = Answers
incident-grades = Grades
incident-kind = Show in the log
incident-kind-all = All entries
incident-kind-report = Reports
incident-kind-assessment = Grades
incident-kind-fact = Facts
incident-kind-note = Notes
incident-kind-contact = Contacts
incident-kind-action = Actions
incident-kind-review = Reviews
incident-kind-photograph = Photographs
incident-kind-outcome = Located and closed
incident-kind-record = Record-keeping
incident-lines-more = { $n } more in this entry
incident-log-none = No entry of this kind.
incident-log-more = Show { $n } more
incident-log-shown = { $shown } of { $total } shown
incident-entry-times = Happened { $event }. Entered { $entered }.
incident-entered = entered { $time }
incident-newer = recorded by a newer version
incident-circumstances = Circumstances
incident-said-by = Who said it, when
incident-value-earlier = { $n ->
    [one] 1 earlier value
   *[other] { $n } earlier values
  }
incident-description-none = Nothing is described yet. Add what the caller or the family say.
incident-question = Question
incident-answer = Answer
incident-conflicting = Two answers disagree.
incident-grades-none = Nobody has assessed the risk yet. An assessment sets the next review.
incident-in-effect = In effect
incident-disagrees = Disagrees with the grade in effect
incident-key-facts = Key facts
incident-rationale-not-known = Not known
incident-would-change = Would change it
incident-lowered-because = Lowered because
incident-factors = Rests on
incident-review-set = next review set for { $time }

## As known at
incident-as-known = As known at
incident-now-word = now
incident-as-known-type = A time to look back to
incident-as-known-placeholder = 02:13, Sun 15:40
incident-as-known-before = Nothing was known here before { $time }.
incident-as-known-go = Show

## Keys
incident-key-assess = Assess the risk
incident-key-review = Review
incident-key-located = Located
incident-key-contact = Somebody got in touch
incident-key-assign = Hand on
incident-key-note = Write a note
incident-key-time = Time control: arrows go from stop to stop
incident-key-list = These keys
incident-key-save = Save the open form
incident-key-leave = Leave the open form; what you typed is kept
incident-keys-off = Single letters are turned off in the settings.

## Who has it
incident-owner = Who has it
incident-do-assign = Hand on
incident-handed-by = Handed on by { $by }
incident-accept = Accept
incident-accepted-said = You have it now.
incident-do-phone = Record a call
incident-assign = Hand on
incident-assign-to = To whoever is on duty as
incident-assign-to-hint = Everybody of this role is alerted. Who accepts is named; until then whoever has it keeps it.
incident-assign-note = What they need to know
incident-assign-note-hint = Read together with the incident: what is promised, what is under way
incident-assign-save = Hand on
incident-assign-said = Handed on. It is delivered once it stands on their screen, and theirs once they accept.
incident-phoned = Told by telephone
incident-phone-who = Who you spoke to
incident-phone-hint = Name and role. It stays not accepted until they accept it.
incident-phone-save = Save the call
incident-phone-said = The call is on the record. Nobody has accepted yet.
incident-kind-assignment = Handing on
told = Possible sighting told by another force
told-telephone = Telephone { $contact }
told-take = Take into the record
told-taken = Taken into the record. Whoever told it reads that you have it.

incident-do-medical = Medical need
incident-medical = Medical need
incident-medical-save = Record medical need
incident-medical-said = Medical need recorded.
incident-medical-condition = Condition
incident-medical-none = Choose a condition
incident-medical-hinted = { $label } (the record points at it)
incident-medical-choose = Choose a condition from the list. “Another condition” stands at its end.
incident-medical-without = Without treatment:
incident-medical-when = Last had their treatment
incident-medical-when-needed = Say when they last had their treatment, or that it is not known: then it counts from when they were last seen.
incident-medical-detail = In their words: dose, what they have with them
incident-medical-ended = It no longer applies, because
incident-medical-ended-hint = Only with evidence: they have been treated, or it was a mistake. It ends the clock.
incident-do-weather = Weather
incident-weather = Weather where they may be
incident-weather-about = From a forecast, or as somebody sees it outside. What is dangerous opens an assessment, and another when it sets in.
incident-weather-save = Record weather
incident-weather-said = Weather recorded.
incident-weather-according-to = Where this is from
incident-weather-according-to-hint = “Met Office, Alderby, 17:00”, or who sees it
incident-weather-from = From
incident-weather-from-needed = Say from when. “Now” will do.
incident-weather-until = Until
incident-weather-lowest = Lowest, °C
incident-weather-highest = Highest, °C
incident-weather-whole = Whole degrees, such as 4 or -2.
incident-weather-wet = Rain or snow
incident-weather-windy = Windy
incident-weather-words = In words: black ice, fog, flood warning
incident-weather-stands = Noted before:
incident-weather-instead = The dangerous weather noted before no longer holds, because
incident-weather-instead-hint = Only with evidence, such as a newer forecast. Blank: it stands beside this.

incident-do-challenge = Challenge the grade
incident-challenge = Challenge the grade
incident-challenge-save = Challenge
incident-challenge-said = The grade is challenged. It waits in front of whoever decides until it is answered.
incident-challenge-grade = The grade that you would give
incident-challenge-choose = Choose the grade that you would give.
incident-challenge-reason = Why the grade is not right
incident-answer-challenge = Answer the challenge
incident-challenge-own = Somebody else answers it
incident-answer-challenge-save = Keep the grade
incident-answer-challenge-said = The challenge is answered. The grade stays.
incident-answer-challenge-hint = To give another grade, assess the risk: that answers the challenge as well.
incident-answer-challenge-reason = Why the grade stays

## What may have happened, apart from the risk
incident-kind-hypothesis = Hypotheses
incident-do-hypothesis = Hypothesis
incident-hypotheses = Hypotheses
incident-hypotheses-apart = What may have happened. No grade and no second opinion is made of it.
incident-hypotheses-none = Nobody has recorded what may have happened. Hypotheses stand apart from the risk: no grade is made of them.
incident-hypothesis = Raise a hypothesis
incident-hypothesis-what = What may have happened
incident-hypothesis-hint = Like “walked to his old house”. What bears on the risk is recorded as answers and description as well.
incident-hypothesis-save = Raise hypothesis
incident-hypothesis-said = The hypothesis is in the record.
incident-point = Point { $n }
incident-point-bears = Speaks
incident-point-none = Choose
incident-bears-for = For it
incident-bears-against = Against it
incident-point-what = What speaks for it or against it
incident-point-source = Who or what says so
incident-point-choose = Choose whether this speaks for it or against it.
incident-point-more = One more point
incident-points-for = For
incident-points-against = Against
incident-points-none = Nothing yet
incident-next-enquiry = Next enquiry
incident-next-enquiry-hint = Takes the place of what was to be found out next.
incident-weigh = What is new of this hypothesis
incident-weigh-short = What is new
incident-weigh-one = What is new: { $what }
incident-weigh-save = Save what is new
incident-weigh-said = What is new is in the record.
incident-standing = Where it stands now
incident-standing-same = As it was: { $standing }
incident-standing-because = Because

## The policy log
incident-kind-policy = Policy decisions
incident-do-policy = Policy decision
incident-policies = Policy log
incident-policies-none = No decision on how the enquiry is led is recorded yet.
incident-policy = Record a policy decision
incident-policy-save = Record decision
incident-policy-said = The decision is in the policy log.
incident-policy-number = Decision { $number }:
incident-policy-replace = Decide anew
incident-policy-replace-one = Decide anew in the place of { $number }
incident-policy-over = { $numbers } stands in its place.
incident-policy-in-place = It stands in the place of { $numbers }.
incident-decision = What is decided
incident-reasons = Why
incident-options = Considered, not done
incident-options-none = No other course is recorded as considered.
incident-option = Considered course { $n }
incident-option-what = What else was considered
incident-option-why = Why it is not done
incident-option-because = – not done because: { $why }
incident-option-more = One more course
incident-over = In the place of
incident-over-one = { $number }: { $decision }
incident-decided-by = Who decided
incident-decided-by-hint = Empty means you. Rank, name and role where it was somebody else.
incident-policy-review = When to look at it again

## Research before grading
incident-research = Research
incident-research-record = Record checks
incident-research-results = { $n ->
    [one] 1 result
   *[other] { $n } results
  }
incident-research-form = Research before grading
incident-research-save = Record research
incident-research-said = The research is in the record.
incident-research-pnc-leds = PNC and LEDS
incident-research-intelligence = Intelligence and PND
incident-research-local-records = Local records of crime and incidents
incident-research-custody = Custody
incident-research-hospitals = Hospitals and ambulance
incident-research-social-care = Social care
incident-research-earlier-missing = Earlier missing incidents
incident-research-unsaid = Not recorded
incident-research-as-it-was = As it was
incident-research-done = Done
incident-research-not-done = Not done
incident-research-result = { $check }: result
incident-research-result-placeholder = Result; “nothing found” is one
incident-research-because = { $check }: why it is not done
incident-research-because-placeholder = Why it is not done
incident-research-choose = { $check }: choose whether it is done.
incident-research-none = Choose at least one check, and say whether it is done.
incident-research-when = When they were done
incident-research-when-hint = Empty means now.
incident-research-by = Who did them
incident-research-by-hint = Empty means you.
incident-grade-research = Research
incident-grade-below = Left or below
incident-grade-opinion = On the screen
incident-grade-stood = What was opened
