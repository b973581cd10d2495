### Assess risk (S4).

assess-title = Assess risk
assess-since = since { $time }
assess-unseen = { $n ->
    [one] 1 entry since then that the grader had not seen
   *[other] { $n } entries since then that the grader had not seen
  }
assess-open = Open
assess-read-again = Read again
assess-back = Back to the incident
assess-may-not = Your role does not grade risk. Ask an officer who works the case, or a supervisor.
assess-closed = This incident is closed: nothing is graded in it. Record a contact, or reopen it.
assess-news = { $n ->
    [one] 1 new entry since you opened this:
   *[other] { $n } new entries since you opened this:
  }
assess-news-read = I have read this
assess-ask-these = Ask them in the incident

## Factors
assess-factors = Factors and who says so
assess-factor = Factor
assess-answer = Answer
assess-who-says = Who says so
assess-conflicting = Conflicting:
assess-source = Who says so
assess-source-name = Name
assess-detail = In their words
assess-record = Record { $answer }
assess-record-still = Record that it still applies
assess-record-no-longer = Record that it no longer applies
assess-no-longer-because = No longer applies because
assess-record-not = Leave as it was
assess-record-note = It becomes an entry of its own.
assess-answered = Recorded: { $question }, { $answer }.
assess-answered-still = Recorded: { $question } still applies.
assess-answered-no-longer = Recorded: { $question } no longer applies.

## What partner agencies said
assess-partners = What partner agencies said
assess-partner-unseen = Not known to whoever gave the grade
assess-partner-whole = Show all of it
assess-partners-earlier = { $n ->
    [one] 1 earlier statement
   *[other] { $n } earlier statements
  }

## Before
assess-previous = Assessments before
assess-previous-none = Nobody has assessed the risk yet.
assess-in-effect = in effect
assess-prompt-not-known = Not known:
assess-prompt-would-change = Would change it:
assess-prompt-lowered = Lowered because:
assess-not-known = Not known
assess-not-known-more = { $n } more
assess-asked-not-known = asked, not known
assess-contradictions = Contradictions
assess-left-for-later = left for later
assess-unseen-earlier = { $n ->
    [one] 1 more entry was made before, on another laptop, and had not reached the grader.
   *[other] { $n } more entries were made before, on other laptops, and had not reached the grader.
  }
assess-whole-log = The whole log
assess-since-heading = Entered since the grade was given

## History
history-heading = What is known of them from before
history-here = this incident
history-episodes = Episodes
history-return = Last return
history-flags = Flags
history-each-episode = { $n ->
    [one] The other episode
   *[other] Each of { $n } other episodes
  }
history-recent = { $n ->
    [one] 1 entry about them in the last 30 days
   *[other] All { $n } entries about them in the last 30 days
  }
history-recent-more = { $n ->
    [one] 1 older one is not listed: read it in its incident.
   *[other] { $n } older ones are not listed: read them in their incidents.
  }
history-not-read = Their history could not be read.

## Disagreement
assess-decide-between = The grades disagree: decide
assess-decide-between-words = Until somebody decides, the higher one holds. Saving a grade here decides between them.
assess-side = { $grade } by { $by }
assess-take-grade = Choose { $grade }

## Decision
assess-decision = Your decision
assess-grade = Grade
assess-unrecorded = You changed “{ $question }”: record the answer, or leave it as it was.
assess-choose-grade = Choose a grade.
assess-relying-on = Relying on
assess-relying-none = No answer is yes so far.
assess-relying-all = All of them
assess-key-facts = Key facts relied on
assess-not-known-prompt = What is not known
assess-add-unknown = Add what is not known
assess-would-change = What would change it
assess-look-again = Look again at
# Read back by the time field: “in” before minutes or hours.
assess-look-in = in { $length }
assess-look-minutes = { $n } min
assess-look-hours = { $n } h
assess-say-look-again = Say when to look again.
assess-look-again-unclear = When to look again could not be read. Write it like “16:00” or “in 2 h”.
assess-lowered = Why the grade falls
assess-lowered-hint = It is lower than what stands now. Say what no longer applies, and how you know.
assess-say-why-lower = Say why the grade falls.
assess-copied = These are the words of { $by } at { $time }. Is that still true?
assess-still-true = Still true
assess-say-still-true = Say whether the earlier words are still true, or write your own.
assess-save = Save { $grade }
assess-save-none = Save
assess-saved = Graded { $grade }. Look again at { $time }.
assess-leave = Cancel

opinion-heading = Second opinion, not a decision
opinion-model = model { $model }
opinion-suggests = Suggests
opinion-next-change = Risk next changes
opinion-reasons = What raises and lowers it
opinion-more = { $n } more
opinion-ask-next = Ask next:
opinion-answer = Answer it
opinion-about = How it is reckoned, and what it cannot say
opinion-limits = It counts harm that police recorded, which is less than there was. It does not know what you see and hear. No study has shown it to do better than officers: use it to think again, not instead.
assess-below = { $grade } is suggested. Say of each why it does not call for that.
assess-below-whole = Why a lower grade
assess-below-age = Their age
assess-say-why-below = { $question }: say why this does not call for the grade that is suggested.
assess-challenge-answered-by = Saving a grade answers it; or answer it in the incident, where the grade stays.
assess-prompt-below = Below the suggestion:
assess-opened = I have read it
assess-opened-all = I have read all { $n }
assess-deferred = { $n ->
    [one] One entry since the last grade is not read. Why it waits
   *[other] { $n } entries since the last grade are not read. Why they wait
  }
assess-deferred-hint = Or say at each, under “Entered since the grade was given”, that you have read it.
assess-say-why-deferred = { $n ->
    [one] Read the entry since the last grade, or say why it waits.
   *[other] Read the { $n } entries since the last grade, or say why they wait.
  }
assess-prompt-research = Research:
assess-research = Research
assess-research-all = Every check is done.
assess-research-satisfied = I am satisfied with the research
assess-research-gaps = Not done: { $gaps }. Saving records these as gaps of the grade.
assess-research-record = Record the checks
assess-research-words = Why it does not wait for them (may be left empty)
