//! From a command to facts, or a refusal: a pure function of the state, the command and the context.
//!
//! Only what the invariants gate is refused: closing, lowering, clearing a danger. A record can
//! always be started (INV-6) and raising a grade is never gated.

mod admit;
mod answer;
mod assess;
mod assign;
mod challenge;
mod close;
mod disagreement;
mod fields;
mod hypothesis;
mod medical;
mod partner;
mod policy;
mod research;
mod review;
mod sighting;
mod weather;

use chrono::{DateTime, Utc};

use crate::command::{Act, Command, DescriptionItem, TakeReport};
use crate::fact::{Answered, Category, Described, Grade, IncidentFact, Reference, Standing, Taken};
use crate::force::ForceCode;
use crate::id::{ActionId, OfficerId, PersonId};
use crate::incident::{ConflictKind, Incident};
use crate::question::{Answer, Question};
use crate::question_set::named;
use crate::refusal::{Refusal, Rule};
use crate::role::{Role, Verb};
use crate::thresholds::Thresholds;
use crate::when::When;
pub use admit::{Confirmed, admit, confirmations, rests_on_state, saw_all_of_it};
use fields::Fields;
pub use sighting::sighting;

/// What a decision may use beside state and command: time, ids and rules are arguments.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    pub now: DateTime<Utc>,
    pub officer_id: OfficerId,
    pub role: Role,
    pub force: ForceCode,
    pub thresholds: &'a Thresholds,
    pub new_person: PersonId,
    pub new_action: ActionId,
    /// The version of the question set that a report is taken with (F37).
    pub question_set: String,
    /// References of the person's other incidents in which somebody said that they are exploited (F29).
    pub exploited_in: Vec<String>,
    /// Reference of a new incident, such as `NM/26/004182`.
    pub new_reference: String,
}

/// Decide a command on an incident (`None` where it does not exist yet).
///
/// # Errors
/// A [`Refusal`] that names the rule, the fields and the remedy; nothing has changed.
pub fn decide(
    state: Option<&Incident>,
    command: &Command,
    context: &Context,
) -> Result<Vec<IncidentFact>, Refusal> {
    let mut fields = Fields::default();
    let facts = ruled(state, command, context, &mut fields)?;
    answer::still_or_because(state, command, &mut fields);
    fields.finish()?;
    Ok(facts)
}

/// The same of what was written on paper, where there was no room for evidence: it may follow.
pub(crate) fn decide_written(
    state: &Incident,
    command: &Command,
    context: &Context,
) -> Result<Vec<IncidentFact>, Refusal> {
    let mut fields = Fields::default();
    let facts = ruled(Some(state), command, context, &mut fields)?;
    fields.finish()?;
    Ok(facts)
}

/// The same by the rules alone; what is to be said of single fields is gathered.
fn ruled(
    state: Option<&Incident>,
    command: &Command,
    context: &Context,
    fields: &mut Fields,
) -> Result<Vec<IncidentFact>, Refusal> {
    if !context.role.may(verb(command, state)) {
        return Err(Rule::NotYourRole.into());
    }
    if let Command::TakeReport(report) = command {
        return match state {
            Some(_) => Err(Rule::AlreadyExists.into()),
            None => take_report(report, context),
        };
    }
    let state = state.ok_or(Refusal::from(Rule::NoSuchIncident))?;
    if state.unread > 0 && is_gated(command, state) {
        return Err(Rule::NewerVersion.into());
    }
    if !state.is_open() && !allowed_when_closed(command, state) {
        return Err(Rule::Closed.into());
    }
    disagreement::decided_by_supervisor(state, command, context.role)?;
    on_incident(state, command, context, fields)
}

fn verb(command: &Command, state: Option<&Incident>) -> Verb {
    match command {
        Command::AssessRisk(assess) => match state.and_then(Incident::grade) {
            Some(grade) if assess.grade <= grade => Verb::Review,
            _ => Verb::Assess,
        },
        Command::ReviewIncident(_) | Command::AnswerChallenge(_) => Verb::Review,
        Command::ChallengeGrade(_) => Verb::Challenge,
        Command::RecordLocated(_) | Command::WithdrawLocated(_) => Verb::Locate,
        Command::CloseIncident(_) | Command::ReopenIncident(_) => Verb::Close,
        Command::ClearDanger(_) => Verb::ClearDanger,
        Command::DecidePolicy(_) => Verb::Direct,
        // Open is what most is done for: whoever may record may set it back to that.
        Command::UpdateHypothesis(update) => match &update.stands {
            Some(stands) if stands.standing != Standing::Open => Verb::Direct,
            _ => Verb::Record,
        },
        _ => Verb::Record,
    }
}

