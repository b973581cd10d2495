//! The catalogue has words for everything, and nothing that nobody reads.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use app::{ErrorCode, views};
use fluent_bundle::FluentResource;
use register::deadline::DeadlineKind;
use register::fact::*;
use register::incident::{ConflictKind, Status};
use register::question::{Answer, Question};
use register::safeguarding::ConcernKind;
use register::telling::{Sure, Whereabouts};
use register::{Role, Rule};
use schemars::{JsonSchema, schema_for};
use serde_json::Value;

use crate::common::{catalogue, keys};

/// Every value of a closed set, as JSON writes it.
fn values<T: JsonSchema>() -> Vec<String> {
    let schema = schema_for!(T).to_value();
    let mut found = Vec::new();
    let mut each = |one: &Value| {
        found.extend(one["const"].as_str().map(str::to_owned));
        found.extend(
            one["enum"].as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)),
        );
    };
    each(&schema);
    schema["oneOf"].as_array().into_iter().flatten().for_each(each);
    assert!(found.len() > 1, "{schema}");
    found
}

fn expect<T: JsonSchema>(family: &str, missing: &mut Vec<String>) {
    for value in values::<T>() {
        let key = format!("{family}-{}", value.replace('_', "-"));
        if !keys().contains(key.as_str()) {
            missing.push(key);
        }
    }
}

