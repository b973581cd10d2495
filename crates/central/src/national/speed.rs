//! How fast an index of 300,000 is searched: `cargo test -p central --lib speed -- --ignored --nocapture`, with
//! `NRMP_SPEED_DATABASE` for another database than a new SQLite file.

use std::time::Instant;

use protocol::Find;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use register::fact::Category;
use register::force::ForceCode;
use register::national::{Extract, Looks, Range, Sought};
use register::{IncidentId, OfficerId};

use super::find::find;
use super::refresh::Folded;
use super::rows::{columns, insert, words_of};
use crate::database::{Database, Place, Value};

const PEOPLE: usize = 300_000;
const SEARCHES: usize = 300;
const NOW: i64 = 1_772_442_000_000;
const HOUR: i64 = 60 * 60 * 1_000;

/// Syllables of invented names, so that the sounds are as near to each other as those of people.
const BEGINNINGS: [&str; 40] = [
    "Al", "Bar", "Ben", "Bir", "Bram", "Car", "Chal", "Cor", "Dal", "Den", "Ed", "El", "Fair", "Fen", "Gar",
    "Gil", "Hal", "Har", "Hol", "Il", "Jar", "Ken", "Kir", "Lan", "Lin", "Mar", "Mil", "Nor", "Or", "Pen",
    "Phil", "Ral", "Ros", "Sal", "Shel", "Tam", "Thorn", "Wal", "Wil", "Yar",
];
const ENDINGS: [&str; 30] = [
    "ber", "bury", "by", "combe", "der", "don", "field", "ford", "ham", "ip", "kin", "land", "ley", "low",
    "man", "mer", "more", "ner", "ow", "pson", "rick", "ser", "shaw", "son", "ston", "ter", "ton", "well",
    "wick", "worth",
];
const HAIR: [&str; 8] = ["black", "brown", "dark brown", "blonde", "grey", "red", "bald", "short black"];
const COLOURS: [&str; 9] = ["black", "blue", "grey", "red", "white", "green", "brown", "pink", "navy"];
const CLOTHES: [&str; 10] =
    ["jacket", "jeans", "hoodie", "trainers", "coat", "dress", "cap", "tracksuit", "jumper", "shirt"];

fn name(random: &mut StdRng, commonest: usize) -> String {
    // A few names are common, most are not: the square leans towards the first.
    let rank = (random.random::<f64>().powi(2) * commonest as f64) as usize;
    format!("{}{}", BEGINNINGS[rank % BEGINNINGS.len()], ENDINGS[(rank / BEGINNINGS.len()) % ENDINGS.len()])
}

fn person(random: &mut StdRng, number: usize) -> Extract {
    let mut incident = [0; 16];
    incident[..8].copy_from_slice(&(number as u64).to_be_bytes());
    let seen = NOW - random.random_range(0..365 * 24 * HOUR);
    let age = random.random_range(8..90);
    let height = random.random_range(140..195);
    let clothing: Vec<String> = (0..3)
        .filter_map(|_| Some(format!("{} {}", COLOURS.choose(random)?, CLOTHES.choose(random)?)))
        .collect();
    Extract {
        incident_id: IncidentId::from_slice(&incident).unwrap(),
        reference: format!("NM/26/{number:06}"),
        force: ForceCode::parse("NM").unwrap(),
        family_name: format!("Test-{}", name(random, 1_200)),
        given_name: name(random, 300),
        other_names: if random.random_bool(0.1) { vec![name(random, 300)] } else { Vec::new() },
        age: random.random_bool(0.95).then_some(Range { from: age, to: age }),
        sex: if random.random_bool(0.5) { "female" } else { "male" }.into(),
        height: random.random_bool(0.6).then_some(Range { from: height, to: height + 5 }),
        build: (*["slim", "medium", "heavy"].choose(random).unwrap()).into(),
        hair: (*HAIR.choose(random).unwrap()).into(),
        clothing: clothing.join(", "),
        appearance: "IC1".into(),
        outward: format!("N{}{}", ["M", "W", "X"].choose(random).unwrap(), random.random_range(1..99)),
        place: format!(
            "{} Test-{}",
            name(random, 1_200),
            ["station", "park", "road"].choose(random).unwrap()
        ),
        seen_from: Some(seen),
        seen_to: Some(seen + HOUR),
        grade: None,
        dangers: Vec::new(),
        danger: String::new(),
        thumbnail: None,
        category: Category::Missing,
        since: seen,
        unread: false,
    }
}

/// A letter left out, put in another place or written as it sounds, in a third of them; a part in a third.
fn misheard(random: &mut StdRng, name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = random.random_range(1..letters.len() - 1);
    match random.random_range(0..3) {
        0 => letters.swap(at, at + 1),
        1 => letters.truncate(letters.len() - 1),
        _ => {}
    }
    letters.into_iter().collect()
}