/// Acts that are refused while something here was recorded by a newer version (ADR 0001).
fn is_gated(command: &Command, state: &Incident) -> bool {
    match command {
        Command::CloseIncident(_) | Command::ClearDanger(_) => true,
        // What cannot be read may be a grade. Only what is above every grade that can be, or the highest
        // there is, cannot fall short of it.
        Command::AssessRisk(assess) => {
            assess.grade != Grade::High && state.grade().is_none_or(|grade| assess.grade <= grade)
        }
        _ => false,
    }
}

/// A closed incident still takes in what arrives; acts that work the case need it reopened.
fn allowed_when_closed(command: &Command, state: &Incident) -> bool {
    match command {
        Command::RecordContact(_)
        | Command::RecordPartnerInformation(_)
        | Command::RecordNote(_)
        | Command::UpdateInformant(_)
        | Command::ReopenIncident(_)
        | Command::ReviewIncident(_)
        | Command::LinkPerson(_)
        | Command::GiveReference(_)
        | Command::GiveReferenceStatus(_)
        | Command::WithdrawLocated(_)
        | Command::AnswerAction(_)
        | Command::RecordHarm(_)
        | Command::AddPhotograph(_)
        | Command::Describe(_) => true,
        // What is decided about a closed incident (to reopen it or not, what is kept, what a coroner is told), and what was
        // decided before and is written up now, marked as late: a record of it is better than none.
        Command::DecidePolicy(_) => true,
        // A disagreement that came to light after the closure is settled without reopening.
        Command::DecideCategory(_) => state.disagrees_on(ConflictKind::Category),
        _ => false,
    }
}

fn take_report(report: &TakeReport, context: &Context) -> Result<Vec<IncidentFact>, Refusal> {
    let mut fields = Fields::default();
    act(&report.act, context, &mut fields);
    let described = describe(&report.description, &mut fields);
    fields.no_text_too_long("circumstances", &report.circumstances);
    if !report.question_set.is_empty() && named(&report.question_set).is_err() {
        fields.wrong("question_set", "field-standard-version");
    }
    let reported_at = report.reported_at.unwrap_or(context.now);
    fields.past("reported_at", &When::At { at: reported_at }, context);
    if let Some(last_seen) = &report.last_seen {
        fields.last_seen("last_seen", last_seen, context);
    }
    answers(&report.answers, &mut fields);
    references(&report.references, &mut fields);
    if report.assign_to.is_some_and(|to| !Role::ASSIGNABLE.contains(&to)) {
        fields.wrong("assign_to", "field-assign-role");
    }
    fields.finish()?;
    if described.is_empty() {
        return Err(Refusal::at(Rule::NameOrDescription, "description", "field-name-or-description"));
    }
    let mut facts = vec![IncidentFact::Reported {
        reference: context.new_reference.clone(),
        force: context.force.clone(),
        person_id: report.same_person_as.unwrap_or(context.new_person),
        category: report.category,
        reported_at,
        circumstances: report.circumstances.trim().to_owned(),
        question_set: if report.question_set.is_empty() {
            context.question_set.clone()
        } else {
            report.question_set.clone()
        },
    }];
    facts.extend(described.into_iter().map(|described| IncidentFact::Described { described }));
    facts.extend(report.last_seen.clone().map(|last_seen| IncidentFact::LastSeen { last_seen }));
    facts.extend(report.answers.iter().cloned().map(|answered| IncidentFact::Answered { answered }));
    facts.extend(
        report
            .references
            .iter()
            .map(|reference| IncidentFact::ReferenceGiven { reference: trimmed(reference) }),
    );
    facts.extend(report.assign_to.map(|to| IncidentFact::Assigned { to, note: String::new() }));
    Ok(facts)
}

