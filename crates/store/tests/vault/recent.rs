//! What an act takes from memory is what the file holds, whatever was written in between.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha20Rng;
use register::id::*;
use store::{ActError, Along, Writing};

use crate::common::*;

/// Write through a batch, which holds nothing in memory after it.
async fn in_a_batch(register: &Register, n: u128, minute: i64) {
    let mut bulk = register.vault.bulk().await.unwrap();
    let command = note("written in a batch").into();
    let (person, action) = (PersonId(register.draw()), ActionId(register.draw()));
    bulk.act(incident(n), register.writing(minute), vec![], |state| {
        decided(state, &command, at(minute), person, action, n)
    })
    .await
    .unwrap();
    bulk.commit().await.unwrap();
}

#[tokio::test]
async fn an_act_rests_on_all_that_the_file_holds_whoever_wrote_it_and_whatever_failed_before() {
    let register = Register::filled().await;
    let used = register.vault.log(incident(1)).await.unwrap()[0].entry.header.entry_id;
    let mut rng = ChaCha20Rng::seed_from_u64(11);
    let mut written = [7, 6];
    for minute in 20..220 {
        let n = rng.random_range(1..=2);
        match rng.random_range(0..6) {
            0 => in_a_batch(&register, n, minute).await,
            1 => {
                let refused = register.ask(n, minute, note(" ")).await;
                assert!(matches!(refused, Err(ActError::Refused(_))), "{refused:?}");
                continue;
            }
            2 => {
                let again = Writing { entry_id: used, ..register.writing(minute) };
                let failed = register.ask_along(n, again, note("failed"), Along::default()).await;
                assert!(matches!(failed, Err(ActError::Store(_))), "{failed:?}");
                continue;
            }
            3 => {
                register.vault.log(incident(n)).await.unwrap();
                continue;
            }
            _ => {
                let after = register.give(n, minute, note("written alone")).await;
                let file = register.vault.log(incident(n)).await.unwrap();
                assert_eq!(Some(&after), file.state(), "minute {minute}");
                assert_eq!(after.sight.heads.len(), 1, "an act did not see what came before it");
            }
        }
        written[usize::try_from(n).unwrap() - 1] += 1;
    }
    for (n, count) in [(1, written[0]), (2, written[1])] {
        assert_eq!(register.vault.log(incident(n)).await.unwrap().len(), count);
    }
    assert_eq!(register.found().await, []);
}
