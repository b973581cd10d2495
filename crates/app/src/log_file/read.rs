//! Reading the file one incident after another, whatever its size.

use std::fmt;
use std::io::{BufReader, Read};

use register::id::Hash;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{EntryText, FORMAT, GivenOut, IncidentText, SignedText};

/// A part of the file, in the order in which they stand.
pub(crate) enum Part {
    Begins { given_out: GivenOut, signers: Vec<EntryText> },
    Incident(IncidentText),
    Ends { log_hash: Hash, signed: Option<SignedText> },
}

/// Hand the parts of a file to `take`, until it answers `false`. Whether the file is one, to its end.
pub(crate) fn read_log(file: impl Read, mut take: impl FnMut(Part) -> bool) -> Result<(), serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_reader(BufReader::with_capacity(1 << 16, file));
    Log(&mut take).deserialize(&mut deserializer)?;
    deserializer.end()
}

struct Log<'t>(&'t mut dyn FnMut(Part) -> bool);

impl<'de> DeserializeSeed<'de> for Log<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Log<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a complete log")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut format, mut given_out, mut signers) = (None, None, None);
        let (mut early, mut log_hash, mut signed) = (Vec::new(), None, None);
        let mut begun = false;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "format" => format = Some(map.next_value::<String>()?),
                "given_out" => given_out = Some(map.next_value()?),
                "signers" => signers = Some(map.next_value()?),
                "incidents" if begun => map.next_value_seed(Incidents(self.0))?,
                // Written by a program that puts fields in an order of its own: held until it is known whose.
                "incidents" => early = map.next_value()?,
                "log_hash" => log_hash = Some(map.next_value()?),
                "signed" => signed = Some(map.next_value()?),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
            if format.as_deref() == Some(FORMAT) && given_out.is_some() {
                let begins = given_out.take_if(|_| signers.is_some()).zip(signers.take());
                if let Some((given_out, signers)) = begins {
                    begun = true;
                    go_on::<A::Error>((self.0)(Part::Begins { given_out, signers }))?;
                }
            }
        }
        let log_hash = log_hash.filter(|_| begun).ok_or_else(|| A::Error::custom("no complete log"))?;
        for incident in early {
            go_on::<A::Error>((self.0)(Part::Incident(incident)))?;
        }
        go_on((self.0)(Part::Ends { log_hash, signed }))
    }
}

fn go_on<E: serde::de::Error>(goes_on: bool) -> Result<(), E> {
    if goes_on { Ok(()) } else { Err(E::custom("stopped")) }
}

struct Incidents<'t>(&'t mut dyn FnMut(Part) -> bool);

impl<'de> DeserializeSeed<'de> for Incidents<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Incidents<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("incidents")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut incidents: A) -> Result<(), A::Error> {
        while let Some(incident) = incidents.next_element::<IncidentText>()? {
            go_on::<A::Error>((self.0)(Part::Incident(incident)))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts(text: &[u8]) -> (usize, bool) {
        let mut parts = 0;
        let read = read_log(text, |_| {
            parts += 1;
            true
        });
        (parts, read.is_ok())
    }

    const BEGINNING: &str = r#"{"format":"nrmp-log-2","given_out":{"at":"","by":"","force":"","reason":"","serial":"","training":true},"signers":[],"#;

    #[test]
    fn fields_in_any_order_are_one_file_and_half_of_one_is_none() {
        let hash = "0".repeat(64);
        let whole = format!(r#"{BEGINNING}"incidents":[],"log_hash":"{hash}"}}"#);
        assert_eq!(parts(whole.as_bytes()), (2, true));
        let turned = format!(
            r#"{{"incidents":[],"log_hash":"{hash}","later":[1,{{}}],{}"extra":null}}"#,
            &BEGINNING[1..]
        );
        assert_eq!(parts(turned.as_bytes()), (2, true));
        assert!(!parts(&whole.as_bytes()[..whole.len() - 1]).1);
        assert!(!parts(format!("{whole}x").as_bytes()).1, "nothing stands behind it");
        assert!(!parts(whole.replace("nrmp-log-2", "nrmp-log-1").as_bytes()).1);
    }

    proptest! {
        #[test]
        fn no_bytes_end_the_program(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            parts(&bytes);
            parts(&[BEGINNING.as_bytes(), &bytes].concat());
        }
    }
}
