### New report (S2). The labels of questions, attributes, categories and systems stand in core.ftl.

report-about = A name or a description is enough. Everything else can follow.
report-not-your-role = Reports are taken by officers who work cases; your role here is { $role }. Ask one of them to take it.
report-read-again = Read again
report-beside = About this report
report-not-asked = Not asked
report-from-log = · log

## The person
report-person = Who
report-person-note = a name, or what they look like
report-age = Age or birth
report-age-read = Age { $age }
report-birth-read = Born { $date }
report-birth-read-age = { $date } · { $years }
report-age-unclear = Like 81, 20-30 or 4/3/1945
report-sex-female = Female
report-sex-male = Male
report-sex-other = Other
report-sex-not-known = Not known
report-height = Height
report-looked-after-by = Looked after by (which council; No if by none)
report-height-read = { $cm } cm
report-more = { $n ->
    [0] More about them: medication, phone, vehicle, places they go
    [one] More about them · 1 given
   *[other] More about them · { $n } given
  }

## Last seen, and who says so
report-last-seen = Last seen
report-place = Where
report-when = When
report-how-known = How is it known
report-seen-by = By whom
report-informant = Who is telling us
report-informant-name = Name
report-informant-relation = Relation
report-informant-phone = Phone
report-the-informant = the informant

## Questions
report-questions = Questions
report-questions-left = { $n ->
    [one] 1 not asked yet · keys Y, N, K, Enter for detail
   *[other] { $n } not asked yet · keys Y, N, K, Enter for detail
  }
report-questions-all = all asked
report-ask = Ask:
report-add-detail = Detail
report-add-detail-to = Add detail: { $question }
report-detail = What was said
report-detail-of = What was said: { $question }
report-said-by = By { $informant }
report-said-by-of = Who said so: { $question }
report-danger = Immediate danger: { $what }
report-hint = Ask: the log says “{ $because }”

## The record
report-what = What happened
report-circumstances = Circumstances, in the caller’s words
report-reported = Reported at
report-reported-hint = Leave empty for now
report-from-paper = Written on paper first
report-category = Kind of report
report-undecided-note = A decision falls due in 30 minutes.
report-time-unclear-when = When they were last seen could not be read. Write it like “yesterday 15:10”, or leave it empty.
report-time-unclear-reported = When it was reported could not be read. Write it like “15:10”, or leave it empty.

## How complete
report-complete = How complete
report-enough = Enough to save.
report-not-enough = Not enough yet: give a name, or anything that describes them.
report-lacking = Not given: { $what }.
report-lacking-nothing = All of the first questions have an answer.
report-lacks-name = name
report-lacks-age = age
report-lacks-place = where last seen
report-lacks-when = when last seen
report-lacks-description = description
report-lacks-informant = who is telling
report-lacks-phone = their phone
report-lacks-sex = sex
report-lacks-circumstances = circumstances
report-lacks-category = kind of report

## Dispatch log
report-log-paste = Paste the dispatch log
report-log-title = Paste the dispatch log
report-log-label = Text of the log
report-log-hint = Ctrl+V reads it at once. Only empty fields are filled; dangers are pointed out, for you to ask about.
report-log-read = Fill the form from it
report-log-not = Leave it
report-log-empty = Paste the text of the log first.
report-log-filled = { $n ->
    [0] Nothing in the log filled an empty field.
    [one] The log filled 1 field: check it.
   *[other] The log filled { $n } fields: check them.
  }
report-log-kept = Left as they were, where the log says something else: { $what }.
report-log-hints = { $n ->
    [one] It points at 1 danger: ask about it.
   *[other] It points at { $n } dangers: ask about them.
  }

## The same person
report-similar = Reported before?
report-similar-count = { $n ->
    [one] 1 person reported before has a name like this
   *[other] { $n } people reported before have names like this
  }
report-similar-episodes = { $n ->
    [one] 1 episode. Last:
   *[other] { $n } episodes. Last:
  }
report-similar-open = { $reference } is open now.
report-similar-open-it = Open it instead
report-similar-unread = Earlier incidents could not be read just now.
report-same-person = Same person
report-same-person-as = Same person as { $name }
report-same-linked = Same person as
report-same-undo = Undo

## Drafts and saving
report-drafts = Unfinished drafts
report-draft-no-name = No name yet
report-draft-from = { $time }
report-draft-discard = Discard
report-draft-discard-of = Discard the draft of { $name }
report-draft-none = Nothing typed yet.
report-draft-saved = Draft saved { $time }
report-draft-not-saved = Draft NOT saved: { $why }
report-save = Save report
report-saved = { $reference } is saved. Next: { $next }
report-next-assess = assess the risk.
report-taken-before = This report was already recorded as { $reference }. What was typed after that is not in it: record it here.
report-discard = Discard draft
report-discard-not = Keep it
report-discard-title = Discard this draft?
report-discard-words = What was typed in it goes, and nothing of it stands in the log.
report-discarded = The draft is discarded.

report-assign-to = Hand to
report-assign-nobody = Nobody: I keep it