/// Write the rows as a refresh does, but the words in their order: that alone takes minutes otherwise.
async fn fill(database: &Database, random: &mut StdRng) -> Vec<Extract> {
    let people: Vec<Extract> = (0..PEOPLE).map(|number| person(random, number)).collect();
    let mut words: Vec<(i64, String, u64)> = Vec::new();
    for (some, first) in people.chunks(10_000).zip((1..).step_by(10_000)) {
        let mut rows = Vec::new();
        for (extract, national_id) in some.iter().zip(first..) {
            let one = Folded {
                force: extract.force.clone(),
                stream: *extract.incident_id.bytes(),
                position: 1,
                extract: Some(extract.clone()),
                about: None,
            };
            rows.push(columns(national_id, Some(national_id), &one, Some(protocol::encode(extract))));
            for word in words_of(national_id, extract) {
                let [Value::Int(Some(kind)), Value::Text(Some(word)), _] = word else { panic!("a word") };
                words.push((kind, word, national_id));
            }
        }
        let mut tx = database.write_any().await.unwrap();
        insert(&mut tx, rows, Vec::new()).await.unwrap();
        tx.commit().await.unwrap();
    }
    words.sort();
    println!("{} words", words.len());
    done(database, "DROP INDEX national_word_of").await;
    for some in words.chunks(100_000) {
        let mut tx = database.write_any().await.unwrap();
        let some = some.iter().map(|(kind, word, id)| [(*kind).into(), word.as_str().into(), (*id).into()]);
        insert(&mut tx, Vec::new(), some.collect()).await.unwrap();
        tx.commit().await.unwrap();
    }
    done(database, "CREATE INDEX national_word_of ON national_word (national_id)").await;
    done(database, if matches!(database, Database::Sqlite(_)) { "ANALYZE" } else { "VACUUM ANALYZE" }).await;
    people
}

async fn done(database: &Database, sql: &'static str) {
    match database {
        Database::Sqlite(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
        Database::Postgres(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
    }
}

async fn told(database: &Database, what: &str, asked: Vec<(Sought, IncidentId)>) {
    let mut millis = Vec::new();
    let (mut first, mut among) = (0, 0);
    for (sought, meant) in &asked {
        let find_this = Find {
            sought: sought.clone(),
            officer_id: OfficerId::from_slice(&[1; 16]).unwrap(),
            reason: "why".into(),
        };
        let began = Instant::now();
        let found = find(database, &find_this, &super::scope::Sight::Police, NOW).await.unwrap();
        millis.push(began.elapsed().as_secs_f64() * 1e3);
        let at = found.hits.iter().position(|hit| hit.extract.incident_id == *meant);
        first += usize::from(at.is_some_and(|at| at < 5));
        among += usize::from(at.is_some());
    }
    millis.sort_by(f64::total_cmp);
    let at = |share: f64| millis[((millis.len() as f64 * share) as usize).min(millis.len() - 1)];
    let of = asked.len();
    println!(
        "{what}: p50 {:.1} ms, p95 {:.1} ms, most {:.1} ms; meant among the first five {first}, among fifty {among}, of {of}",
        at(0.5),
        at(0.95),
        at(1.0)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes: run by hand, the figures stand in docs/measurements.md"]
async fn speed() {
    let folder = tempfile::tempdir().unwrap();
    let place = std::env::var("NRMP_SPEED_DATABASE")
        .map_or_else(|_| Place::Sqlite(folder.path().join("central.db")), |database| Place::parse(&database));
    let database = Database::open(&place, 4, std::time::Duration::from_secs(10)).await.unwrap();
    let mut random = StdRng::seed_from_u64(7);
    let began = Instant::now();
    let people = fill(&database, &mut random).await;
    println!("{} with {} people in {:.0} s", place.shown(), people.len(), began.elapsed().as_secs_f64());
    let by = |random: &mut StdRng, name: &dyn Fn(&mut StdRng, &Extract) -> Sought| {
        let mut asked = Vec::new();
        for _ in 0..SEARCHES {
            let person = people.choose(random).unwrap();
            asked.push((name(random, person), person.incident_id));
        }
        asked
    };
    let both = by(&mut random, &|random, person| {
        let family = person.family_name.trim_start_matches("Test-");
        Sought::Name(format!("{} {}", misheard(random, family), misheard(random, &person.given_name)))
    });
    let family = by(&mut random, &|random, person| {
        Sought::Name(misheard(random, person.family_name.trim_start_matches("Test-")))
    });
    let begun = by(&mut random, &|_, person| {
        Sought::Name(format!("test {}", person.given_name.chars().take(2).collect::<String>()))
    });
    let seen = by(&mut random, &|random, person| {
        let at = person.seen_from.unwrap() + random.random_range(-6 * HOUR..6 * HOUR);
        Sought::Looks(Looks {
            sex: person.sex.clone(),
            age: person.age.map(|age| Range { from: age.from.saturating_sub(3), to: age.to + 3 }),
            hair: person.hair.clone(),
            clothing: person.clothing.split(", ").next().unwrap_or_default().to_owned(),
            place: person.outward.clone(),
            seen_from: Some(at - 6 * HOUR),
            seen_to: Some(at + 6 * HOUR),
            ..Looks::default()
        })
    });
    let common = by(&mut random, &|_, person| {
        Sought::Looks(Looks {
            sex: person.sex.clone(),
            age: person.age,
            hair: person.hair.clone(),
            clothing: person.clothing.clone(),
            ..Looks::default()
        })
    });
    // Once each, so that what is asked first does not pay for the file alone.
    told(&database, "warming", both[..20].to_vec()).await;
    told(&database, "two names, misheard or in part", both).await;
    told(&database, "a family name, misheard or in part", family).await;
    told(&database, "a word that all have, and two letters", begun).await;
    told(&database, "description, place and time", seen).await;
    told(&database, "description of common words alone", common).await;
}
