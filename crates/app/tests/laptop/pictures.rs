//! Small photographs beside the answers of a search of all forces.

use serde_json::{Value, json};

use crate::common::*;
use crate::office::{Office, stub, sync};
use crate::photographs::{offer, picture};

async fn pictures(laptop: &Laptop, incidents: &[Value]) -> Vec<Value> {
    let view = laptop.call("national_pictures", json!({ "incidents": incidents })).await;
    view["pictures"].as_array().unwrap().clone()
}

#[tokio::test]
async fn inv_9_answers_have_their_small_photographs_after_the_list_and_it_is_no_other_look() {
    let mut office = Office::new().await;
    let (here, there) = (office.laptop().await, office.another_force().await);
    let mut case = here.report(stub(&here)).await;
    let original = picture(image::ImageFormat::Jpeg);
    case.give("add_photograph", offer("ida.jpg", &original, "2026-09-01")).await;
    let id = case.id();
    let without = here.report(magnus(&here)).await.id();
    sync(&here).await;
    sync(&there).await;
    assert_eq!(
        pictures(&there, std::slice::from_ref(&id)).await,
        [] as [Value; 0],
        "nothing was searched for"
    );
    let asked = json!({ "name": "ida larkspur", "reason": "Spoken to at the bus station" });
    let found = there.call("find_nationally", asked.clone()).await;
    assert_eq!(found["hits"][0]["pictured"], true);
    let looked_before = looked(&there).await;
    let given = pictures(&there, &[id.clone(), without.clone()]).await;
    assert_eq!(given.len(), 1, "no more than the search answered");
    assert_eq!(given[0]["incident_id"], id);
    assert!(given[0]["base64"].as_str().unwrap().starts_with("/9j/"), "it is a JPEG");
    assert_eq!(looked(&there).await, looked_before);
    let looks = here.call("looks_by_others", json!({})).await;
    assert_eq!(looks["looks"].as_array().unwrap().len(), 1, "the search was the look: {looks}");

    let at_home = here.call("find_nationally", asked.clone()).await;
    assert_eq!(at_home["hits"][0]["record"]["held"], true);
    office.shut().await;
    let found = there.call("find_nationally", asked.clone()).await;
    assert_eq!((found["checked"].clone(), found["hits"][0]["pictured"].clone()), (json!(false), json!(true)));
    assert_eq!(
        pictures(&there, std::slice::from_ref(&id)).await,
        [] as [Value; 0],
        "out of contact it is not held"
    );
    here.call("find_nationally", asked).await;
    assert_eq!(pictures(&here, &[id]).await.len(), 1, "its own it holds");
}
