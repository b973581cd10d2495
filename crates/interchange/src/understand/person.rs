//! Who they are and what they look like, and what was answered about them.

use register::IncidentFact;
use register::fact::{Answered, Attribute, Described};
use register::question::{Answer, Question};

use super::making::Making;
use crate::labels::{ANSWERS, DETAIL, labelled};
use crate::mapping::{Field, questions};
use crate::value::{self, Remedy, plain};

/// A placing council of which another system says only that there is one.
const COUNCIL_NOT_NAMED: &str = "council not named";

impl Making<'_> {
    pub fn person(&mut self) {
        let before = self.facts.len();
        self.full_name();
        for attribute in Attribute::ALL {
            for at in self.all(Field::Attribute(attribute)).into_iter().rev() {
                self.described(attribute, at);
            }
        }
        if self.facts.len() == before && !self.is_about_another() {
            let of_person = |field| matches!(field, Field::Attribute(_) | Field::FullName);
            self.missing(of_person, "import-problem-nobody");
        }
    }

    fn describe(&mut self, attribute: Attribute, value: String, at: usize) {
        if !value.is_empty() {
            self.emit(IncidentFact::Described { described: Described { attribute, value } }, [at]);
        }
    }

    /// Both names in one cell. Where they have columns of their own, one that differs is what else the
    /// person is called.
    fn full_name(&mut self) {
        let Some(at) = self.first(Field::FullName) else { return };
        let text = self.value(at);
        let Some((family, given)) = value::full_name(&text) else { return };
        let own = |making: &Self, attribute| making.first(Field::Attribute(attribute));
        let own = (own(self, Attribute::FamilyName), own(self, Attribute::GivenName));
        match own {
            (None, None) => {
                self.describe(Attribute::FamilyName, family, at);
                self.describe(Attribute::GivenName, given, at);
            }
            (family_at, given_at) => {
                let known = [self.text(given_at), self.text(family_at)].join(" ");
                let told = [given, family].join(" ");
                if plain(&known) != plain(&told) {
                    self.describe(Attribute::KnownAs, text, at);
                }
            }
        }
    }

    fn described(&mut self, attribute: Attribute, at: usize) {
        let text = self.value(at);
        match self.understand(attribute, &text) {
            Ok(Some(value)) => self.describe(attribute, value, at),
            Ok(None) => self.keep(at),
            Err(_) if self.is_nothing(at) => {}
            Err(remedy) => self.not_understood(at, remedy, false),
        }
    }

    /// `None` where what is said is worth a line of the note only.
    fn understand(&self, attribute: Attribute, text: &str) -> Result<Option<String>, Remedy> {
        let own = self.by.escaped;
        let value = match attribute {
            Attribute::DateOfBirth => self.born(text)?,
            Attribute::Age => value::age(text)?,
            Attribute::Sex => value::sex(text)?,
            Attribute::HeightCm => value::height(text)?,
            _ if own => text.to_owned(),
            Attribute::FamilyName | Attribute::GivenName => value::name(text),
            Attribute::EthnicAppearance => value::ethnic_appearance(text)?,
            Attribute::SelfDefinedEthnicity => value::self_defined_ethnicity(text)?,
            Attribute::LookedAfterBy => match value::answer(text) {
                Ok(Answer::Yes) => COUNCIL_NOT_NAMED.to_owned(),
                Ok(_) => return Ok(None),
                Err(_) => text.to_owned(),
            },
            // `Medication: N` is no medicine by that name.
            Attribute::MedicalCondition | Attribute::Medication | Attribute::Mobility => {
                match value::answer(text) {
                    Ok(Answer::Yes) | Err(_) if !value::is_nothing(text) => text.to_owned(),
                    _ => return Ok(None),
                }
            }
            _ => text.to_owned(),
        };
        Ok(Some(value))
    }

    fn born(&self, text: &str) -> Result<String, Remedy> {
        use chrono::Datelike;
        // Nobody is born in a year to come: two digits mean the last century sooner.
        let dates = value::Dates { latest_year: self.by.now.year(), ..self.by.dates };
        let born = dates.partial(text)?;
        let today = self.by.now.date_naive().format("%Y-%m-%d").to_string();
        let future = today.get(..born.len()).is_some_and(|today| born.as_str() > today);
        if future { Err("import-problem-future") } else { Ok(born) }
    }

    pub fn answers(&mut self) {
        for question in questions() {
            for at in self.all(Field::Question(question)).into_iter().rev() {
                let text = self.value(at);
                let understood = if self.by.escaped { own_answer(&text) } else { answer_to(question, &text) };
                match understood {
                    Ok((answer, detail)) => {
                        let answered = Answered { question, answer, detail, said_by: String::new() };
                        self.emit(IncidentFact::Answered { answered }, [at]);
                    }
                    Err(_) if self.is_nothing(at) => {}
                    Err(remedy) => self.not_understood(at, remedy, false),
                }
            }
        }
    }
}

fn own_answer(text: &str) -> Result<(Answer, String), Remedy> {
    if let Some(answer) = labelled(ANSWERS, text) {
        return Ok((answer, String::new()));
    }
    let (said, detail) = text.split_once(DETAIL).ok_or("import-problem-answer")?;
    let answer = labelled(ANSWERS, said).ok_or("import-problem-answer")?;
    Ok((answer, detail.to_owned()))
}

fn answer_to(question: Question, text: &str) -> Result<(Answer, String), Remedy> {
    if question == Question::MissingBefore
        && let Ok(times) = text.trim().parse::<u32>()
    {
        let detail = if times == 0 { String::new() } else { text.to_owned() };
        return Ok((if times == 0 { Answer::No } else { Answer::Yes }, detail));
    }
    let open = matches!(question, Question::WhyWorried | Question::TriedToFind | Question::AnythingElse);
    match value::answer_with_detail(text) {
        Err(_) if open && !value::is_nothing(text) => Ok((Answer::Yes, text.to_owned())),
        other => other,
    }
}
