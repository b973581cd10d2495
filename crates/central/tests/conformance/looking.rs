//! Looks at the national index: who is told of them, and who may not look.

use central::administration::{self, Organisation};
use protocol::*;
use register::fact::Attribute;
use register::force::ForceCode;

use crate::common::*;
use crate::national::{by_name, incident_of, names, stub, two, write};

on_both! {
    async fn looks_by_another_force_reach_the_owner_and_those_by_its_own_do_not(on: On) {
        let office = Office::on(on).await;
        let (mut ours, theirs) = two(&office).await;
        write(&mut ours, 1, stub(&force(), &[(Attribute::FamilyName, "Test-Rowan")]), &[]);
        ours.push_all(&office.centre).await;
        names(&office, &ours, "rowan").await;
        assert_eq!(names(&office, &theirs, "rowan").await, ["Test-Rowan"]);
        office.pass(1_000);
        let open = Open {
            incident_id: incident_of(&ours, 1),
            officer_id: theirs.founder.id,
            reason: "at our station now".into(),
        };
        let opened = office.centre.opened(theirs.signed(&open)).await.unwrap().body;
        assert_eq!(opened.extract.family_name, "Test-Rowan");
        let asked = LooksAtOurs { since: 0, limit: 100 };
        let digest = office.centre.looks_at_ours(ours.signed(&asked)).await.unwrap().body;
        let told: Vec<_> =
            digest.looks.iter().map(|look| (look.at, look.kind, look.reason.as_str(), look.force.as_str())).collect();
        assert_eq!(told, [
            (START, LookKind::Listed, "seen at Test-Station", "WX"),
            (START + 1_000, LookKind::Opened, "at our station now", "WX"),
        ]);
        assert!(digest.looks.iter().all(|look| look.officer_id == theirs.founder.id));
        let more = LooksAtOurs { since: digest.next, limit: 100 };
        assert_eq!(office.centre.looks_at_ours(ours.signed(&more)).await.unwrap().body.looks, []);
        assert_eq!(office.centre.looks_at_ours(theirs.signed(&asked)).await.unwrap().body.looks, []);
    }

    async fn partners_without_a_scope_strangers_unnamed_officers_and_looks_without_a_reason_are_refused(on: On) {
        let office = Office::on(on).await;
        let (mut ours, theirs) = two(&office).await;
        write(&mut ours, 1, stub(&force(), &[(Attribute::FamilyName, "Test-Rowan")]), &[]);
        ours.push_all(&office.centre).await;
        let partner = ForceCode::parse("TRUST").unwrap();
        let adopted = Organisation::Partner { code_adopted: chrono::NaiveDate::from_ymd_opt(2026, 1, 5).unwrap() };
        administration::add_force(office.database(), &partner, "Test-Trust", &adopted, &office.clock()).await.unwrap();
        let partner = office.laptop_of(3, partner).await;
        partner.push_all(&office.centre).await;
        let centre = &office.centre;
        let feed = National { after: 0, limit: 10, begun: 0 };
        let digest = LooksAtOurs { since: 0, limit: 10 };
        assert_eq!(centre.national(partner.signed(&feed)).await, Err(Failure::NoScope));
        assert_eq!(centre.find(by_name(&partner, "rowan")).await, Err(Failure::NoScope));
        assert_eq!(centre.looks_at_ours(partner.signed(&digest)).await, Err(Failure::NotEntitled));
        let open = |laptop: &Laptop, reason: &str| Open {
            incident_id: incident_of(&ours, 1),
            officer_id: laptop.founder.id,
            reason: reason.into(),
        };
        assert_eq!(centre.opened(partner.signed(&open(&partner, "why"))).await, Err(Failure::NoScope));

        let mut forger = theirs.clone();
        forger.key = ours.key.clone();
        assert_eq!(centre.find(by_name(&forger, "rowan")).await, Err(Failure::Signature));
        assert_eq!(centre.national(forger.signed(&feed)).await, Err(Failure::Signature));
        let mut nobody = theirs.clone();
        nobody.founder.id = ours.founder.id;
        assert_eq!(centre.find(by_name(&nobody, "rowan")).await, Err(Failure::NotEntitled));
        assert_eq!(centre.opened(theirs.signed(&open(&theirs, " \n"))).await, Err(Failure::Malformed));
        assert_eq!(centre.find(by_name(&theirs, " '-' ")).await, Err(Failure::Malformed));
        administration::suspend_officer(office.database(), &other_force(), theirs.founder.id, "left", &office.clock())
            .await
            .unwrap();
        assert_eq!(centre.find(by_name(&theirs, "rowan")).await, Err(Failure::NotEntitled));
        administration::revoke_device(office.database(), &other_force(), theirs.device_id, &office.clock())
            .await
            .unwrap();
        assert_eq!(centre.national(theirs.signed(&feed)).await, Err(Failure::Revoked));
        let looks = centre.looks_at_ours(ours.signed(&digest)).await.unwrap().body.looks;
        assert_eq!(looks, [], "what was refused is no look");
    }
}
