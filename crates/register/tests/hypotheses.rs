//! What may have happened, apart from how bad it would be: points for and against from whoever gave them, and where each
//! hypothesis stands. No grade and no clock is made of it.

#![allow(clippy::unwrap_used)]

mod common;

use common::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use register::command::*;
use register::deadline::{deadlines, missing_since, review_due};
use register::decide::admit;
use register::fact::*;
use register::incident::{Hypothesis, Said};
use register::question::{Answer, Question};
use register::*;
use rstest::rstest;

fn updated(hypothesis: EntryId, points: Vec<Point>, stands: Option<Stands>) -> IncidentFact {
    IncidentFact::HypothesisUpdated { hypothesis, points, next_enquiry: String::new(), stands }
}

fn held(state: &Incident, hypothesis: EntryId) -> Said<Hypothesis> {
    state.hypothesis(hypothesis).unwrap().clone()
}

fn standing(state: &Incident, hypothesis: EntryId) -> Standing {
    held(state, hypothesis).what.standing
}

fn points(state: &Incident, hypothesis: EntryId) -> Vec<String> {
    held(state, hypothesis).what.points.into_iter().map(|said| said.what.what).collect()
}

fn says(standing: Standing, hypothesis: EntryId) -> UpdateHypothesis {
    UpdateHypothesis { stands: stands(standing), ..weigh(hypothesis) }
}

/// Two laptops that both hold the report and one hypothesis.
fn apart() -> (Laptop, Laptop, EntryId) {
    let raised = IncidentFact::HypothesisRaised {
        what: "he fell into the river".into(),
        points: vec![],
        next_enquiry: String::new(),
    };
    let (one, two) = two_laptops(vec![vec![reported_fact()], vec![raised]]);
    let hypothesis = one.log[1].header.entry_id;
    (one, two, hypothesis)
}

#[test]
fn a_hypothesis_gathers_points_from_whoever_gave_them_and_keeps_its_last_next_enquiry() {
    let mut case = Case::reported();
    let river = case.give(raise(" he fell into the river ")).header.entry_id;
    case.give(UpdateHypothesis {
        points: vec![point(Bears::Against, "the lock keeper saw nobody")],
        next_enquiry: "ask for the lock's camera".into(),
        ..weigh(river)
    });
    case.give(UpdateHypothesis { points: vec![point(Bears::For, "his hat was found")], ..weigh(river) });
    let known = held(&case.state(), river).what;
    assert_eq!((known.what.as_str(), known.standing), ("he fell into the river", Standing::Open));
    assert_eq!(
        known.points.iter().map(|said| said.what.bears).collect::<Vec<_>>(),
        [Bears::For, Bears::Against, Bears::For]
    );
    assert!(known.points.iter().all(|said| said.what.source == "CCTV, Test Street"));
    let next: Vec<&str> = known.next_enquiries.iter().map(|said| said.what.as_str()).collect();
    assert_eq!(next, ["ask for the lock's camera"]);
}

#[test]
fn it_is_ruled_out_for_a_reason_and_opened_again_for_one() {
    let mut case = Case::reported();
    let river = case.give(raise("he fell into the river")).header.entry_id;
    for out in [Standing::RuledOut, Standing::MostLikely, Standing::Open] {
        let mut without = says(out, river);
        without.stands.as_mut().unwrap().because = " ".into();
        assert_eq!(case.wrong_fields(without), ["stands.because"]);
    }
    case.give(says(Standing::RuledOut, river));
    let known = held(&case.state(), river).what;
    assert_eq!(known.standing, Standing::RuledOut);
    assert_eq!(known.said[0].what.because, "the river bank was searched");
    case.give(UpdateHypothesis { points: vec![point(Bears::For, "his hat was found")], ..weigh(river) });
    assert_eq!(standing(&case.state(), river), Standing::RuledOut, "whoever gave the point knew of it");
    case.give(says(Standing::Open, river));
    let known = held(&case.state(), river).what;
    assert_eq!((known.standing, known.is_apart()), (Standing::Open, false));
}

