//! Police forces: the code that names a force, and the list offered when a register is created.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Two to eight capital letters.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, TS, JsonSchema)]
#[serde(transparent)]
#[ts(type = "string")]
pub struct ForceCode(String);

impl ForceCode {
    /// # Errors
    /// The text itself when it is not two to eight letters.
    pub fn parse(text: &str) -> Result<Self, String> {
        let code = text.trim().to_ascii_uppercase();
        let well_formed = (2..=8).contains(&code.len()) && code.chars().all(|c| c.is_ascii_uppercase());
        if well_formed { Ok(Self(code)) } else { Err(text.to_owned()) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The training forces, invented, never those of a live register.
    pub fn is_training(&self) -> bool {
        TRAINING.iter().any(|(code, _)| *code == self.0)
    }

    /// Whether it is on the list of police forces, those for training among them.
    pub fn is_listed(&self) -> bool {
        self.listed_name().is_some()
    }

    /// The force's name where the list knows it, else its code.
    pub fn name(&self) -> &str {
        self.listed_name().unwrap_or(&self.0)
    }

    fn listed_name(&self) -> Option<&'static str> {
        FORCES.iter().chain(TRAINING).find(|(code, _)| *code == self.0).map(|(_, name)| *name)
    }
}

impl fmt::Display for ForceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ForceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ForceCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(|_| serde::de::Error::custom("a force code is 2 to 8 letters"))
    }
}

/// Invented forces of the training register.
pub const TRAINING: &[(&str, &str)] = &[
    ("NM", "Northmoor Police"),
    ("WX", "Westwick Police"),
    ("SF", "Southfold Police"),
    ("HD", "Hallowdale Police"),
];

/// The 43 territorial forces of England and Wales (Police Act 1996, Schedule 1, with the City of
/// London and the Metropolitan Police) and the British Transport Police. The codes are the
/// register's own short names; a force may use another code of 2 to 8 letters.
pub const FORCES: &[(&str, &str)] = &[
    ("ASP", "Avon and Somerset Police"),
    ("BEDS", "Bedfordshire Police"),
    ("BTP", "British Transport Police"),
    ("CAMBS", "Cambridgeshire Constabulary"),
    ("CHES", "Cheshire Constabulary"),
    ("COLP", "City of London Police"),
    ("CLEV", "Cleveland Police"),
    ("CUMB", "Cumbria Constabulary"),
    ("DERBS", "Derbyshire Constabulary"),
    ("DCP", "Devon and Cornwall Police"),
    ("DORS", "Dorset Police"),
    ("DURH", "Durham Constabulary"),
    ("DYFP", "Dyfed-Powys Police"),
    ("ESSEX", "Essex Police"),
    ("GLOS", "Gloucestershire Constabulary"),
    ("GMP", "Greater Manchester Police"),
    ("GWENT", "Gwent Police"),
    ("HANTS", "Hampshire and Isle of Wight Constabulary"),
    ("HERTS", "Hertfordshire Constabulary"),
    ("HUMB", "Humberside Police"),
    ("KENT", "Kent Police"),
    ("LANCS", "Lancashire Constabulary"),
    ("LEICS", "Leicestershire Police"),
    ("LINCS", "Lincolnshire Police"),
    ("MERS", "Merseyside Police"),
    ("MPS", "Metropolitan Police Service"),
    ("NORF", "Norfolk Constabulary"),
    ("NWP", "North Wales Police"),
    ("NYP", "North Yorkshire Police"),
    ("NHANTS", "Northamptonshire Police"),
    ("NORTHUM", "Northumbria Police"),
    ("NOTTS", "Nottinghamshire Police"),
    ("SWP", "South Wales Police"),
    ("SYP", "South Yorkshire Police"),
    ("STAFFS", "Staffordshire Police"),
    ("SUFF", "Suffolk Constabulary"),
    ("SURREY", "Surrey Police"),
    ("SUSSEX", "Sussex Police"),
    ("TVP", "Thames Valley Police"),
    ("WARKS", "Warwickshire Police"),
    ("WMERC", "West Mercia Police"),
    ("WMP", "West Midlands Police"),
    ("WYP", "West Yorkshire Police"),
    ("WILTS", "Wiltshire Police"),
];