#[test]
fn every_value_of_every_closed_set_has_words() {
    let mut missing = Vec::new();
    let all = &mut missing;
    expect::<Rule>("rule", all);
    expect::<Grade>("grade", all);
    expect::<Category>("category", all);
    expect::<Role>("role", all);
    expect::<Answer>("answer", all);
    expect::<FactorState>("factor", all);
    expect::<Attribute>("attribute", all);
    expect::<HowKnown>("how-known", all);
    expect::<SourceKind>("source", all);
    expect::<System>("system", all);
    expect::<ReferenceStatus>("reference", all);
    expect::<ChangesRisk>("changes-risk", all);
    expect::<Agency>("agency", all);
    expect::<FoundBy>("found-by", all);
    expect::<Condition>("condition", all);
    expect::<Sure>("sure", all);
    expect::<Whereabouts>("whereabouts", all);
    expect::<ExceptionKind>("exception", all);
    expect::<views::FindingKind>("finding", all);
    expect::<ConflictKind>("decide", all);
    expect::<Standing>("standing", all);
    expect::<ResearchCheck>("research", all);
    expect::<ResearchCheck>("field-research", all);
    expect::<WeatherDanger>("weather", all);
    let codes = risk::Conditions::default().condition.into_iter();
    let codes =
        codes.flat_map(|one| [format!("medical-{}", one.code), format!("medical-{}-without", one.code)]);
    let flags = risk::Model::default().flag.into_iter().map(|flag| format!("flag-{}", flag.name));
    let kinds = risk::Kind::ALL.iter().map(|kind| format!("harm-{}", name_of(kind).replace('_', "-")));
    all.extend(codes.chain(flags).chain(kinds).filter(|key| !keys().contains(key.as_str())));
    for question in Question::ALL {
        let name = question.name().replace('_', "-");
        if !keys().contains(format!("question-{name}").as_str()) {
            all.push(format!("question-{name}"));
        }
        if !keys().contains(format!("question-{name}-ask").as_str()) {
            all.push(format!("question-{name}-ask"));
        }
        if question.is_immediate_danger() && !keys().contains(format!("danger-{name}").as_str()) {
            all.push(format!("danger-{name}"));
        }
    }
    for kind in values::<DeadlineKind>() {
        let key = format!("need-{}", kind.replace('_', "-"));
        let whole = ["need-status-conflict", "need-needs-decision"].contains(&key.as_str());
        let forms = if whole { vec![key] } else { vec![format!("{key}-due"), format!("{key}-overdue")] };
        all.extend(forms.into_iter().filter(|form| !keys().contains(form.as_str())));
    }
    expect::<ConcernKind>("concern", all);
    for sex in SEX_VALUES {
        let key = format!("sex-{}", sex.replace(' ', "-"));
        if !keys().contains(key.as_str()) {
            all.push(key);
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_fact_has_a_sentence() {
    let source =
        std::fs::read_to_string(root().join("crates/register/src/fact/nature.rs")).expect("the facts");
    let of_incidents = source.split("impl IncidentFact").nth(1).expect("kinds");
    let of_incidents = of_incidents.split("pub fn is_safety").next().expect("the kinds alone");
    let kinds: Vec<&str> = of_incidents
        .lines()
        .filter_map(|line| line.split_once("=> \""))
        .filter_map(|(_, rest)| rest.split_once('"'))
        .map(|(kind, _)| kind)
        .collect();
    assert!(kinds.len() >= 21, "{kinds:?}");
    let missing: Vec<String> = kinds
        .iter()
        // A note is its own sentence.
        .filter(|kind| **kind != "noted")
        .map(|kind| format!("fact-{}", kind.replace('_', "-")))
        .filter(|key| !keys().contains(key.as_str()))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_key_that_the_program_names_has_words() {
    let mut missing = BTreeSet::new();
    for (path, text) in sources(&["crates/app/src", "crates/register/src", "crates/interchange/src"], "rs") {
        for literal in literals(&text) {
            let family = [
                "error-",
                "field-",
                "rule-",
                "photo-",
                "need-",
                "clock-",
                "concern-",
                "check-",
                "lock-",
                "progress-",
                "import-",
                "print-",
                "evidence-",
                "log-file-",
            ];
            let key = literal.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            if key && family.iter().any(|family| literal.starts_with(family) && literal != *family) {
                let found = keys().contains(literal)
                    || keys().iter().any(|key| key.starts_with(&format!("{literal}-")));
                if !found {
                    missing.insert(format!("{literal} in {}", path.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_error_code_is_one_that_some_use_case_answers() {
    let source: String = sources(&["crates/app/src"], "rs").into_iter().map(|(_, text)| text).collect();
    for code in values::<ErrorCode>() {
        let name: String =
            code.split('_').map(|part| format!("{}{}", part[..1].to_uppercase(), &part[1..])).collect();
        assert!(source.contains(&format!("ErrorCode::{name}")), "{name}");
    }
}

/// As JSON writes it.
fn name_of<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

/// What a column may be, beside attributes, questions and references.
fn import_fields() -> Vec<String> {
    let fields = interchange::Field::all().into_iter().map(|field| field.to_string());
    fields.filter(|field| !field.contains('.')).chain(["reference".to_owned()]).collect()
}

#[test]
fn every_key_of_the_catalogue_is_used() {
    let families: &[(&str, Vec<String>)] = &[
        ("rule", values::<Rule>()),
        ("grade", [values::<Grade>(), vec!["none".into()]].concat()),
        ("category", values::<Category>()),
        ("role", values::<Role>()),
        ("answer", values::<Answer>()),
        ("factor", values::<FactorState>()),
        ("attribute", values::<Attribute>()),
        ("how-known", values::<HowKnown>()),
        ("source", values::<SourceKind>()),
        ("system", values::<System>()),
        ("changes-risk", values::<ChangesRisk>()),
        ("agency", values::<Agency>()),
        ("found-by", values::<FoundBy>()),
        ("condition", values::<Condition>()),
        ("sure", values::<Sure>()),
        ("whereabouts", values::<Whereabouts>()),
        ("exception", values::<ExceptionKind>()),
        ("finding", values::<views::FindingKind>()),
        ("decide", values::<ConflictKind>()),
        ("standing", values::<Standing>()),
        ("research", values::<ResearchCheck>()),
        ("field-research", values::<ResearchCheck>()),
        ("weather", values::<WeatherDanger>()),
        ("sex", SEX_VALUES.iter().map(|sex| (*sex).to_owned()).collect()),
        ("strength", (0..=4).map(|score| score.to_string()).collect()),
        ("question", Question::ALL.iter().flat_map(|q| [q.name(), format!("{q}-ask")]).collect()),
        ("danger", Question::ALL.map(Question::name).into()),
        ("incident-status", values::<Status>()),
        ("import-field", import_fields()),
        (
            "import-looks-like",
            ["workbook", "old-workbook", "pdf", "picture", "archive", "database", "document", "binary"]
                .map(str::to_owned)
                .to_vec(),
        ),
        (
            "need",
            values::<DeadlineKind>()
                .iter()
                .flat_map(|k| [k.clone(), format!("{k}-due"), format!("{k}-overdue")])
                .collect(),
        ),
        ("figures-part", values::<views::FiguresPart>()),
        ("figures-fair", risk::fairness::By::ALL.iter().map(name_of).collect()),
        ("figures-ethnicity", ["w", "m", "a", "b", "o"].map(str::to_owned).to_vec()),
        (
            "figures",
            ["auc", "brier", "skill", "error", "overall", "overruled", "reliability"]
                .map(|one| format!("{one}-about"))
                .to_vec(),
        ),
        ("concern", values::<ConcernKind>().iter().flat_map(|k| [k.clone(), format!("{k}-never")]).collect()),
        ("flag", risk::Model::default().flag.into_iter().map(|flag| flag.name).collect()),
        ("harm", values::<HarmKind>()),
        ("evidence", ["judgement", "weak", "fair", "strong"].map(str::to_owned).to_vec()),
        (
            "medical",
            risk::Conditions::default()
                .condition
                .into_iter()
                .flat_map(|one| [one.code.clone(), format!("{}-without", one.code)])
                .collect(),
        ),
        (
            "opinion",
            ["women", "men", "people"]
                .iter()
                .flat_map(|sex| {
                    ["of-any-age", "under-18", "grown", "over-65", "between"].map(|of| format!("{sex}-{of}"))
                })
                .collect(),
        ),
        ("sync", sync_states()),
        ("sync-meaning", sync_states()),
        ("refused-why", refusals()),
        ("refused-remedy", refusals()),
        (
            "check",
            ["pages", "log", "signatures", "lists", "looks", "photographs"]
                .iter()
                .flat_map(|c| [(*c).to_owned(), format!("{c}-line")])
                .collect(),
        ),
    ];
    let named: BTreeSet<String> = families
        .iter()
        .flat_map(|(family, values)| {
            values.iter().map(move |value| format!("{family}-{}", value.replace(['_', ' '], "-")))
        })
        .collect();
    let mut used: BTreeSet<String> = BTreeSet::new();
    let crates =
        ["app", "register", "ctl", "interchange", "documents"].map(|name| format!("crates/{name}/src"));
    let rust = sources(&crates.each_ref().map(String::as_str), "rs");
    let screens = [sources(&["ui/src"], "svelte"), sources(&["ui/src"], "ts")].concat();
    for (_, text) in rust.iter().chain(&screens) {
        used.extend(literals(text).into_iter().map(str::to_owned));
    }
    let facts = ["fact/nature.rs", "fact/force.rs"]
        .map(|name| {
            std::fs::read_to_string(root().join("crates/register/src").join(name)).expect("the facts")
        })
        .concat();
    let fact = |key: &str| {
        key.strip_prefix("fact-")
            .or_else(|| key.strip_prefix("sent-"))
            .is_some_and(|kind| facts.contains(&format!("\"{}\"", kind.replace('-', "_"))))
    };
    let unused: Vec<&&str> =
        keys().iter().filter(|key| !named.contains(**key) && !used.contains(**key) && !fact(key)).collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

#[test]
fn the_catalogue_is_read_without_errors_and_names_no_key_twice() {
    for file in std::fs::read_dir(root().join("locales/en-GB")).expect("the catalogue") {
        let path = file.expect("a file").path();
        let text = std::fs::read_to_string(&path).expect("readable");
        if let Err((_, errors)) = FluentResource::try_new(text.clone()) {
            panic!("{}: {errors:?}", path.display());
        }
        let all: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" =").map(|(key, _)| key))
            .collect();
        let once: BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(all.len(), once.len(), "{}", path.display());
    }
    assert!(catalogue().len() > 1_000 && keys().len() > 100);
    // What cannot be read would be seen.
    assert!(FluentResource::try_new("broken = { $n".to_owned()).is_err());
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn sources(folders: &[&str], extension: &str) -> Vec<(PathBuf, String)> {
    let mut waiting: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|is| is == extension) {
                let text = std::fs::read_to_string(&path).expect("readable");
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty());
    found
}

/// What stands between quotes of any kind, roughly: enough to find keys.
fn literals(text: &str) -> Vec<&str> {
    text.split(['"', '\'', '`']).collect()
}

fn sync_states() -> Vec<String> {
    use app::views::SyncState::*;
    let states = [
        NotEnrolled,
        Revoked,
        UpgradeNeeded,
        NotKnown,
        NotCentral,
        Forked,
        Fault,
        Offline,
        Receiving,
        Sending,
        NotDelivered,
        ClockWrong,
        UpToDate,
    ];
    states
        .iter()
        .map(|state| serde_json::to_value(state).expect("JSON").as_str().expect("a word").to_owned())
        .collect()
}

fn refusals() -> Vec<String> {
    protocol::RefusalCode::ALL.iter().map(|code| code.name().to_owned()).collect()
}

#[test]
fn whatever_was_refused_and_whatever_is_sent_has_its_words() {
    let all = keys();
    let has = |key: String| assert!(all.iter().any(|known| *known == key), "{key}");
    for code in refusals() {
        for family in ["why", "remedy"] {
            has(format!("refused-{family}-{}", code.replace('_', "-")));
        }
    }
    for state in sync_states() {
        has(format!("sync-meaning-{}", state.replace('_', "-")));
    }
    let mut kinds = 0;
    for name in ["fact/nature.rs", "fact/force.rs"] {
        let source =
            std::fs::read_to_string(root().join("crates/register/src").join(name)).expect("the facts");
        let after = source.split("pub fn kind(&self)").nth(1).expect("kinds");
        let of_kind = after.split("\n    }\n").next().expect("one function");
        for (_, rest) in of_kind.lines().filter_map(|line| line.split_once("=> \"")) {
            has(format!("sent-{}", rest.split('"').next().expect("a kind").replace('_', "-")));
            kinds += 1;
        }
    }
    assert!(kinds >= 32, "{kinds} kinds of incidents and forces");
}
