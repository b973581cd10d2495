//! Mappings as they are kept, and as they are guessed.

#![allow(clippy::unwrap_used)]

mod common;

use common::guessed;
use interchange::{Column, DateOrder, Field, Mapping, MappingProblem, Row, Understander, guess};
use proptest::prelude::*;
use register::fact::{Attribute, System};
use register::question::Question;
use rstest::rstest;

#[test]
fn every_field_has_a_word_of_its_own_and_is_read_back_from_it() {
    let all = Field::all();
    let words: Vec<String> = all.iter().map(Field::to_string).collect();
    for (field, word) in all.iter().zip(&words) {
        assert_eq!(word.parse::<Field>().as_ref(), Ok(field));
        assert_eq!(words.iter().filter(|other| *other == word).count(), 1, "{word}");
        assert_eq!(serde_json::to_string(field).unwrap(), format!("\"{word}\""));
    }
    assert_eq!(all.len(), 27 + 26 + 23 + 4);
    for word in ["key", "attribute.family_name", "question.self_harm", "reference.dispatch_log", "note"] {
        assert!(words.iter().any(|known| known == word), "{word}");
    }
    for wrong in ["", "Key", "attribute.", "attribute.nose", "question.family_name", "note.note", "reference"]
    {
        assert!(wrong.parse::<Field>().is_err(), "{wrong}");
    }
}

#[test]
fn a_mapping_is_read_back_as_it_was_written() {
    let mapping = Mapping {
        name: "Northmoor \"Records\"".into(),
        system: "Records".into(),
        dates: DateOrder::MonthFirst,
        escaped: true,
        paper: false,
        columns: vec![
            Column { heading: "URN".into(), field: Field::Key },
            Column { heading: "=odd\n'heading".into(), field: Field::Reference(System::Ukmpu) },
        ],
    };
    let written = mapping.to_toml().unwrap();
    assert!(written.contains("field = \"reference.ukmpu\""), "{written}");
    assert_eq!(Mapping::from_toml(&written), Ok(mapping));
}

