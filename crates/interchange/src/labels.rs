//! The words of this register's own export: each stands for one value, and is read back as that.

use register::fact::{Attribute, Category, Condition, FoundBy, Grade, HowKnown, System};
use register::question::Answer;

use crate::mapping::{Field, field_word, questions};

/// First heading of an export: by it a file is known for one.
pub(crate) const REFERENCE: &str = "NRMP reference";
/// Last heading of a file of rows that were not taken; what stands under it is not taken in.
pub const WHY_NOT: &str = "Why it was not taken";

pub(crate) const GRADES: &[(Grade, &str)] = &[
    (Grade::High, "High"),
    (Grade::Medium, "Medium"),
    (Grade::Low, "Low"),
    (Grade::VeryLow, "Very low"),
    (Grade::NoApparentRisk, "No apparent risk"),
    (Grade::Absent, "Absent"),
];
pub(crate) const CATEGORIES: &[(Category, &str)] = &[
    (Category::Missing, "Missing"),
    (Category::ConcernForSafety, "Concern for safety"),
    (Category::AwayFromPlacement, "Away from placement"),
    (Category::Undecided, "Undecided"),
];
pub(crate) const ANSWERS: &[(Answer, &str)] = &[
    (Answer::Yes, "Yes"),
    (Answer::No, "No"),
    (Answer::NotAsked, "Not asked"),
    (Answer::NotKnown, "Not known"),
];
pub(crate) const FOUND_BY: &[(FoundBy, &str)] = &[
    (FoundBy::ReturnedThemselves, "Returned themselves"),
    (FoundBy::Police, "Police"),
    (FoundBy::Family, "Family"),
    (FoundBy::Public, "Public"),
    (FoundBy::Partner, "Partner agency"),
    (FoundBy::NotKnown, "Not known"),
];
pub(crate) const CONDITIONS: &[(Condition, &str)] = &[
    (Condition::Unharmed, "Unharmed"),
    (Condition::Harmed, "Harmed"),
    (Condition::Died, "Died"),
    (Condition::NotKnown, "Not known"),
];
pub(crate) const HOW_KNOWN: &[(HowKnown, &str)] = &[
    (HowKnown::Seen, "Seen"),
    (HowKnown::HeardFrom, "Heard from"),
    (HowKnown::Assumed, "Assumed"),
    (HowKnown::NotKnown, "Not known"),
];

pub(crate) const OPEN: &str = "Open";
pub(crate) const LOCATED: &str = "Located";
/// Followed by why.
pub(crate) const CLOSED: &str = "Closed: ";
/// Between an answer and what was said with it.
pub(crate) const DETAIL: &str = ": ";
pub(crate) const NOT_KNOWN: &str = "not known";
pub(crate) const ABOUT: &str = "about ";

pub(crate) fn label<T: PartialEq>(table: &[(T, &'static str)], value: &T) -> &'static str {
    table.iter().find(|(known, _)| known == value).map_or("", |(_, label)| label)
}

pub(crate) fn labelled<T: Copy>(table: &[(T, &'static str)], label: &str) -> Option<T> {
    table.iter().find(|(_, known)| *known == label).map(|(value, _)| *value)
}

/// The columns that every export has once, in their order, up to the attributes.
pub(crate) const BEFORE: &[(Field, &str)] = &[
    (Field::Key, REFERENCE),
    (Field::PersonKey, "Person"),
    (Field::Status, "Status"),
    (Field::Category, "Category"),
    (Field::Grade, "Grade"),
    (Field::ReportedAt, "Reported at"),
    (Field::Circumstances, "Circumstances"),
    (Field::LastSeenPlace, "Last seen place"),
    (Field::LastSeenAt, "Last seen at"),
    (Field::LastSeenHow, "Last seen: how known"),
    (Field::LastSeenBy, "Last seen by"),
    (Field::FoundAt, "Located at"),
    (Field::FoundPlace, "Located place"),
    (Field::FoundBy, "Found by"),
    (Field::FoundSeenBy, "Located: seen by"),
    (Field::FoundIdentity, "Located: identity confirmed"),
    (Field::Condition, "Condition"),
];

/// `Family name`, `Question: self harm`, `Reference: dispatch log`; the second of them with ` 2`.
pub(crate) fn heading(field: Field, place: usize) -> String {
    let spaced = |word: String| word.replace('_', " ");
    let plain = match field {
        Field::Attribute(attribute) => {
            let mut word = spaced(field_word(attribute));
            if let Some(first) = word.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            word
        }
        Field::Question(question) => format!("Question: {}", spaced(field_word(question))),
        Field::Reference(system) => format!("Reference: {}", spaced(field_word(system))),
        other => label(&BEFORE.iter().map(|(field, heading)| (*field, *heading)).collect::<Vec<_>>(), &other)
            .to_owned(),
    };
    if place == 0 { plain } else { format!("{plain} {}", place + 1) }
}

/// The field of an export's heading; `None` for a heading that no export has.
pub(crate) fn field_of(given: &str) -> Option<Field> {
    if let Some((field, _)) = BEFORE.iter().find(|(_, heading)| *heading == given) {
        return Some(*field);
    }
    let attributes = Attribute::ALL.into_iter().map(Field::Attribute);
    let systems: [System; 4] = crate::mapping::SYSTEMS;
    let mut all =
        attributes.chain(questions().map(Field::Question)).chain(systems.into_iter().map(Field::Reference));
    let (stem, number) = given.rsplit_once(' ').unwrap_or((given, ""));
    let numbered = number
        .parse::<usize>()
        .is_ok_and(|number| number >= 2 && number.to_string().len() == given.len() - stem.len() - 1);
    all.find(|field| {
        let plain = heading(*field, 0);
        plain == given || (numbered && plain == stem)
    })
}