fn on_incident(
    state: &Incident,
    command: &Command,
    context: &Context,
    fields: &mut Fields,
) -> Result<Vec<IncidentFact>, Refusal> {
    act(command.act(), context, fields);
    let facts = match command {
        Command::TakeReport(_) => return Err(Rule::AlreadyExists.into()),
        Command::DecideCategory(command) => {
            fields.text("reason", &command.reason);
            if command.category == Category::Undecided {
                fields.wrong("category", "field-choose-category");
            }
            vec![IncidentFact::CategoryDecided { category: command.category, reason: trim(&command.reason) }]
        }
        Command::Describe(command) => {
            let described = describe(&command.description, fields);
            if command.description.is_empty() {
                fields.wrong("description", "field-empty");
            }
            described.into_iter().map(|described| IncidentFact::Described { described }).collect()
        }
        Command::GiveLastSeen(command) => {
            fields.last_seen("last_seen", &command.last_seen, context);
            if command.last_seen.place.trim().is_empty() {
                fields.wrong("last_seen.place", "field-empty");
            }
            vec![IncidentFact::LastSeen { last_seen: command.last_seen.clone() }]
        }
        Command::AnswerQuestions(command) => {
            answers(&command.answers, fields);
            if command.answers.is_empty() {
                fields.wrong("answers", "field-empty");
            }
            command.answers.iter().cloned().map(|answered| IncidentFact::Answered { answered }).collect()
        }
        Command::ClearDanger(command) => {
            fields.text("reason", &command.reason);
            clear_danger(state, command.question, &command.act.basis)?;
            vec![IncidentFact::DangerCleared { question: command.question, reason: trim(&command.reason) }]
        }
        Command::RecordNote(command) => {
            fields.text("text", &command.text);
            vec![IncidentFact::Noted { text: trim(&command.text) }]
        }
        Command::RecordContact(command) => {
            fields.text("caller", &command.caller);
            fields.no_text_too_long("phone", &command.phone);
            fields.text("text", &command.text);
            vec![IncidentFact::ContactReceived {
                caller: trim(&command.caller),
                phone: trim(&command.phone),
                text: trim(&command.text),
                changes_risk: command.changes_risk,
            }]
        }
        Command::RecordPartnerInformation(command) => vec![partner::informed(command, context, fields)],
        Command::UpdateInformant(command) => {
            fields.text("to", &command.to);
            fields.text("told", &command.told);
            if let Some(promised) = command.next_promised_at {
                fields.after("next_promised_at", promised, context.now);
            }
            vec![IncidentFact::InformantUpdated {
                to: trim(&command.to),
                told: trim(&command.told),
                next_promised_at: command.next_promised_at,
            }]
        }
        Command::SetAction(command) => {
            fields.text("what", &command.what);
            fields.instant("due_at", command.due_at);
            vec![IncidentFact::ActionSet {
                action_id: context.new_action,
                what: trim(&command.what),
                due_at: command.due_at,
                role: command.role,
                locating: command.locating,
            }]
        }
        Command::AnswerAction(command) => {
            let action = state.actions.iter().find(|action| action.what.action_id == command.action_id);
            let action = action.ok_or(Refusal::from(Rule::NoSuchAction))?;
            if !action.what.is_open() {
                return Err(Rule::AlreadyAnswered.into());
            }
            review::action_answer("answer", &command.answer, context, fields);
            vec![IncidentFact::ActionAnswered {
                action_id: command.action_id,
                answer: command.answer.clone(),
            }]
        }
        Command::AssessRisk(command) => assess::assess(state, command, context, fields)?,
        Command::ChallengeGrade(command) => vec![challenge::challenge(state, command, fields)?],
        Command::AnswerChallenge(command) => vec![challenge::answer(state, command, context, fields)?],
        Command::RecordMedicalNeed(command) => vec![medical::need(command, context, fields)],
        Command::RecordResearch(command) => research::record(command, context, fields),
        Command::NoteWeather(command) => vec![weather::note(command, context, fields)],
        Command::ReviewIncident(command) => review::review(state, command, context, fields)?,
        Command::RecordLocated(command) => close::located(state, command, context, fields)?,
        Command::RecordHarm(command) => vec![close::harm(state, command, fields)?],
        Command::WithdrawLocated(command) => {
            if state.located.is_none() && !state.disagrees_on(ConflictKind::Located) {
                return Err(Rule::NotLocated.into());
            }
            fields.text("reason", &command.reason);
            vec![IncidentFact::LocatedWithdrawn { reason: trim(&command.reason) }]
        }
        Command::CloseIncident(command) => close::close(state, command, context, fields)?,
        Command::ReopenIncident(command) => {
            // Where a closure is disputed, reopening is the decision against it.
            if state.is_open() && !state.disagrees_on(ConflictKind::Closure) {
                return Err(Rule::NotClosed.into());
            }
            fields.text("reason", &command.reason);
            vec![IncidentFact::Reopened { reason: trim(&command.reason) }]
        }
        Command::AddPhotograph(command) => {
            if let Taken::On { date } | Taken::About { date } = command.photograph.taken {
                fields.past_day("photograph.taken", date, context);
            }
            vec![IncidentFact::Photographed { photograph: command.photograph.clone() }]
        }
        Command::ConfirmLikeness(command) => {
            fields.text("by", &command.by);
            fields.no_text_too_long("relation", &command.relation);
            if state.photograph_by_id(command.photograph_id).is_none() {
                return Err(Rule::NoSuchPhotograph.into());
            }
            vec![IncidentFact::LikenessConfirmed {
                photograph_id: command.photograph_id,
                by: trim(&command.by),
                relation: trim(&command.relation),
            }]
        }
        Command::LinkPerson(command) => {
            fields.text("reason", &command.reason);
            vec![IncidentFact::PersonLinked { person_id: command.person_id, reason: trim(&command.reason) }]
        }
        Command::AssignIncident(command) => vec![assign::assign(command, fields)],
        Command::ReceiveAssignment(command) => vec![assign::receive(state, command, context)?],
        Command::AcceptAssignment(command) => vec![assign::accept(state, command, context)?],
        Command::PhoneAssignment(command) => vec![assign::phone(state, command, fields)?],
        Command::RaiseHypothesis(command) => vec![hypothesis::raise(command, fields)],
        Command::UpdateHypothesis(command) => hypothesis::update(state, command, fields)?,
        Command::DecidePolicy(command) => vec![policy::decide(state, command, context, fields)?],
        Command::GiveReference(command) => {
            references(std::slice::from_ref(&command.reference), fields);
            vec![IncidentFact::ReferenceGiven { reference: trimmed(&command.reference) }]
        }
        Command::GiveReferenceStatus(command) => {
            let known = state
                .references
                .iter()
                .find(|known| known.system == command.system && known.reference == command.reference.trim());
            match known {
                None => return Err(Rule::NoSuchReference.into()),
                Some(known) if known.status == command.status => return Err(Rule::AlreadyAnswered.into()),
                Some(_) => vec![IncidentFact::ReferenceStatusGiven {
                    system: command.system,
                    reference: trim(&command.reference),
                    status: command.status,
                }],
            }
        }
    };
    Ok(facts)
}

