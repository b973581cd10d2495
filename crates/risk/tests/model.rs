//! The model as it is shipped, and models that are refused.

use register::fact::{Condition, Grade};
use register::question::Question;
use risk::{Evidence, Finding, Model, ModelError, Place, Sex, State, assess};
use rstest::rstest;

const SHIPPED: &str = include_str!("../../../config/risk/model.toml");

#[test]
fn every_question_that_an_assessment_shows_has_a_factor_but_for_a_statement_against_danger() {
    let model = Model::default();
    for question in Question::FACTORS {
        assert_eq!(model.factor(question).is_some(), question != Question::NotVulnerable, "{question:?}");
    }
}

#[test]
fn the_characteristics_of_inv_10_stand_nowhere_in_the_model() {
    let model = toml::to_string(&Model::default()).expect("a model is data").to_lowercase();
    let factors = model.split("[study").next().unwrap_or_default().to_owned()
        + model.split("[[base]]").nth(1).unwrap_or_default();
    for word in ["ethnic", "nationality", "religion", "sexuality", "language"] {
        assert!(!factors.contains(word), "{word}");
    }
}

#[rstest]
#[case::backwards(
    "log_odds = 1.10, low = 0.60, high = 1.60",
    "log_odds = 1.10, low = 1.60, high = 0.60",
    "low is at most"
)]
#[case::against_its_direction(
    "log_odds = 1.10, low = 0.60",
    "log_odds = -0.10, low = -0.60",
    "goes the way that it declares"
)]
#[case::no_such_study(
    "studies = [\"giles-obrien-waring\", \"davies-sidebottom\"]",
    "studies = [\"hearsay\"]",
    "cites studies"
)]
#[case::no_study("studies = [\"newiss\"]", "studies = []", "cites studies")]
#[case::share("share = 0.06", "share = 1.06", "between 0 and 1")]
#[case::a_gap_between_ages("ages = [18, 64]", "ages = [19, 64]", "without a gap")]
#[case::kinds("self_harm = 0.30", "self_harm = 0.40", "add up to 1")]
#[case::cut_offs("medium = 0.012", "medium = 0.2", "low is less than medium")]
#[case::a_cut_off_of_nothing("low = 0.004", "low = 0.0", "low is less than medium")]
#[case::low_above_medium("low = 0.004", "low = 0.05", "low is less than medium")]
#[case::low_as_medium("low = 0.004", "low = 0.012", "low is less than medium")]
#[case::medium_as_high("medium = 0.012", "medium = 0.12", "low is less than medium")]
#[case::a_cut_off_of_all("high = 0.12\n", "high = 1.0\n", "low is less than medium")]
#[case::an_age_band_backwards("ages = [65, 125]", "ages = [65, 64]", "without a gap")]
#[case::a_rate_that_may_be_nothing("low = 0.011", "low = 0.0", "all between 0 and 1")]
#[case::a_rate_below_its_range("low = 0.011", "low = 0.018", "low is at most rate")]
#[case::a_rate_above_its_range("high = 0.026", "high = 0.016", "rate at most high")]
#[case::a_rate_that_may_be_all("high = 0.117", "high = 1.0", "all between 0 and 1")]
#[case::less_than_no_harm_of_a_kind(
    "crime = 0.05, exploitation = 0.01",
    "crime = 0.07, exploitation = -0.01",
    "add up to 1"
)]
#[case::twice("question = \"harmed_before\"", "question = \"self_harm\"", "stands once")]
#[case::protected("question = \"harmed_before\"", "question = \"added_ethnic_origin\"", "INV-10")]
#[case::no_number_of_a_term(
    "log_odds = 0.10, low = 0.0, high = 0.25",
    "log_odds = nan, low = nan, high = nan",
    "term female"
)]
#[case::a_term_outside_its_range(
    "log_odds = 0.10, low = 0.0, high = 0.25",
    "log_odds = 0.30, low = 0.0, high = 0.25",
    "low is at most"
)]
#[case::protected_while_unknown("while_unknown = [", "while_unknown = [\"added_ethnic_origin\", ", "INV-10")]
#[case::a_grade_of_another_time("not_below = \"medium\"", "not_below = \"absent\"", "may be given today")]
#[case::protected_flag("any = [\"", "any = [\"added_faith\", \"", "INV-10")]
fn a_model_that_contradicts_itself_is_refused(#[case] from: &str, #[case] to: &str, #[case] says: &str) {
    assert!(SHIPPED.contains(from), "the case is of the shipped model");
    let error = Model::parse(&SHIPPED.replacen(from, to, 1)).expect_err("refused");
    assert!(matches!(error, ModelError::Value { .. }), "{error}");
    assert!(error.to_string().contains(says), "{error}");
}