#[test]
fn one_hypothesis_is_the_most_likely_and_what_was_so_before_is_open_again() {
    let mut case = Case::reported();
    let river = case.give(raise("he fell into the river")).header.entry_id;
    let home = case.give(raise("he walked to his old house")).header.entry_id;
    case.give(says(Standing::MostLikely, river));
    let entry = case.give(says(Standing::MostLikely, home));
    assert_eq!(standing(&case.state(), home), Standing::MostLikely);
    assert_eq!(standing(&case.state(), river), Standing::Open);
    assert_eq!(entry.facts().len(), 2, "the log says so");
    let before = case.laptop.log.split_last().unwrap().1;
    assert_eq!(admit(&entry, before, case.role, &|_, _, _, _| true, &Thresholds::default()), Ok(()));
    case.give(says(Standing::RuledOut, river));
    assert_eq!(standing(&case.state(), home), Standing::MostLikely);
}

#[test]
fn an_update_that_says_nothing_new_and_points_without_their_source_are_refused() {
    let mut case = Case::reported();
    let river = case.give(raise("he fell into the river")).header.entry_id;
    assert_eq!(case.wrong_fields(weigh(river)), ["points"]);
    let blank = Point { bears: Bears::For, what: " ".into(), source: String::new() };
    let given = vec![point(Bears::For, "his hat was found"), blank];
    let wrong = ["points.1.what", "points.1.source"];
    assert_eq!(case.wrong_fields(UpdateHypothesis { points: given.clone(), ..weigh(river) }), wrong);
    let raised = RaiseHypothesis { points: given, ..raise("") };
    assert_eq!(case.wrong_fields(raised), ["what", "points.1.what", "points.1.source"]);
    let long = "x".repeat(50_001);
    let raised = RaiseHypothesis { next_enquiry: long.clone(), ..raise(&long) };
    assert_eq!(case.wrong_fields(raised), ["what", "next_enquiry"]);
    let none = EntryId(uuid::Uuid::nil());
    assert_eq!(case.refused(says(Standing::RuledOut, none)), Rule::NoSuchHypothesis);
}

#[rstest]
#[case(Role::CallHandler, true, false)]
#[case(Role::InvestigatingOfficer, true, true)]
#[case(Role::SearchAdviser, true, true)]
#[case(Role::NationalUnit, true, false)]
#[case(Role::Auditor, false, false)]
#[case(Role::Partner, false, false)]
fn whoever_records_may_raise_it_and_add_to_it_and_whoever_leads_rules_it_out(
    #[case] role: Role,
    #[case] records: bool,
    #[case] leads: bool,
) {
    let mut case = Case::reported();
    let river = case.give(raise("he fell into the river")).header.entry_id;
    let facts = |standing| vec![updated(river, vec![], stands(standing))];
    let admitted = |case: &Case, standing| {
        let entry = case.laptop.clone().entry(case.now, &heads(&case.laptop.log), &[], role, facts(standing));
        admit(&entry, &case.laptop.log, role, &|_, _, _, _| true, &Thresholds::default()).is_ok()
    };
    for (standing, may) in
        [(Standing::Open, records), (Standing::RuledOut, leads), (Standing::MostLikely, leads)]
    {
        assert_eq!(admitted(&case, standing), may, "{standing:?} at the central service");
        let mut case = Case { laptop: case.laptop.clone(), ..case };
        let given = case.as_role(role).ask(says(standing, river));
        assert_eq!(given.map_err(|refusal| refusal.rule).err(), (!may).then_some(Rule::NotYourRole));
    }
    let given = case.as_role(role).ask(raise("he is with his brother"));
    assert_eq!(given.is_ok(), records);
}

#[test]
fn on_a_closed_incident_nothing_is_supposed_any_more() {
    let mut case = Case::reported();
    let river = case.give(raise("he fell into the river")).header.entry_id;
    case.give(located(at(0)));
    let close = case.close();
    case.give(close);
    assert_eq!(case.refused(raise("he is with his brother")), Rule::Closed);
    assert_eq!(case.refused(says(Standing::RuledOut, river)), Rule::Closed);
    case.give(reopen());
    case.give(says(Standing::RuledOut, river));
}

