//! Small photographs beside the answers of a search: those that it answered, to whoever searched, and no others.

use crate::common::*;
use crate::national::{incident_of, names, stub, two, write};
use protocol::*;
use register::fact::*;
use register::id::PhotographId;
use register::*;

/// An incident whose small photograph is at central; gives its bytes.
async fn pictured(office: &Office, laptop: &mut Laptop, number: u32, size: usize) -> Vec<u8> {
    let bytes: Vec<u8> = (0..size).map(|at| (at as u32 * 7 + number) as u8).collect();
    let (thumbnail, other) = (Hash::of(&bytes), Hash::of(b"another"));
    let photograph = Photograph {
        photograph_id: PhotographId(uuid(8, number)),
        original: other,
        display: other,
        thumbnail,
        width: 600,
        height: 800,
        taken: Taken::NotKnown,
    };
    let mut facts = stub(&laptop.force, &[(Attribute::FamilyName, "Test-Rowan")]);
    facts.push(IncidentFact::Photographed { photograph });
    write(laptop, number, facts, &[]);
    laptop.push_all(&office.centre).await;
    let part = BlobPart { offset: 0, bytes: bytes.clone() };
    let put = PartPut { blob: thumbnail, size: size as u64, part };
    office.centre.put_part(laptop.signed(&put)).await.unwrap();
    bytes
}

async fn given(office: &Office, laptop: &Laptop, incidents: &[IncidentId]) -> PicturesGiven {
    let asked = Pictures { incidents: incidents.to_vec(), officer_id: laptop.founder.id };
    office.centre.pictures(laptop.signed(&asked)).await.unwrap().body
}

on_both! {
    /// INV-9
    async fn what_a_search_answered_has_its_small_photograph_and_nothing_else_has(on: On) {
        let office = Office::on(on).await;
        let (mut ours, mut theirs) = two(&office).await;
        let bytes = pictured(&office, &mut ours, 1, 900).await;
        let all = [incident_of(&ours, 1), incident_of(&ours, 2)];
        assert_eq!(given(&office, &theirs, &all).await, PicturesGiven { pictures: vec![], answered: 2 }, "nobody has searched");
        names(&office, &theirs, "rowan").await;
        // It comes after the search: it was not among the answers.
        pictured(&office, &mut ours, 2, 700).await;
        let only = vec![Picture { incident_id: all[0], bytes: bytes.clone() }];
        assert_eq!(given(&office, &theirs, &all).await, PicturesGiven { pictures: only.clone(), answered: 2 });
        assert_eq!(given(&office, &ours, &all[..1]).await.pictures, only, "one's own need no search");
        let mut other = office.laptop_of(7, other_force()).await;
        other.push_all(&office.centre).await;
        assert_eq!(given(&office, &other, &all).await.pictures, [], "another laptop did not search");
        other.founder.id = ours.founder.id;
        let nobody = Pictures { incidents: all.to_vec(), officer_id: ours.founder.id };
        assert_eq!(office.centre.pictures(theirs.signed(&nobody)).await, Err(Failure::NotEntitled));
        let digest = LooksAtOurs { since: 0, limit: 100 };
        let looks = office.centre.looks_at_ours(ours.signed(&digest)).await.unwrap().body.looks;
        assert_eq!(looks.len(), 1, "the search was the look: {looks:?}");
        theirs.time = office.pass(office.centre.limits().pictures_ms as i64 + 1);
        assert_eq!(given(&office, &theirs, &all).await.pictures, [], "that was long ago");
    }

    async fn an_answer_is_bounded_and_says_what_to_ask_for_again(on: On) {
        let office = Office::with(on, central::Limits { pictures_bytes: 2_000, ..wide() }).await;
        let (mut ours, theirs) = two(&office).await;
        for number in 1..4 {
            pictured(&office, &mut ours, number, 900).await;
        }
        pictured(&office, &mut ours, 4, 70_000).await;
        names(&office, &theirs, "rowan").await;
        let all: Vec<IncidentId> = (1..5).map(|number| incident_of(&ours, number)).collect();
        let first = given(&office, &theirs, &all).await;
        assert_eq!((first.pictures.len(), first.answered), (2, 2));
        let rest = given(&office, &theirs, &all[2..]).await;
        assert_eq!((rest.pictures.len(), rest.answered), (1, 2), "one that is not small is left out");
        let many = Pictures { incidents: vec![all[0]; PICTURES + 1], officer_id: theirs.founder.id };
        let limit = PICTURES as u64;
        assert_eq!(office.centre.pictures(theirs.signed(&many)).await, Err(Failure::TooLarge { limit }));
    }
}