#[test]
fn studies_are_told_in_the_order_in_which_they_are_cited() {
    let model = Model::default();
    let keys = ["newiss", "davies-sidebottom", "hearsay"].map(String::from);
    let names: Vec<_> = model.cited(&keys).map(|study| study.name.as_str()).collect();
    assert_eq!(names, ["Newiss 2006", "Davies and Sidebottom 2025"], "and none that does not stand in it");
}

#[rstest]
#[case::an_age_band_of_one_year("ages = [65, 125]", "ages = [65, 65]")]
#[case::a_rate_without_a_range("low = 0.050\nhigh = 0.117", "low = 0.077\nhigh = 0.077")]
#[case::no_harm_of_a_kind("crime = 0.05, exploitation = 0.01", "crime = 0.06, exploitation = 0.0")]
fn a_model_at_the_edge_of_what_is_sound_is_read(#[case] from: &str, #[case] to: &str) {
    assert!(SHIPPED.contains(from), "the case is of the shipped model");
    Model::parse(&SHIPPED.replacen(from, to, 1)).expect("sound");
}

#[test]
fn a_key_that_no_model_has_is_refused_and_named() {
    let error = Model::parse(&format!("ethnicity = 1\n{SHIPPED}")).expect_err("refused");
    assert!(error.to_string().contains("ethnicity"), "{error}");
}

fn of(ages: (u32, u32), sex: Sex) -> Evidence {
    Evidence { ages: Some(ages), sex: Some(sex), ..Evidence::default() }
}

fn now() -> chrono::DateTime<chrono::Utc> {
    "2026-11-25T03:00:00Z".parse().expect("a time")
}

#[rstest]
#[case::child((15, 15), 0.017)]
#[case::adult((30, 30), 0.066)]
#[case::older((80, 80), 0.077)]
fn of_whom_nothing_else_is_known_the_published_rate_is_told(#[case] ages: (u32, u32), #[case] rate: f64) {
    let opinion = assess(&of(ages, Sex::Male), &Model::default(), Place::UNITED_KINGDOM, now());
    assert!((opinion.estimate.rate - rate).abs() < 0.002, "{}", opinion.estimate.rate);
    assert_eq!(opinion.estimate, opinion.base);
    // Nothing is asked yet: not lower than medium meanwhile.
    assert_eq!(opinion.suggestion.grade, Grade::Medium);
}

#[test]
fn who_may_be_of_two_bands_lies_between_them_and_the_range_holds_both() {
    let model = Model::default();
    let opinion = |ages| assess(&of(ages, Sex::Male), &model, Place::UNITED_KINGDOM, now()).estimate;
    let (child, adult, either) = (opinion((17, 17)), opinion((18, 18)), opinion((17, 18)));
    assert!(child.rate < either.rate && either.rate < adult.rate);
    assert!(either.low <= child.low && either.high >= adult.high);
}

#[test]
fn the_question_to_ask_next_of_an_adult_of_whom_nothing_is_known_is_suicide() {
    let opinion = assess(&of((40, 40), Sex::Male), &Model::default(), Place::UNITED_KINGDOM, now());
    assert_eq!(opinion.unknowns[0].question, Question::SelfHarm);
    assert_eq!(opinion.unknowns[0].yes_suggests, Some(Grade::High));
}

#[test]
fn what_protects_lowers_the_estimate_and_no_suggestion_however_much_it_weighs() {
    let of_means =
        "question = \"has_means\"\ndirection = \"protects\"\nweight = { log_odds = -0.10, low = -0.40";
    let much = "question = \"has_means\"\ndirection = \"protects\"\nweight = { log_odds = -3.00, low = -4.00";
    assert!(SHIPPED.contains(of_means), "the case is of the shipped model");
    let model = Model::parse(&SHIPPED.replacen(of_means, much, 1)).expect("sound");
    let mut evidence = of((40, 40), Sex::Male);
    for factor in &model.factor {
        evidence = evidence.with(factor.question, State::Absent);
    }
    evidence = evidence.with(Question::HasMeans, State::NotAsked);
    let opinion = |evidence: &Evidence| assess(evidence, &model, Place::UNITED_KINGDOM, now());
    let (without, with) = (opinion(&evidence), opinion(&evidence.with(Question::HasMeans, State::Present)));
    assert!(with.estimate.rate < without.estimate.rate / 3.0);
    assert_eq!(with.suggestion.grade, without.suggestion.grade);
    assert!(without.suggestion.grade >= Grade::Medium, "else nothing could fall");
}