#[test]
fn of_updates_made_without_sight_of_each_other_every_point_and_every_next_enquiry_stays() {
    let (mut one, mut two, river) = apart();
    let update = |what: &str, next: &str| IncidentFact::HypothesisUpdated {
        hypothesis: river,
        points: vec![point(Bears::For, what)],
        next_enquiry: next.into(),
        stands: None,
    };
    one.write(at(70), &[], vec![update("his hat was found", "drag the weir")]);
    two.write(at(71), &[], vec![update("a splash was heard", "ask who heard it")]);
    meet(&mut one, &mut two, at(80));
    assert_eq!(one.state(), two.state());
    assert_eq!(points(&one.state(), river), ["his hat was found", "a splash was heard"]);
    assert_eq!(held(&one.state(), river).what.next_enquiries.len(), 2);
    one.write(at(90), &[], vec![update("his shoe was found", "call off the divers")]);
    assert_eq!(points(&one.state(), river).len(), 3);
    assert_eq!(held(&one.state(), river).what.next_enquiries.len(), 1, "this one saw both");
}

#[rstest]
#[case(Standing::RuledOut, Standing::MostLikely)]
#[case(Standing::RuledOut, Standing::Open)]
#[case(Standing::MostLikely, Standing::Open)]
fn set_apart_it_is_open_until_somebody_who_saw_both_says_where_it_stands(
    #[case] here: Standing,
    #[case] there: Standing,
) {
    let (mut one, mut two, river) = apart();
    one.write(at(70), &[], vec![updated(river, vec![], stands(here))]);
    two.write(at(71), &[], vec![updated(river, vec![], stands(there))]);
    meet(&mut one, &mut two, at(80));
    let known = held(&one.state(), river).what;
    assert_eq!((known.standing, known.is_apart(), known.said.len()), (Standing::Open, true, 2));
    assert!(one.state().conflicts.is_empty(), "it keeps nothing else from being decided");
    one.write(at(90), &[], vec![updated(river, vec![], stands(here))]);
    let known = held(&one.state(), river).what;
    assert_eq!((known.standing, known.is_apart()), (here, false));
}

#[test]
fn ruled_out_by_both_it_is_ruled_out() {
    let (mut one, mut two, river) = apart();
    one.write(at(70), &[], vec![updated(river, vec![], stands(Standing::RuledOut))]);
    two.write(at(71), &[], vec![updated(river, vec![], stands(Standing::RuledOut))]);
    meet(&mut one, &mut two, at(80));
    let known = held(&one.state(), river).what;
    assert_eq!((known.standing, known.is_apart(), known.said.len()), (Standing::RuledOut, false, 2));
}

#[rstest]
#[case(Standing::RuledOut, Bears::For, true)]
#[case(Standing::RuledOut, Bears::Against, false)]
#[case(Standing::MostLikely, Bears::Against, true)]
#[case(Standing::MostLikely, Bears::For, false)]
fn a_point_to_the_contrary_that_was_not_seen_opens_it_again(
    #[case] said: Standing,
    #[case] bears: Bears,
    #[case] opens: bool,
) {
    let (mut one, mut two, river) = apart();
    one.write(at(70), &[], vec![updated(river, vec![], stands(said))]);
    two.write(at(71), &[], vec![updated(river, vec![point(bears, "a splash was heard")], None)]);
    meet(&mut one, &mut two, at(80));
    let known = held(&one.state(), river).what;
    assert_eq!(known.standing, if opens { Standing::Open } else { said });
    assert_eq!((known.is_apart(), known.unseen.len()), (opens, usize::from(opens)));
    one.write(at(90), &[], vec![updated(river, vec![], stands(said))]);
    assert_eq!(standing(&one.state(), river), said, "in sight of the point");
}

