//! An organisation other than police: its laptop finds and holds what its scope grants, and drops it when that ends.

use central::Clock;
use central::administration::{self, Grant, Organisation, Sees};
use register::force::ForceCode;
use serde_json::{Value, json};

use crate::common::*;
use crate::office::{Office, force, stub, sync};

async fn grant(office: &Office, sees: Sees, under: Option<u32>) {
    let partner = ForceCode::parse("ALD").unwrap();
    let grant = Grant {
        sees,
        under,
        purpose: "Children looked after by Test-Alderbrook Council".into(),
        by: "Test-Wren, Ada".into(),
        from: None,
        until: None,
    };
    let clock = Clock::Set(office.time.clone());
    administration::grant_scope(office.centre.database(), &partner, &grant, &clock).await.unwrap();
}

async fn council(office: &Office) -> Laptop {
    let code_adopted = chrono::NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
    office.laptop_of("ALD", &Organisation::Partner { code_adopted }).await
}

fn names(found: &Value) -> Vec<&str> {
    found["hits"].as_array().unwrap().iter().map(|hit| hit["record"]["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn without_a_scope_it_is_told_who_can_grant_one_and_with_one_it_finds_and_holds_that_much() {
    let mut office = Office::new().await;
    let (here, there) = (office.laptop().await, council(&office).await);
    let mut child = stub(&here);
    child["description"][0]["value"] = json!("Nell");
    child["description"][2]["value"] = json!("9");
    let child = here.report(child).await;
    let adult = here.report(stub(&here)).await;
    sync(&here).await;
    let asked = json!({ "name": "larkspur", "reason": "Placed with us" });
    let refused = there.refused("find_nationally", asked.clone()).await;
    assert_eq!(refused.code, app::ErrorCode::Refused);
    assert!(refused.message.contains("force scope"), "{}", refused.message);
    assert!(!sync(&there).await.contains("NOT"), "that it may see nothing is no trouble of sync");

    grant(&office, Sees::Forces(vec![force()]), Some(18)).await;
    sync(&there).await;
    let found = there.call("find_nationally", asked.clone()).await;
    assert_eq!((names(&found), found["checked"].clone()), (vec!["Test-Larkspur, Nell"], json!(true)));
    let open = |id| json!({ "incident_id": id, "reason": "Placed with us" });
    there.call("open_national", open(child.id())).await;
    assert_eq!(there.refused("open_national", open(adult.id())).await.code, app::ErrorCode::NotFound);
    let looks = here.call("looks_by_others", json!({})).await;
    assert_eq!(looks["looks"].as_array().unwrap().len(), 2, "every look of it is told: {looks}");
    office.shut().await;
    let held = there.call("find_nationally", asked).await;
    assert_eq!((names(&held), held["checked"].clone()), (vec!["Test-Larkspur, Nell"], json!(false)));
}

#[tokio::test]
async fn a_scope_that_narrows_or_is_withdrawn_leaves_nothing_on_the_laptop_that_it_does_not_grant() {
    let mut office = Office::new().await;
    let (here, there) = (office.laptop().await, council(&office).await);
    here.report(stub(&here)).await;
    sync(&here).await;
    let asked = json!({ "name": "larkspur", "reason": "Placed with us" });
    let held = async |office: &mut Office| {
        office.shut().await;
        let found = there.call("find_nationally", asked.clone()).await;
        office.reopen().await;
        assert_eq!(found["checked"], false);
        (names(&found).len(), found["line"].as_str().unwrap().to_owned())
    };
    grant(&office, Sees::AllPolice, None).await;
    sync(&there).await;
    assert_eq!(held(&mut office).await.0, 1);
    grant(&office, Sees::AllPolice, Some(18)).await;
    sync(&there).await;
    assert_eq!(held(&mut office).await.0, 0, "it is narrower now");
    grant(&office, Sees::AllPolice, None).await;
    sync(&there).await;
    assert_eq!(held(&mut office).await.0, 1);
    grant(&office, Sees::Nothing, None).await;
    sync(&there).await;
    let (hits, line) = held(&mut office).await;
    assert!(hits == 0 && line.contains("holds no list"), "{line}");
}

#[tokio::test]
async fn a_refused_search_alone_empties_the_list_that_was_held() {
    let mut office = Office::new().await;
    let (here, there) = (office.laptop().await, council(&office).await);
    here.report(stub(&here)).await;
    sync(&here).await;
    grant(&office, Sees::AllPolice, None).await;
    sync(&there).await;
    grant(&office, Sees::Nothing, None).await;
    let asked = json!({ "name": "larkspur", "reason": "Placed with us" });
    there.refused("find_nationally", asked.clone()).await;
    office.shut().await;
    assert!(names(&there.call("find_nationally", asked).await).is_empty());
}