#[rstest]
#[case::as_they_were_found(Condition::Harmed, false)]
#[case::as_it_came_to_light(Condition::Unharmed, true)]
fn earlier_harm_in_the_register_counts_without_anybody_asking(
    #[case] condition: Condition,
    #[case] harmed: bool,
) {
    let episodes = [risk::Episode { reference: "NM-2025-0007".into(), condition: Some(condition), harmed }];
    let model = Model::default();
    let mut finding = Finding::not_asked();
    assert_eq!(finding.state, State::NotAsked);
    finding.state = State::Absent;
    // As `Evidence::of` does it: what the register shows stands above what somebody said.
    let incident = an_incident(Vec::new());
    let evidence = Evidence::of(&incident, &episodes, &model, &register::Thresholds::default(), now());
    assert_eq!(evidence.state(Question::HarmedBefore), State::Present);
    assert_eq!(evidence.findings[&Question::HarmedBefore].shown_by, ["NM-2025-0007"]);
    let none = Evidence::of(&incident, &[], &model, &register::Thresholds::default(), now());
    assert_eq!(none.state(Question::HarmedBefore), State::NotAsked);
}

#[test]
fn what_inv_10_names_changes_nothing_of_the_evidence() {
    use register::fact::{Attribute, Described, IncidentFact};
    let described = |attribute, value| IncidentFact::Described {
        described: Described::parse(attribute, value).expect("a value"),
    };
    let model = Model::default();
    let of = |facts| Evidence::of(&an_incident(facts), &[], &model, &register::Thresholds::default(), now());
    let plain = of(vec![described(Attribute::Age, "34"), described(Attribute::Sex, "female")]);
    assert_eq!((plain.ages, plain.sex), (Some((34, 34)), Some(Sex::Female)));
    let named = [
        (Attribute::EthnicAppearance, "IC3"),
        (Attribute::SelfDefinedEthnicity, "B1"),
        (Attribute::Nationality, "Ruritanian"),
        (Attribute::Language, "Ruritanian"),
    ];
    for (attribute, value) in named {
        let facts = vec![
            described(Attribute::Age, "34"),
            described(Attribute::Sex, "female"),
            described(attribute, value),
        ];
        assert_eq!(of(facts), plain, "{attribute:?}");
    }
}

#[rstest]
#[case::woman(Some("F"), Some(Sex::Female))]
#[case::man(Some("M"), Some(Sex::Male))]
#[case::in_words(Some("male"), Some(Sex::Male))]
#[case::another(Some("other"), None)]
#[case::not_said(None, None)]
fn what_is_neither_female_nor_male_is_reckoned_as_both(#[case] said: Option<&str>, #[case] sex: Option<Sex>) {
    use register::fact::{Attribute, Described, IncidentFact};
    let described = said.map(|value| IncidentFact::Described {
        described: Described::parse(Attribute::Sex, value).expect("a value"),
    });
    let incident = an_incident(described.into_iter().collect());
    let model = Model::default();
    let evidence = Evidence::of(&incident, &[], &model, &register::Thresholds::default(), now());
    assert_eq!(evidence.sex, sex);
}

/// An incident of which the report and these facts are recorded.
fn an_incident(facts: Vec<register::fact::IncidentFact>) -> register::Incident {
    use register::entry::{Author, Body, Content, FORM, Header, Marking, Stream};
    use register::fact::{Category, IncidentFact, Source};
    use register::{DeviceId, Entry, EntryId, Hash, IncidentId, OfficerId};

    let force = register::force::ForceCode::parse("NM").expect("a code");
    let id = [9; 16];
    let header = Header {
        form: FORM,
        entry_id: EntryId::from_slice(&id).expect("an id"),
        stream: Stream::Incident(IncidentId::from_slice(&id).expect("an id")),
        kind: "reported".into(),
        officer_id: OfficerId::from_slice(&id).expect("an id"),
        device_id: DeviceId::from_slice(&id).expect("an id"),
        device_seq: 1,
        prev_hash: Hash::ZERO,
        recorded_at: register::Clock::default().tick(now()),
        seen: Vec::new(),
        basis: Vec::new(),
        body_hash: Hash::ZERO,
        written_at: now().timestamp_millis(),
        absent: vec![],
    };
    let reported = IncidentFact::Reported {
        reference: "NM-2026-0001".into(),
        force: force.clone(),
        person_id: register::PersonId::from_slice(&id).expect("an id"),
        category: Category::Missing,
        reported_at: now(),
        circumstances: String::new(),
        question_set: String::new(),
    };
    let body = Body {
        author: Author { name: "Test-Heron, Ada".into(), role: register::Role::CallHandler, force },
        source: Source::officer(),
        happened_at: register::When::NotKnown,
        from_paper: false,
        marking: Marking::default(),
        facts: [vec![reported], facts].concat(),
    };
    let entry = Entry { hash: Hash::ZERO, header, ahead_ms: 0, content: Content::Read(body) };
    register::Incident::fold(&[entry]).expect("reported")
}