#[test]
fn two_held_the_most_likely_apart_are_both_open_and_name_each_other() {
    let (mut one, mut two, river) = apart();
    let raised = IncidentFact::HypothesisRaised {
        what: "he walked to his old house".into(),
        points: vec![],
        next_enquiry: String::new(),
    };
    let home = one.write(at(65), &[], vec![raised]).header.entry_id;
    two.receive(&one.log, at(66));
    one.write(at(70), &[], vec![updated(river, vec![], stands(Standing::MostLikely))]);
    two.write(at(71), &[], vec![updated(home, vec![], stands(Standing::MostLikely))]);
    meet(&mut one, &mut two, at(80));
    let state = one.state();
    assert_eq!((standing(&state, river), standing(&state, home)), (Standing::Open, Standing::Open));
    assert_eq!((held(&state, river).what.rivals, held(&state, home).what.rivals), (vec![home], vec![river]));
    let command = says(Standing::MostLikely, home);
    one.give(&command.into(), Role::Supervisor, officer(1), at(90)).unwrap();
    let state = one.state();
    assert_eq!((standing(&state, river), standing(&state, home)), (Standing::Open, Standing::MostLikely));
    assert!(held(&state, home).what.rivals.is_empty() && !held(&state, river).what.is_apart());
}

/// A log with everything that a grade rests on, and where in it hypotheses are raised and weighed.
fn with_hypotheses() -> impl Strategy<Value = (Vec<IncidentFact>, Vec<(Index, IncidentFact)>)> {
    let river = EntryId(uuid::Uuid::from_u128((1 << 64) | 1));
    let graded = prop_oneof![
        Just(assessed(Grade::High, at(500))),
        Just(assessed(Grade::Medium, at(700))),
        Just(danger(Question::SelfHarm)),
        Just(IncidentFact::Answered { answered: answered(Question::MentalHealth, Answer::Yes) }),
        Just(IncidentFact::MedicalNeeded { need: medical_need(40, false) }),
        Just(located_fact()),
        Just(closed_fact()),
    ];
    let standing = prop_oneof![Just(Standing::Open), Just(Standing::MostLikely), Just(Standing::RuledOut)];
    let bears = prop_oneof![Just(Bears::For), Just(Bears::Against)];
    let supposed = prop_oneof![
        Just(IncidentFact::HypothesisRaised {
            what: "he means to harm himself, and has his insulin with him".into(),
            points: vec![point(Bears::For, "he said so to his daughter")],
            next_enquiry: String::new(),
        }),
        (bears, standing).prop_map(move |(bears, standing)| {
            updated(river, vec![point(bears, "he is 81 and suicidal")], stands(standing))
        }),
    ];
    (vec(graded, 1..8), vec((any::<Index>(), supposed), 1..8))
}

proptest! {
    #![proptest_config(property(96))]

    #[test]
    fn no_hypothesis_changes_a_grade_a_danger_a_clock_or_what_closes((facts, supposed) in with_hypotheses()) {
        let fold = |supposed: &[(Index, IncidentFact)]| {
            let mut laptop = Laptop::new(1);
            laptop.write(at(0), &[], vec![reported_fact()]);
            for (minute, fact) in facts.iter().enumerate() {
                let here = supposed.iter().filter(|(at, _)| at.index(facts.len()) == minute);
                let entry = std::iter::once(fact).chain(here.map(|(_, fact)| fact)).cloned().collect();
                laptop.write(at(10 + i64::try_from(minute).unwrap()), &[], entry);
            }
            laptop.state()
        };
        let (with, without) = (fold(&supposed), fold(&[]));
        let thresholds = Thresholds::default();
        prop_assert_eq!(deadlines(&with, &thresholds), deadlines(&without, &thresholds));
        prop_assert_eq!(review_due(&with, &thresholds), review_due(&without, &thresholds));
        prop_assert_eq!(missing_since(&with), missing_since(&without));
        prop_assert_eq!(Summary::of(&with, &thresholds), Summary::of(&without, &thresholds));
        let bare = |state: &Incident| Incident { hypotheses: vec![], sight: Default::default(), ..state.clone() };
        // `unseen` among the rest: what else stands in the same entries is as it was.
        prop_assert_eq!(bare(&with), bare(&without));
    }
}

#[test]
fn nothing_of_it_is_what_a_grade_rests_on() {
    let mut case = Case::graded(Grade::Medium);
    let before = case.state();
    let river = case.give(raise("he means to harm himself")).header.entry_id;
    case.give(says(Standing::MostLikely, river));
    let after = case.state();
    assert_eq!((after.grade(), &after.basis, &after.news), (before.grade(), &before.basis, &before.news));
    assert_eq!(after.unseen.len(), 2, "F16: whoever grades next is shown that it was entered");
}