fn act(act: &Act, context: &Context, fields: &mut Fields) {
    if let Some(when) = &act.happened_at {
        fields.past("act.happened_at", when, context);
    }
    if let Some(source) = &act.source {
        fields.source("act.source", source, context);
    }
}

fn clear_danger(state: &Incident, question: Question, basis: &[crate::id::EntryId]) -> Result<(), Refusal> {
    let danger = state.standing_dangers().find(|danger| danger.what.question == question);
    let danger = danger.ok_or(Refusal::from(Rule::NoSuchDanger))?;
    if basis.contains(&danger.entry_id) { Ok(()) } else { Err(Rule::NotInformed.into()) }
}

fn describe(items: &[DescriptionItem], fields: &mut Fields) -> Vec<Described> {
    let mut described = Vec::new();
    for (at, item) in items.iter().enumerate() {
        match Described::parse(item.attribute, &item.value) {
            Ok(parsed) => described.push(parsed),
            Err(remedy) => fields.wrong(&format!("description.{at}.value"), remedy),
        }
    }
    described
}

fn answers(answers: &[Answered], fields: &mut Fields) {
    for (at, answered) in answers.iter().enumerate() {
        fields.no_text_too_long(&format!("answers.{at}.detail"), &answered.detail);
        fields.no_text_too_long(&format!("answers.{at}.said_by"), &answered.said_by);
        let repeated = answers[..at].iter().any(|other| other.question == answered.question);
        if repeated {
            fields.wrong(&format!("answers.{at}.question"), "field-asked-twice");
        }
        if answered.answer == Answer::NotAsked && !answered.detail.trim().is_empty() {
            fields.wrong(&format!("answers.{at}.answer"), "field-detail-without-answer");
        }
    }
}

fn references(references: &[Reference], fields: &mut Fields) {
    for (at, reference) in references.iter().enumerate() {
        fields.text(&format!("references.{at}.reference"), &reference.reference);
    }
}

fn trimmed(reference: &Reference) -> Reference {
    Reference { system: reference.system, reference: trim(&reference.reference) }
}

fn trim(text: &str) -> String {
    text.trim().to_owned()
}
