//! What officers do on laptops that meet now and then, drawn at random, and the command that each makes.

use proptest::prelude::*;
use proptest::sample::Index;
use register::command::*;
use register::fact::*;
use register::question::{Answer, Question};
use register::*;

use crate::common::*;

#[derive(Clone, Debug)]
pub enum Gesture {
    Report,
    Category(Category),
    Describe(Attribute, &'static str),
    Answer(Question, Answer, bool),
    Clear(Question),
    Note(&'static str),
    Contact(ChangesRisk),
    Partner(ChangesRisk),
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
        /// Satisfied with the research, or with its gaps.
        signed: Option<bool>,
    },
    Research(ResearchCheck, bool),
    ResearchAll,
    Medical(i64, bool),
    Weather {
        from: i64,
        cold: bool,
        reason: bool,
    },
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
pub enum Screen {
    Current,
    Stale,
    Empty,
}

#[derive(Clone, Debug)]
pub struct Step {
    pub laptop: usize,
    pub role: Role,
    pub officer: u8,
    pub minutes: i64,
    pub screen: Screen,
    pub gesture: Gesture,
}

pub fn one_of<T: Clone + std::fmt::Debug + 'static>(
    values: &'static [T],
) -> impl Strategy<Value = T> + Clone {
    proptest::sample::select(values)
}

pub fn gesture() -> impl Strategy<Value = Gesture> {
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
        3 => (question.clone(), said, any::<bool>())
            .prop_map(|(question, said, evidence)| Gesture::Answer(question, said, evidence)),
        2 => question.prop_map(Gesture::Clear),
        1 => one_of(&["rang the ward", ""]).prop_map(Gesture::Note),
        2 => one_of(&[ChangesRisk::Yes, ChangesRisk::No, ChangesRisk::Unsure]).prop_map(Gesture::Contact),
        2 => one_of(&[ChangesRisk::Yes, ChangesRisk::No, ChangesRisk::Unsure]).prop_map(Gesture::Partner),
        1 => proptest::option::of(-10i64..500).prop_map(Gesture::Inform),
        1 => any::<bool>().prop_map(Gesture::Harm),
        1 => (0i64..500).prop_map(Gesture::SetAction),
        2 => (any::<Index>(), answered).prop_map(|(which, answer)| Gesture::AnswerAction(which, answer)),
        2 => (any::<bool>(), -10i64..300).prop_map(|(all, next)| Gesture::Review { all, next }),
        6 => (grade, prop::bool::weighted(0.8), -10i64..300, one_of(&[None, Some(false), Some(true)]))
            .prop_map(|(grade, reason, next, signed)| Gesture::Assess { grade, reason, next, signed }),
        2 => (one_of(&ResearchCheck::ALL), any::<bool>()).prop_map(|(check, done)| Gesture::Research(check, done)),
        1 => Just(Gesture::ResearchAll),
        1 => (0i64..500, any::<bool>()).prop_map(|(from, ended)| Gesture::Medical(from, ended)),
        2 => (-100i64..500, any::<bool>(), prop::bool::weighted(0.2))
            .prop_map(|(from, cold, reason)| Gesture::Weather { from, cold, reason }),
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

pub fn step() -> impl Strategy<Value = Step> {
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

pub fn command(
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
        Gesture::Answer(question, said, evidence) => {
            let mut answers = vec![answered(question, said)];
            if evidence && said != Answer::NotAsked {
                answers[0].detail = "his doctor says so".into();
            }
            AnswerQuestions { incident_id, act, answers }.into()
        }
        Gesture::Clear(question) => clear(question, act.basis).into(),
        Gesture::Note(text) => note(text).into(),
        Gesture::Contact(changes_risk) => RecordContact { act, ..contact(changes_risk) }.into(),
        Gesture::Partner(changes_risk) => RecordPartnerInformation { act, ..partner(changes_risk) }.into(),
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
        Gesture::Research(check, done) => {
            let checks = vec![ResearchItem { check, outcome: researched(done) }];
            RecordResearch { incident_id, act, checks }.into()
        }
        Gesture::ResearchAll => {
            let checks = ResearchCheck::ALL.map(|check| ResearchItem { check, outcome: researched(true) });
            RecordResearch { incident_id, act, checks: checks.to_vec() }.into()
        }
        Gesture::Assess { grade, reason, next, signed } => AssessRisk {
            incident_id,
            act,
            grade,
            factors: vec![],
            rationale: rationale(),
            next_review_at: later(next),
            lowered_because: reason.then(|| "seen in good spirits".into()),
            beside: Beside {
                research: signed.map(|satisfied| {
                    Box::new(match satisfied {
                        true => ResearchSigned::Satisfied,
                        false => ResearchSigned::Gaps { checks: vec![], words: String::new() },
                    })
                }),
                ..Beside::default()
            },
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
        Gesture::Weather { from, cold, reason } => {
            let weather = Weather {
                from: later(from),
                lowest: Some(if cold { -2 } else { 12 }),
                wet: false,
                instead_because: reason.then(|| "a newer forecast".into()),
                ..freezing(0)
            };
            NoteWeather { incident_id, act, weather }.into()
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
pub fn assignment(which: Index, state: &Incident) -> EntryId {
    let known: Vec<EntryId> = state.assignments.iter().map(|said| said.entry_id).collect();
    if known.is_empty() { EntryId(uuid::Uuid::nil()) } else { *which.get(&known) }
}

pub fn owner(state: &Incident) -> Option<EntryId> {
    state.owner().map(|(said, _)| said.entry_id)
}
