//! The standards in use: what is asked, which conditions are dangerous, what the second opinion reckons with. Those of the
//! force's own log once they have begun, else those that come with the program.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, Utc};
use register::fact::ForceFact;
use register::force::ForceCode;
use register::question::Question;
use register::question_set::QuestionSet;
use register::standard::{Proposal, StandardKind, Standards};
use register::{Entry, EntryId, Summary};
use risk::{Conditions, Model};

use crate::app::Session;

/// A standard that was read.
#[derive(Clone, Debug)]
pub(crate) enum Standard {
    Questions(Arc<QuestionSet>),
    Conditions(Arc<Conditions>),
    Model(Arc<Model>),
}

impl Standard {
    /// What comes with the program.
    pub fn shipped(kind: StandardKind) -> Self {
        static QUESTIONS: LazyLock<Arc<QuestionSet>> = LazyLock::new(Arc::default);
        static CONDITIONS: LazyLock<Arc<Conditions>> = LazyLock::new(Arc::default);
        static MODEL: LazyLock<Arc<Model>> = LazyLock::new(Arc::default);
        match kind {
            StandardKind::Questions => Self::Questions(Arc::clone(&QUESTIONS)),
            StandardKind::Conditions => Self::Conditions(Arc::clone(&CONDITIONS)),
            StandardKind::Model => Self::Model(Arc::clone(&MODEL)),
        }
    }

    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(kind: StandardKind, text: &str) -> Result<Self, String> {
        match kind {
            StandardKind::Questions => QuestionSet::parse(text).map(|set| Self::Questions(Arc::new(set))),
            StandardKind::Conditions => Conditions::parse(text).map(|list| Self::Conditions(Arc::new(list))),
            StandardKind::Model => Model::parse(text)
                .map(|model| Self::Model(Arc::new(model)))
                .map_err(|error| error.to_string()),
        }
    }

    /// Which kind a file is of, by what only that kind has; `None` where it is none of them.
    ///
    /// # Errors
    /// Why it is no TOML, in words.
    pub fn kind_of(text: &str) -> Result<Option<StandardKind>, String> {
        let table: toml::Table = toml::from_str(text).map_err(|error| error.to_string())?;
        let has = |key| table.contains_key(key);
        let kind = [
            ("ask", StandardKind::Questions),
            ("condition", StandardKind::Conditions),
            ("factor", StandardKind::Model),
        ]
        .into_iter()
        .find_map(|(key, kind)| has(key).then_some(kind));
        Ok(kind)
    }

    pub fn version(&self) -> &str {
        match self {
            Self::Questions(set) => &set.version,
            Self::Conditions(list) => &list.version,
            Self::Model(model) => &model.version,
        }
    }

    /// As values, to be compared with another of its kind.
    pub fn values(&self) -> toml::Table {
        let made = match self {
            Self::Questions(set) => toml::Table::try_from(&**set),
            Self::Conditions(list) => toml::Table::try_from(&**list),
            Self::Model(model) => toml::Table::try_from(&**model),
        };
        made.unwrap_or_default()
    }

    /// The one that comes with the program, as a file to make the next of.
    pub fn shipped_text(kind: StandardKind) -> String {
        match kind {
            StandardKind::Questions => QuestionSet::default().text(),
            StandardKind::Conditions => risk::conditions::SHIPPED.to_owned(),
            StandardKind::Model => risk::model::SHIPPED.to_owned(),
        }
    }
}

/// What is known of a force's standards.
#[derive(Clone, Debug, Default)]
pub(crate) struct InUse {
    pub log: Standards,
    /// Those that this version of the program can read.
    read: HashMap<EntryId, Standard>,
}

impl InUse {
    pub fn of<'e>(entries: impl IntoIterator<Item = &'e Entry<ForceFact>>) -> Self {
        let log = Standards::fold(entries);
        let read = |proposal: &Proposal| {
            let standard = Standard::parse(proposal.kind, &proposal.text).ok()?;
            (standard.version() == proposal.version).then_some((proposal.entry_id, standard))
        };
        let read = log.proposals.iter().filter_map(read).collect();
        Self { log, read }
    }

    /// A proposal's text, where it can be read.
    pub fn read(&self, proposal: &Proposal) -> Option<&Standard> {
        self.read.get(&proposal.entry_id)
    }

    /// What is in use at a time, and the proposal that it came by; `None` for what comes with the program. One that this
    /// version of the program cannot read is passed over: the one before stays in use.
    pub fn at(&self, kind: StandardKind, at: DateTime<Utc>) -> (Standard, Option<&Proposal>) {
        let begun = self.log.begun(kind, at);
        match begun.iter().find_map(|proposal| Some((self.read(proposal)?, *proposal))) {
            Some((standard, proposal)) => (standard.clone(), Some(proposal)),
            None => (Standard::shipped(kind), None),
        }
    }

    /// The question set in use, and since when where it is not the program's own.
    pub fn questions(&self, at: DateTime<Utc>) -> (Arc<QuestionSet>, Option<DateTime<Utc>>) {
        let (standard, proposal) = self.at(StandardKind::Questions, at);
        let set = if let Standard::Questions(set) = standard { set } else { Arc::default() };
        (set, proposal.and_then(Proposal::starts_at))
    }

    /// The set of a version, where it is known here.
    pub fn question_set(&self, version: &str) -> Option<Arc<QuestionSet>> {
        let shipped = Standard::shipped(StandardKind::Questions);
        self.read.values().chain([&shipped]).find_map(|standard| match standard {
            Standard::Questions(set) if set.version == version => Some(Arc::clone(set)),
            _ => None,
        })
    }

    pub fn conditions(&self, at: DateTime<Utc>) -> Arc<Conditions> {
        match self.at(StandardKind::Conditions, at).0 {
            Standard::Conditions(list) => list,
            _ => Arc::default(),
        }
    }

    pub fn model(&self, at: DateTime<Utc>) -> Arc<Model> {
        match self.at(StandardKind::Model, at).0 {
            Standard::Model(model) => model,
            _ => Arc::default(),
        }
    }
}

/// What a force asks now, and since when where the set is its own.
pub(crate) struct Asks {
    pub set: Arc<QuestionSet>,
    force: ForceCode,
    since: Option<DateTime<Utc>>,
    standards: Arc<InUse>,
}

impl Asks {
    pub fn of(session: &Session, at: DateTime<Utc>) -> Self {
        let standards = session.standards();
        let (set, since) = standards.questions(at);
        Self { set, force: session.force.clone(), since, standards }
    }

    /// What the report was taken without, because the laptop had not heard of the set (F37). Another force asks what it
    /// asks.
    pub fn left_of(&self, summary: &Summary) -> Vec<Question> {
        match self.since {
            Some(since) if summary.force == self.force => {
                let taken_with = self.standards.question_set(&summary.question_set);
                self.set.left_of(summary, since, taken_with.as_deref())
            }
            _ => Vec::new(),
        }
    }
}
