//! Which incident a name means, whatever punctuation it was written with: the register's own reference,
//! another system's, a paper number.

use std::collections::HashMap;

use register::id::IncidentId;
use register::importing::PAPER;

use crate::error::StoreError;
use crate::names::plain;
use crate::vault::Vault;

impl Vault {
    /// The incidents that each name means; a name that means none is left out. Names are whole: `NM-26-123`
    /// and `nm26000123` both mean `NM/26/000123`, and `NM/26/00012` means another.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn called(&self, names: &[&str]) -> Result<HashMap<String, Vec<IncidentId>>, StoreError> {
        let mut called = HashMap::new();
        for &name in names {
            let plain = plain(name);
            if plain.is_empty() || called.contains_key(name) {
                continue;
            }
            let query = sqlx::query(
                "SELECT incident_id FROM incident WHERE reference = ?1
                 UNION SELECT incident_id FROM name_search JOIN incident ON incident_row = name_search.rowid
                       WHERE name_search MATCH ?2
                 UNION SELECT incident_id FROM imported WHERE system = ?3 AND key = ?4",
            );
            let query = query
                .bind(own_reference(name).unwrap_or_default())
                .bind(format!("refs : \"{plain}\""))
                .bind(PAPER)
                .bind(name.trim().to_uppercase());
            let rows = self.all(query).await?;
            let found =
                rows.iter().map(|row| IncidentId::from_slice(sqlx::Row::get(row, 0)).ok_or(StoreError::Row));
            let found = found.collect::<Result<Vec<_>, _>>()?;
            if !found.is_empty() {
                called.insert(name.to_owned(), found);
            }
        }
        Ok(called)
    }
}

/// The register's own form of a reference: force, year, number of six digits.
fn own_reference(name: &str) -> Option<String> {
    let name = name.trim().to_ascii_uppercase();
    let parts: Vec<&str> =
        name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let (force, year, number) = match parts.as_slice() {
        [force, year, number] => (*force, *year, *number),
        [whole] => {
            let digits = whole.find(|c: char| c.is_ascii_digit())?;
            let (force, rest) = whole.split_at(digits);
            let (year, number) = rest.split_at_checked(2)?;
            // Without anything between, every digit has to be there.
            (number.len() == 6).then_some((force, year, number))?
        }
        _ => return None,
    };
    let letters = (2..=8).contains(&force.len()) && force.chars().all(|c| c.is_ascii_uppercase());
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let numbered = digits(year) && year.len() == 2 && digits(number) && (1..=6).contains(&number.len());
    (letters && numbered).then(|| format!("{force}/{year}/{number:0>6}"))
}

#[cfg(test)]
mod tests {
    use super::own_reference;

    #[test]
    fn a_reference_is_known_by_any_punctuation_and_never_by_a_part_of_it() {
        for name in ["NM/26/000123", "nm-26-000123", "NM 26 123", "nm26000123", " NM_26_000123 "] {
            assert_eq!(own_reference(name).as_deref(), Some("NM/26/000123"), "{name}");
        }
        for name in
            ["", "NM", "NM/26", "NM2612", "N/26/000123", "NM/2026/000123", "NM/26/1234567", "12/26/000123"]
        {
            assert_eq!(own_reference(name), None, "{name}");
        }
    }
}
