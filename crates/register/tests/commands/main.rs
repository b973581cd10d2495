//! Commands valid and invalid, by anybody, at any time, on laptops that meet now and then: none
//! reaches a state that breaks INV-3 to INV-6, and what was decided is what the fold then says.

#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;
mod gesture;

use common::*;
use gesture::*;
use proptest::collection::vec;
use proptest::prelude::*;
use register::command::*;
use register::deadline::{DeadlineKind, deadlines, missing_since, review_due};
use register::fact::*;
use register::incident::{ConflictKind, Hypothesis, Said, Status};
use register::question::Answer;
use register::role::Verb;
use register::*;

fn has_conflict(state: &Incident, kind: ConflictKind) -> bool {
    state.conflicts.iter().any(|conflict| conflict.kind == kind)
}

fn invariants(state: &Incident) {
    let thresholds = Thresholds::default();
    assert_eq!(state.accountable_force, force(), "INV-3");
    if state.is_open() {
        assert!(review_due(state, &thresholds).is_some(), "INV-3: a review is due");
        let due = deadlines(state, &thresholds);
        let assessment_due = due.iter().any(|deadline| deadline.kind == DeadlineKind::FirstAssessment);
        assert_eq!(state.grade().is_none(), assessment_due, "INV-3: a grade, or an assessment due");
    }
    let summary = Summary::of(state, &thresholds);
    let text = serde_json::to_string(&summary).unwrap();
    assert_eq!(serde_json::from_str::<Summary>(&text).unwrap(), summary);
}