#[rstest]
#[case("name = \"x\"\ncolour = \"red\"\n", 2, "colour")]
#[case("name = 3\n", 1, "name")]
#[case("dates = \"sideways\"\n", 1, "sideways")]
#[case("[[columns]]\nheading = \"x\"\nfield = \"nothing\"\n", 3, "nothing")]
#[case("[[columns]]\nheading = \"x\"\n", 1, "field")]
#[case("name = \"\n", 1, "")]
fn a_fault_in_a_mapping_is_told_with_its_line_and_key(
    #[case] text: &str,
    #[case] line: usize,
    #[case] names: &str,
) {
    match Mapping::from_toml(text) {
        Err(MappingProblem::Toml { line: told, message }) => {
            assert_eq!(told, line, "{message}");
            assert!(message.contains(names), "{message}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_heading_is_known_in_any_case_spacing_and_punctuation_but_the_very_one_goes_first() {
    let mapping = Mapping {
        columns: vec![
            Column { heading: "Date Reported".into(), field: Field::ReportedAt },
            Column { heading: "date-reported".into(), field: Field::Note },
            Column { heading: "!!!".into(), field: Field::Status },
        ],
        ..Mapping::default()
    };
    assert_eq!(mapping.field("DATE_REPORTED"), Some(Field::ReportedAt));
    assert_eq!(mapping.field("date-reported"), Some(Field::Note));
    assert_eq!(mapping.field("!!!"), Some(Field::Status));
    assert_eq!(mapping.field("???"), None);
}

fn columns(columns: &[(&str, Field)]) -> (Mapping, Vec<String>) {
    let headings = columns.iter().map(|(heading, _)| (*heading).to_owned()).collect();
    let columns = columns.iter().map(|(heading, field)| Column { heading: (*heading).into(), field: *field });
    (Mapping { columns: columns.collect(), ..Mapping::default() }, headings)
}

#[test]
fn a_mapping_under_which_no_row_could_be_taken_is_refused() {
    let try_it = |given: &[(&str, Field)]| {
        let (mapping, headings) = columns(given);
        Understander::new(&mapping, &headings, common::force(), common::now()).err()
    };
    let name = ("Surname", Field::Attribute(Attribute::FamilyName));
    let date = ("Reported", Field::ReportedAt);
    assert_eq!(try_it(&[name]), Some(MappingProblem::NoReportedAt));
    assert_eq!(try_it(&[date]), Some(MappingProblem::NoPerson));
    assert_eq!(try_it(&[name, date]), None);
    assert_eq!(try_it(&[("Name", Field::FullName), date]), None);
    assert_eq!(
        try_it(&[name, date, ("Again", Field::ReportedAt)]),
        Some(MappingProblem::FieldTwice {
            field: Field::ReportedAt,
            first: "Reported".into(),
            second: "Again".into()
        })
    );
}

#[rstest]
#[case("URN", Field::Key)]
#[case("Ref.", Field::Key)]
#[case("MisPer Ref", Field::Key)]
#[case("SURNAME", Field::Attribute(Attribute::FamilyName))]
#[case("Forename(s)", Field::Attribute(Attribute::GivenName))]
#[case("Missing Person Surname", Field::Attribute(Attribute::FamilyName))]
#[case("D.O.B.", Field::Attribute(Attribute::DateOfBirth))]
#[case("Gender", Field::Attribute(Attribute::Sex))]
#[case("IC Code", Field::Attribute(Attribute::EthnicAppearance))]
#[case("Ethnic Appearance", Field::Attribute(Attribute::EthnicAppearance))]
#[case("SDE 16+1", Field::Attribute(Attribute::SelfDefinedEthnicity))]
#[case("Date Reported", Field::ReportedAt)]
#[case("Time Reported", Field::ReportedTime)]
#[case("Date and time reported to police", Field::ReportedAt)]
#[case("Last Seen Date", Field::LastSeenAt)]
#[case("Missing From", Field::LastSeenPlace)]
#[case("Location where person was last seen", Field::LastSeenPlace)]
#[case("Risk", Field::Grade)]
#[case("Risk Level", Field::Grade)]
#[case("Absent/Missing", Field::Category)]
#[case("CSE", Field::Question(Question::SexualExploitation))]
#[case("CSE (Y/N)", Field::Question(Question::SexualExploitation))]
#[case("LAC", Field::Attribute(Attribute::LookedAfterBy))]
#[case("Suicide", Field::Question(Question::SelfHarm))]
#[case("Self Harm", Field::Question(Question::SelfHarm))]
#[case("Dementia", Field::Question(Question::Dementia))]
#[case("Repeat", Field::Question(Question::MissingBefore))]
#[case("Nominal", Field::PersonKey)]
#[case("STORM log", Field::Reference(System::DispatchLog))]
#[case("CAD", Field::Reference(System::DispatchLog))]
#[case("Crime ref", Field::Reference(System::Rms))]
#[case("PNC ref", Field::Reference(System::PncLeds))]
#[case("Found Date", Field::FoundAt)]
#[case("Where were they found?", Field::FoundPlace)]
#[case("Place found", Field::FoundPlace)]
#[case("Outcome", Field::Status)]
#[case("Harm", Field::Condition)]
#[case("OIC", Field::Note)]
#[case("Shoe size", Field::Note)]
#[case("", Field::Note)]
fn headings_of_many_forces_are_recognised(#[case] heading: &str, #[case] field: Field) {
    let guessed = guess(&[heading.to_owned()], &[]);
    assert_eq!(guessed.mapping.columns[0].field, field);
}

fn fields(text: &str) -> Vec<(String, String)> {
    let (guess, ..) = guessed(text.as_bytes());
    guess.mapping.columns.into_iter().map(|column| (column.heading, column.field.to_string())).collect()
}

fn field<'a>(fields: &'a [(String, String)], heading: &str) -> &'a str {
    fields.iter().find(|(other, _)| other == heading).map_or("", |(_, field)| field)
}

#[test]
fn values_tell_where_headings_say_nothing() {
    let fields = fields(
        "c1,c2,c3,c4,c5,c6,c7\nFemale,IC1,H,AB1 2CD,05/01/2026,14/02/1990,words\nMale,IC4,M,zz99 9zz,06/01/2026 10:00,3 Mar 1984,more\n",
    );
    assert_eq!(field(&fields, "c1"), "attribute.sex");
    assert_eq!(field(&fields, "c2"), "attribute.ethnic_appearance");
    assert_eq!(field(&fields, "c3"), "grade");
    assert_eq!(field(&fields, "c4"), "postcode");
    assert_eq!(field(&fields, "c5"), "reported_at");
    assert_eq!(field(&fields, "c6"), "attribute.date_of_birth");
    assert_eq!(field(&fields, "c7"), "note");
}

#[test]
fn a_heading_that_says_more_goes_before_one_that_says_less() {
    let fields = fields("Date,ID,Name,Surname,MisPer Ref,Date Reported\n");
    assert_eq!(field(&fields, "Date"), "note");
    assert_eq!(field(&fields, "Date Reported"), "reported_at");
    assert_eq!(field(&fields, "ID"), "note");
    assert_eq!(field(&fields, "MisPer Ref"), "key");
    assert_eq!(field(&fields, "Name"), "attribute.given_name");
}

#[test]
fn a_column_of_yes_and_no_is_no_date() {
    let fields = fields("Found,Ethnicity\nY,IC1\nN,IC3\n");
    assert_eq!(field(&fields, "Found"), "note");
    assert_eq!(field(&fields, "Ethnicity"), "attribute.ethnic_appearance");
}

#[rstest]
#[case("05/01/2026,14/02/1990", DateOrder::DayFirst, false)]
#[case("05/01/2026,02/14/1990", DateOrder::MonthFirst, false)]
#[case("05/01/2026,04/02/1990", DateOrder::DayFirst, true)]
#[case("05/05/2026,06/06/1990", DateOrder::DayFirst, false)]
#[case("2026-01-05,1990-02-04", DateOrder::DayFirst, false)]
#[case("5 Jan 2026,4 Feb 1990", DateOrder::DayFirst, false)]
#[case("15/01/2026,02/14/1990", DateOrder::DayFirst, true)]
#[case("45000,1990", DateOrder::DayFirst, false)]
fn the_order_of_dates_is_told_where_a_date_tells_it(
    #[case] row: &str,
    #[case] order: DateOrder,
    #[case] ambiguous: bool,
) {
    let (guess, ..) = guessed(format!("Date Reported,DOB\n{row}\n").as_bytes());
    assert_eq!((guess.mapping.dates, guess.dates_ambiguous), (order, ambiguous));
}

#[test]
fn examples_are_up_to_three_different_values_as_given() {
    let (guess, ..) = guessed(b"Ref,Surname\n1, a\n1,b\n,b\n2,c\n3,d\n4,e\n");
    assert_eq!(guess.examples, [vec!["1", "2", "3"], vec![" a", "b", "c"]]);
}

#[rstest]
#[case(include_bytes!("fixtures/northmoor.csv"), &["note=OIC"])]
#[case(include_bytes!("fixtures/westwick-1252-semicolons.csv"), &[])]
#[case(include_bytes!("fixtures/southfold-tabs.tsv"), &["note=Free notes"])]
fn the_files_of_three_invented_forces_are_mapped_but_for_what_is_plainly_a_note(
    #[case] bytes: &[u8],
    #[case] notes: &[&str],
) {
    let (guess, ..) = guessed(bytes);
    let unmapped: Vec<String> = guess
        .mapping
        .columns
        .iter()
        .filter(|column| column.field == Field::Note)
        .map(|column| format!("note={}", column.heading))
        .collect();
    assert_eq!(unmapped, notes);
    assert!(!guess.dates_ambiguous);
    assert_eq!(guess.mapping.dates, DateOrder::DayFirst);
}

proptest! {
    #[test]
    fn no_headings_and_values_are_too_strange(
        headings in prop::collection::vec(any::<String>(), 0..8),
        cells in prop::collection::vec(prop::collection::vec(any::<String>(), 0..10), 0..4),
    ) {
        let rows: Vec<Row> = (2..).zip(cells).map(|(number, cells)| Row { number, cells }).collect();
        let guessed = guess(&headings, &rows);
        prop_assert_eq!(guessed.mapping.columns.len(), guessed.examples.len());
        let written = guessed.mapping.to_toml().unwrap();
        prop_assert_eq!(Mapping::from_toml(&written).unwrap(), guessed.mapping);
    }

    #[test]
    fn no_text_is_too_strange_for_a_mapping(text in any::<String>()) {
        let _ = Mapping::from_toml(&text);
    }
}

#[test]
fn the_schema_of_a_mapping_names_the_fields() {
    let schema = serde_json::to_string(&schemars::schema_for!(Mapping)).unwrap();
    assert!(schema.contains("attribute.family_name"), "{schema}");
}

#[test]
fn screens_see_a_field_as_a_word() {
    use ts_rs::TS;
    let config = ts_rs::Config::default();
    assert_eq!(Field::inline(&config), "string");
    let mapping = Mapping::inline(&config);
    assert!(mapping.contains("dates: DateOrder") && mapping.contains("columns: Array<Column>"), "{mapping}");
    assert!(mapping.contains("escaped?: boolean"), "{mapping}");
}
