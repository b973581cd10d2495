//! Commands valid and invalid, by anybody, at any time, on laptops that meet now and then: none
//! reaches a state that breaks INV-3 to INV-6, and what was decided is what the fold then says.

#![allow(clippy::unwrap_used)]

mod common;

use common::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use register::command::*;
use register::deadline::{DeadlineKind, deadlines, missing_since, review_due};
use register::fact::*;
use register::incident::{ConflictKind, Hypothesis, Said, Status};
use register::question::{Answer, Question};
use register::role::Verb;
use register::*;

#[derive(Clone, Debug)]
enum Gesture {
    Report,
    Category(Category),
    Describe(Attribute, &'static str),
    Answer(Question, Answer),
    Clear(Question),
    Note(&'static str),
    Contact(ChangesRisk),
    Inform(Option<i64>),
    Harm(bool),
    SetAction(i64),
    AnswerAction(Index, ActionAnswer),
    Review {
        all: bool,
        next: i64,
    },
    Assess {
        grade: Grade,
        reason: bool,
        next: i64,
    },
    Medical(i64, bool),
    Challenge(Grade),
    AnswerChallenge(Index),
    Locate(i64),
    Withdraw,
    Close,
    CloseUnlocated {
        by: Option<(Role, u8)>,
    },
    Reopen,
    Reference(System),
    Status(System, ReferenceStatus),
    Link(u128),
    LastSeen(i64, HowKnown),
    Assign(Role),
    Receive(Index),
    Accept(Index),
    Phone(Index),
    Suppose,
    Weigh(Index, Bears, Option<Standing>),
    Policy {
        review: Option<i64>,
        over: Option<Index>,
    },
    /// Two laptops exchange what they hold.
    Meet(usize),
}

#[derive(Clone, Copy, Debug)]
enum Screen {
    Current,
    Stale,
    Empty,
}

#[derive(Clone, Debug)]
struct Step {
    laptop: usize,
    role: Role,
    officer: u8,
    minutes: i64,
    screen: Screen,
    gesture: Gesture,
}

fn one_of<T: Clone + std::fmt::Debug + 'static>(values: &'static [T]) -> impl Strategy<Value = T> + Clone {
    proptest::sample::select(values)
}

fn gesture() -> impl Strategy<Value = Gesture> {
    let question = one_of(&[
        Question::SelfHarm,
        Question::MedicalNeeds,
        Question::SexualExploitation,
        Question::CriminalExploitation,
        Question::MentalHealth,
        Question::NotVulnerable,
    ]);
    let said = one_of(&[Answer::Yes, Answer::No, Answer::NotAsked, Answer::NotKnown]);
    let role = one_of(&Role::ALL);
    let grade = one_of(&[Grade::High, Grade::Medium, Grade::Low, Grade::VeryLow, Grade::Absent]);
    let system = one_of(&[System::DispatchLog, System::PncLeds, System::Ukmpu]);
    let answered = prop_oneof![
        Just(done()),
        Just(ActionAnswer::Stopped { because: "found elsewhere".into() }),
        (-60i64..6_000).prop_map(|until| ActionAnswer::StillNeeded { until: at(until) }),
    ];
    prop_oneof![
        1 => Just(Gesture::Report),
        1 => one_of(&[
            Category::Missing, Category::ConcernForSafety, Category::AwayFromPlacement, Category::Undecided,
        ]).prop_map(Gesture::Category),
        2 => one_of(&[
            (Attribute::Age, "16"), (Attribute::Age, "40"), (Attribute::Age, "old"),
            (Attribute::Medication, "insulin"), (Attribute::DateOfBirth, "2012-02"), (Attribute::Hair, " "),
        ]).prop_map(|(attribute, value)| Gesture::Describe(attribute, value)),
        3 => (question.clone(), said).prop_map(|(question, said)| Gesture::Answer(question, said)),
        2 => question.prop_map(Gesture::Clear),
        1 => one_of(&["rang the ward", ""]).prop_map(Gesture::Note),
        2 => one_of(&[ChangesRisk::Yes, ChangesRisk::No, ChangesRisk::Unsure]).prop_map(Gesture::Contact),
        1 => proptest::option::of(-10i64..500).prop_map(Gesture::Inform),
        1 => any::<bool>().prop_map(Gesture::Harm),
        1 => (0i64..500).prop_map(Gesture::SetAction),
        2 => (any::<Index>(), answered).prop_map(|(which, answer)| Gesture::AnswerAction(which, answer)),
        2 => (any::<bool>(), -10i64..300).prop_map(|(all, next)| Gesture::Review { all, next }),
        6 => (grade, prop::bool::weighted(0.8), -10i64..300).prop_map(|(grade, reason, next)| Gesture::Assess { grade, reason, next }),
        1 => (0i64..500, any::<bool>()).prop_map(|(from, ended)| Gesture::Medical(from, ended)),
        2 => one_of(&[Grade::High, Grade::Medium, Grade::Low]).prop_map(Gesture::Challenge),
        1 => any::<Index>().prop_map(Gesture::AnswerChallenge),
        4 => (-90i64..10).prop_map(Gesture::Locate),
        2 => Just(Gesture::Withdraw),
        4 => Just(Gesture::Close),
        2 => proptest::option::of((role, 1u8..4)).prop_map(|by| Gesture::CloseUnlocated { by }),
        2 => Just(Gesture::Reopen),
        1 => system.clone().prop_map(Gesture::Reference),
        1 => (system, one_of(&[ReferenceStatus::Open, ReferenceStatus::Closed])).prop_map(|(system, status)| Gesture::Status(system, status)),
        1 => (5u128..7).prop_map(Gesture::Link),
        2 => (-600i64..10, one_of(&[HowKnown::Seen, HowKnown::HeardFrom, HowKnown::Assumed]))
            .prop_map(|(minutes, how)| Gesture::LastSeen(minutes, how)),
        2 => one_of(&[Role::Supervisor, Role::DutyInspector, Role::Auditor]).prop_map(Gesture::Assign),
        2 => any::<Index>().prop_map(Gesture::Receive),
        2 => any::<Index>().prop_map(Gesture::Accept),
        1 => any::<Index>().prop_map(Gesture::Phone),
        1 => Just(Gesture::Suppose),
        2 => (any::<Index>(), one_of(&[Bears::For, Bears::Against]), proptest::option::of(one_of(&[
            Standing::Open, Standing::MostLikely, Standing::RuledOut,
        ]))).prop_map(|(which, bears, standing)| Gesture::Weigh(which, bears, standing)),
        2 => (proptest::option::of(-10i64..300), proptest::option::of(any::<Index>()))
            .prop_map(|(review, over)| Gesture::Policy { review, over }),
        6 => (0usize..3).prop_map(Gesture::Meet),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    // Mostly people who may act, sometimes anybody.
    let role = prop_oneof![
        6 => one_of(&[Role::DutyInspector, Role::Supervisor, Role::InvestigatingOfficer]),
        2 => one_of(&Role::ALL),
    ];
    let screen = prop_oneof![5 => Just(Screen::Current), 1 => Just(Screen::Stale), 1 => Just(Screen::Empty)];
    (0usize..3, role, 1u8..4, -200i64..300, screen, gesture()).prop_map(
        |(laptop, role, officer, minutes, screen, gesture)| Step {
            laptop,
            role,
            officer,
            minutes,
            screen,
            gesture,
        },
    )
}

fn command(
    gesture: &Gesture,
    state: &Incident,
    basis: Vec<EntryId>,
    now: chrono::DateTime<chrono::Utc>,
) -> Command {
    let act = Act { basis, ..Act::default() };
    let later = |minutes: i64| now + chrono::TimeDelta::minutes(minutes);
    let incident_id = incident_id();
    let close = CloseIncident { incident_id, act: act.clone(), summary: "over".into(), exception: None };
    match gesture.clone() {
        Gesture::Report | Gesture::Meet(_) => report(&[(Attribute::Hair, "red")]).into(),
        Gesture::Category(category) => {
            DecideCategory { incident_id, act, category, reason: "as told".into() }.into()
        }
        Gesture::Describe(attribute, value) => Describe { act, ..describe(attribute, value) }.into(),
        Gesture::Answer(question, said) => AnswerQuestions { act, ..answer(question, said) }.into(),
        Gesture::Clear(question) => clear(question, act.basis).into(),
        Gesture::Note(text) => note(text).into(),
        Gesture::Contact(changes_risk) => RecordContact { act, ..contact(changes_risk) }.into(),
        Gesture::Inform(next) => UpdateInformant {
            incident_id,
            act,
            to: "Test-Larkspur, Ida".into(),
            told: "nothing new".into(),
            next_promised_at: next.map(later),
        }
        .into(),
        Gesture::Harm(some) => RecordHarm { act, ..harm(if some { &[HarmKind::Crime] } else { &[] }) }.into(),
        Gesture::SetAction(due) => set_action("look in the garage", later(due)).into(),
        Gesture::AnswerAction(which, answer) => {
            let known: Vec<ActionId> = state.actions.iter().map(|action| action.what.action_id).collect();
            let action_id = if known.is_empty() { ActionId(uuid::Uuid::nil()) } else { *which.get(&known) };
            AnswerAction { incident_id, act, action_id, answer }.into()
        }
        Gesture::Review { all, next } => {
            let answers = state
                .open_actions()
                .filter(|_| all)
                .map(|action| ReviewedAction { action_id: action.what.action_id, answer: done() })
                .collect();
            ReviewIncident { act, ..review(later(next), answers) }.into()
        }
        Gesture::Assess { grade, reason, next } => AssessRisk {
            incident_id,
            act,
            grade,
            factors: vec![],
            rationale: rationale(),
            next_review_at: later(next),
            lowered_because: reason.then(|| "seen in good spirits".into()),
            beside: Default::default(),
        }
        .into(),
        Gesture::Challenge(grade) => {
            ChallengeGrade { incident_id, act, grade, reason: "he is frail".into() }.into()
        }
        Gesture::AnswerChallenge(which) => {
            let known: Vec<EntryId> = state.challenges.iter().map(|said| said.entry_id).collect();
            let challenge = if known.is_empty() { EntryId(uuid::Uuid::nil()) } else { *which.get(&known) };
            AnswerChallenge { incident_id, act, challenge, reason: "seen by his doctor".into() }.into()
        }
        Gesture::Medical(from, ended) => {
            RecordMedicalNeed { incident_id, act, need: medical_need(from, ended) }.into()
        }
        Gesture::Locate(minutes) => RecordLocated { act, ..located(later(minutes)) }.into(),
        Gesture::Withdraw => withdraw().into(),
        Gesture::Close => close.into(),
        Gesture::CloseUnlocated { by } => {
            let exception = ClosingException {
                kind: ExceptionKind::RecordedInError,
                reason: "two reports of one person".into(),
                confirmation: by.map(|(role, who)| confirmation(role, officer(who))),
            };
            CloseIncident { exception: Some(exception), ..close }.into()
        }
        Gesture::Reopen => reopen().into(),
        Gesture::Reference(system) => give_reference(system, "0412").into(),
        Gesture::Status(system, status) => {
            GiveReferenceStatus { system, ..dispatch_status("0412", status) }.into()
        }
        Gesture::LastSeen(minutes, how_known) => {
            let (place, by) = ("Test Street".into(), String::new());
            let last_seen = LastSeen { place, when: When::At { at: later(minutes) }, how_known, by };
            GiveLastSeen { incident_id, act, last_seen }.into()
        }
        Gesture::Assign(to) => AssignIncident { incident_id, act, to, note: String::new() }.into(),
        Gesture::Receive(which) => {
            ReceiveAssignment { incident_id, act, assignment: assignment(which, state) }.into()
        }
        Gesture::Accept(which) => {
            AcceptAssignment { incident_id, act, assignment: assignment(which, state) }.into()
        }
        Gesture::Phone(which) => {
            let (assignment, spoke_to) = (assignment(which, state), "Test-Rook".into());
            PhoneAssignment { incident_id, act, assignment, spoke_to }.into()
        }
        Gesture::Suppose => RaiseHypothesis { act, ..raise("he fell into the river") }.into(),
        Gesture::Weigh(which, bears, standing) => {
            let known: Vec<EntryId> = state.hypotheses.iter().map(|said| said.entry_id).collect();
            let hypothesis = if known.is_empty() { EntryId(uuid::Uuid::nil()) } else { *which.get(&known) };
            let points = vec![point(bears, "a splash was heard")];
            UpdateHypothesis { act, points, stands: standing.and_then(stands), ..weigh(hypothesis) }.into()
        }
        Gesture::Policy { review, over } => {
            let known: Vec<EntryId> = state.policies.iter().map(|said| said.entry_id).collect();
            let over = over.filter(|_| !known.is_empty()).map(|which| *which.get(&known));
            let supersedes = over.into_iter().collect();
            DecidePolicy { act, review_at: review.map(later), supersedes, ..policy("search the park") }.into()
        }
        Gesture::Link(person) => LinkPerson {
            incident_id,
            act,
            person_id: PersonId(uuid::Uuid::from_u128(person)),
            reason: "same tattoo".into(),
        }
        .into(),
    }
}

/// One of those that were made, or an entry that made none.
fn assignment(which: Index, state: &Incident) -> EntryId {
    let known: Vec<EntryId> = state.assignments.iter().map(|said| said.entry_id).collect();
    if known.is_empty() { EntryId(uuid::Uuid::nil()) } else { *which.get(&known) }
}

fn owner(state: &Incident) -> Option<EntryId> {
    state.owner().map(|(said, _)| said.entry_id)
}

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
            let open = before
                .contacts
                .iter()
                .find(|contact| contact.what.after_closure && !c.act.basis.contains(&contact.entry_id));
            let since = after.contact_since.as_ref().map(|said| said.entry_id);
            assert!(since.is_none_or(|since| !c.act.basis.contains(&since)), "F14");
            assert!(open.is_some() || since.is_none(), "F14");
        }
        Command::RecordContact(_) if !before.is_open() => {
            assert_eq!(after.status(), Status::Closed);
            assert!(review_due(after, &Thresholds::default()).is_some(), "F14");
        }
        Command::AnswerQuestions(c) => {
            assert_eq!(after.answer(c.answers[0].question), c.answers[0].answer);
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
    if !matches!(command, Command::UpdateInformant(_)) {
        assert_eq!(after.promise, before.promise, "only an update keeps a promise");
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
    if !matches!(command, Command::AssessRisk(_)) && before.reassess_since.is_some() {
        assert!(after.reassess_since.is_some(), "INV-4: no clock ends by itself");
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
                    prop_assert_eq!(after.heads, vec![entry.hash]);
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