/// What an accepted command leaves behind is what it said.
fn agreement(before: &Incident, after: &Incident, command: &Command, step: &Step) {
    match command {
        Command::AssessRisk(c) => {
            assert_eq!(after.grade(), Some(c.grade));
            assert_eq!(after.next_review_at, Some(c.next_review_at));
            assert!(!has_conflict(after, ConflictKind::Grades));
            if before.grade().is_some_and(|grade| c.grade <= grade) {
                assert!(step.role.may(Verb::Review), "INV-4");
            }
            if has_conflict(before, ConflictKind::Grades) && Some(c.grade) < before.grade() {
                assert!(step.role.may(Verb::Decide), "a supervisor decides");
            }
            for lowered in before.live_assessments().filter(|said| said.what.grade > c.grade) {
                assert!(c.act.basis.contains(&lowered.entry_id), "INV-4");
                assert!(c.lowered_because.is_some(), "F17");
            }
            assert!(c.grade >= Grade::Medium || after.standing_dangers().next().is_none(), "F19");
            let beside = after.assessments.last().and_then(|said| said.what.beside.clone());
            match beside.and_then(|beside| beside.research).map(|research| *research) {
                Some(ResearchSigned::Satisfied) => assert_eq!(before.research_gaps(), [], "F20"),
                Some(ResearchSigned::Gaps { checks, .. }) => {
                    assert_eq!(checks, before.research_gaps(), "F20")
                }
                None => assert!(c.beside.research.is_none() || before.research_gaps().is_empty(), "F20"),
            }
        }
        Command::CloseIncident(c) => {
            assert_eq!(after.status(), Status::Closed);
            assert!(after.conflicts.is_empty());
            let confirmed = c.exception.as_ref().and_then(|exception| exception.confirmation.as_ref());
            let passed = before.status() == Status::Located
                || confirmed.is_some_and(|by| {
                    by.officer_id != officer(step.officer) && by.role.may(Verb::ConfirmClosure)
                });
            assert!(passed, "INV-4: closed only through the gate");
            assert_eq!(before.open_actions().count(), 0, "F04");
        }
        Command::RecordLocated(_) => {
            assert_eq!(after.status(), Status::Located);
            assert!(!has_conflict(before, ConflictKind::Located) || step.role.may(Verb::Decide));
        }
        Command::GiveLastSeen(c) => {
            assert_eq!(after.said_last_seen.len(), before.said_last_seen.len() + 1);
            let seen = |state: &Incident| {
                state.last_seen.as_ref().is_some_and(|said| said.what.how_known == HowKnown::Seen)
            };
            if seen(before) && c.last_seen.how_known != HowKnown::Seen {
                assert_eq!(after.last_seen, before.last_seen, "F21");
                assert_eq!(missing_since(after), missing_since(before), "INV-4");
            }
        }
        Command::WithdrawLocated(_) => {
            assert_eq!(after.status(), Status::Open);
            assert!(!has_conflict(after, ConflictKind::Located));
        }
        Command::ReopenIncident(_) => {
            assert!(after.is_open());
            assert!(!has_conflict(after, ConflictKind::Closure));
        }
        Command::ClearDanger(c) => {
            assert_eq!(step.role, Role::DutyInspector, "F18");
            assert!(after.standing_dangers().all(|danger| danger.what.question != c.question));
        }
        Command::AnswerAction(c) => {
            let action = after.actions.iter().find(|action| action.what.action_id == c.action_id).unwrap();
            assert_eq!(action.what.answer.as_ref(), Some(&c.answer));
        }
        Command::ReviewIncident(c) => {
            assert_eq!(after.next_review_at, Some(c.next_review_at));
            assert_eq!(after.open_actions().count(), 0);
            assert_ne!(step.role, Role::CallHandler);
            // Answered if its screen showed it, and not otherwise.
            let open = before.since_closure().into_iter().find(|said| !c.act.basis.contains(&said.entry_id));
            let since = after.contact_since.as_ref().map(|said| said.entry_id);
            assert!(since.is_none_or(|since| !c.act.basis.contains(&since)), "F14");
            assert!(open.is_some() || since.is_none(), "F14");
        }
        Command::RecordContact(_) | Command::RecordPartnerInformation(_) if !before.is_open() => {
            assert_eq!(after.status(), Status::Closed);
            assert!(review_due(after, &Thresholds::default()).is_some(), "F14");
        }
        Command::AnswerQuestions(c) => {
            assert_eq!(after.answer(c.answers[0].question), c.answers[0].answer);
            let aside = before.factor_stands(c.answers[0].question) && c.answers[0].answer != Answer::Yes;
            assert!(!aside || !c.answers[0].detail.is_empty(), "F17: only with what shows it");
            if c.answers[0].question.is_immediate_danger() && c.answers[0].answer == Answer::Yes {
                assert!(after.standing_dangers().any(|danger| danger.what.question == c.answers[0].question));
            }
        }
        Command::Describe(c) => {
            let item = &c.description[0];
            let value = Described::parse(item.attribute, &item.value).unwrap().value;
            assert_eq!(after.value(item.attribute), Some(value.as_str()));
        }
        Command::DecideCategory(c) => {
            assert_eq!((after.category, after.category_decided), (c.category, true));
            assert!(!has_conflict(after, ConflictKind::Category));
        }
        Command::AssignIncident(c) => {
            let standing: Vec<Role> =
                after.assignments.iter().filter(|said| said.what.stands).map(|said| said.what.to).collect();
            assert_eq!(standing, [c.to], "who saw all decides");
            assert!(!has_conflict(after, ConflictKind::Assignment));
        }
        Command::ReceiveAssignment(_) => {
            assert_eq!(after.last_entry_at, before.last_entry_at, "F04: no sign of work");
            assert_eq!(after.waiting().count(), before.waiting().count(), "F01: delivered is not accepted");
        }
        Command::AcceptAssignment(c) => {
            assert_eq!(after.owner().unwrap().0.what, officer(step.officer));
            assert!(after.waiting().all(|said| said.entry_id != c.assignment));
        }
        Command::RaiseHypothesis(_) => assert_eq!(after.hypotheses.len(), before.hypotheses.len() + 1),
        Command::UpdateHypothesis(c) => {
            let known = after.hypothesis(c.hypothesis).unwrap();
            if let Some(said) = &c.stands {
                assert_eq!(
                    (known.what.standing, known.what.is_apart()),
                    (said.standing, false),
                    "who saw all"
                );
                assert!(said.standing == Standing::Open || step.role.may(Verb::Direct));
            }
            let likely = |said: &&Said<Hypothesis>| said.what.standing == Standing::MostLikely;
            assert!(after.hypotheses.iter().filter(likely).count() <= 1);
        }
        Command::DecidePolicy(c) => {
            let last = after.policies.last().unwrap();
            assert_eq!((last.what.number, last.what.stands()), (before.next_policy_number(), true));
            assert!(c.supersedes.iter().all(|id| !after.policy(*id).unwrap().what.stands()));
            assert_eq!(last.what.review_due, c.review_at);
            assert!(step.role.may(Verb::Direct));
        }
        Command::RecordResearch(c) => {
            for item in &c.checks {
                let said: Vec<_> =
                    after.researched(item.check).map(|said| said.what.outcome.clone()).collect();
                assert_eq!(said, std::slice::from_ref(&item.outcome), "who saw all decides");
            }
        }
        Command::PhoneAssignment(_) => assert_eq!(after.waiting().count(), before.waiting().count()),
        Command::SetAction(_) => assert_eq!(after.open_actions().count(), before.open_actions().count() + 1),
        Command::GiveReferenceStatus(c) => {
            assert!(
                after.references.iter().any(|known| known.system == c.system && known.status == c.status)
            );
        }
        _ => {}
    }
    // Nothing falls by the way.
    if !matches!(command, Command::AssessRisk(_)) {
        assert_eq!(after.grade(), before.grade(), "INV-4");
    }
    if before.is_open() && !matches!(command, Command::CloseIncident(_)) {
        assert!(after.is_open(), "INV-4");
    }
    if let Command::RecordPartnerInformation(c) = command {
        assert_eq!(after.partners.last().unwrap().what.information, c.information, "word for word");
        let opens = c.information.changes_risk != ChangesRisk::No && !after.assessments.is_empty();
        assert!(!opens || after.reassess_since().is_some(), "F15");
    } else {
        let said = |state: &Incident| -> Vec<_> {
            state.partners.iter().map(|said| said.what.information.clone()).collect()
        };
        assert_eq!(said(after), said(before), "nothing else says what a partner said");
    }
    if !matches!(command, Command::UpdateInformant(_)) {
        assert_eq!(after.promise, before.promise, "only an update keeps a promise");
    }
    if !matches!(command, Command::RecordResearch(_)) {
        assert_eq!(after.research, before.research, "only a check says how a check went");
    }
    let first = |state: &Incident| state.weather_moments().map(|(_, said)| said.what.weather.from).min();
    let said_why = |weather: &Weather| weather.instead_because.is_some();
    match command {
        Command::AssessRisk(_) => {}
        Command::NoteWeather(c) if said_why(&c.weather) => {}
        _ => {
            let put_off = first(before).is_some_and(|was| first(after).is_none_or(|is| is > was));
            assert!(!put_off, "INV-4: only an assessment, or a reason, ends the moment of dangerous weather");
        }
    }
    if !matches!(command, Command::UpdateHypothesis(_)) {
        let before = before.hypotheses.iter().collect::<Vec<_>>();
        let after = after.hypotheses.iter().take(before.len()).collect::<Vec<_>>();
        assert_eq!(after, before, "nothing else says where a hypothesis stands");
    }
    kept(before, after);
    if !matches!(command, Command::AcceptAssignment(_)) {
        assert_eq!(owner(after), owner(before), "F01: whoever has it keeps it until somebody accepts");
    }
    if !matches!(command, Command::ClearDanger(_)) {
        assert!(after.standing_dangers().count() >= before.standing_dangers().count(), "F18");
    }
    if !matches!(command, Command::AssessRisk(_)) && before.reassess_since().is_some() {
        assert!(after.reassess_since().is_some(), "INV-4: no clock ends by itself");
    }
}

/// No decision and no point is ever changed or lost, and a number is always that of its decision.
fn kept(before: &Incident, after: &Incident) {
    for said in &before.policies {
        let now = after.policy(said.entry_id).unwrap();
        assert_eq!((now.what.number, &now.what.decision), (said.what.number, &said.what.decision));
        assert!(said.what.mark.is_none() || now.what.mark == said.what.mark);
        assert!(said.what.stands() || !now.what.stands());
    }
    for said in &before.hypotheses {
        let now = after.hypothesis(said.entry_id).unwrap();
        assert!(said.what.points.iter().all(|point| {
            now.what.points.iter().any(|kept| (kept.entry_id, &kept.what) == (point.entry_id, &point.what))
        }));
    }
    let names: Vec<String> = after.policies.iter().map(|said| said.what.name()).collect();
    assert_eq!(names.iter().collect::<std::collections::BTreeSet<_>>().len(), names.len(), "{names:?}");
}

proptest! {
    #![proptest_config(property(256))]

    #[test]
    fn no_sequence_of_commands_breaks_inv_3_to_inv_6_and_decide_agrees_with_the_fold(
        steps in vec(step(), 1..40),
    ) {
        let mut now = at(0);
        let mut laptops = [Laptop::new(1), Laptop::new(2), Laptop::new(3)];
        let started = laptops[0].give(&report(&[(Attribute::Hair, "red")]).into(), Role::CallHandler, officer(1), now);
        prop_assert!(started.is_ok(), "INV-6");
        let first = laptops[0].log.clone();
        laptops[1].receive(&first, now);
        laptops[2].receive(&first, now);

        for step in &steps {
            now += chrono::TimeDelta::minutes(step.minutes);
            if let Gesture::Meet(other) = step.gesture {
                let theirs = laptops[other].log.clone();
                let mine = laptops[step.laptop].log.clone();
                let apart = [laptops[step.laptop].state(), laptops[other].state()];
                laptops[step.laptop].receive(&theirs, now);
                laptops[other].receive(&mine, now);
                let state = laptops[other].state();
                prop_assert_eq!(&laptops[step.laptop].state(), &state);
                invariants(&state);
                apart.iter().for_each(|before| kept(before, &state));
                continue;
            }
            let laptop = &mut laptops[step.laptop];
            let before = laptop.state();
            let basis = match step.screen {
                Screen::Current => before.basis.clone(),
                Screen::Stale => before.basis[..before.basis.len() / 2].to_vec(),
                Screen::Empty => vec![],
            };
            let command = command(&step.gesture, &before, basis, now);
            match laptop.give(&command, step.role, officer(step.officer), now) {
                Ok(entry) => {
                    let after = laptop.state();
                    invariants(&after);
                    agreement(&before, &after, &command, step);
                    prop_assert_eq!(after.sight.heads, vec![entry.hash]);
                }
                Err(refusal) => {
                    prop_assert_eq!(laptop.state(), before);
                    prop_assert!(refusal.rule != Rule::Fields || !refusal.fields.is_empty());
                }
            }
        }
        let all: Vec<IncidentEntry> = laptops.iter().flat_map(|laptop| laptop.log.clone()).collect();
        let mut backwards = all.clone();
        backwards.reverse();
        prop_assert_eq!(Incident::fold(&all), Incident::fold(&backwards));
        invariants(&Incident::fold(&all).unwrap());
    }

    #[test]
    fn inv_6_a_name_in_any_writing_is_enough_for_a_report_by_anybody_who_may_record(
        name in "\\PC{0,30}\\S\\PC{0,30}",
        attribute in one_of(&[Attribute::FamilyName, Attribute::KnownAs, Attribute::Clothing, Attribute::Marks]),
        role in one_of(&Role::ALL),
    ) {
        let mut case = Case::new();
        let given = case.as_role(role).ask(report(&[(attribute, &name)]));
        if name.trim().is_empty() || name.split_whitespace().next().is_none() {
            return Ok(());
        }
        prop_assert_eq!(given.is_ok(), role.may(Verb::Record));
        if given.is_ok() {
            let state = case.state();
            prop_assert_eq!(state.value(attribute), Some(name.trim()));
            invariants(&state);
        }
    }
}
