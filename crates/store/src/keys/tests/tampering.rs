//! Someone edits the key file and puts its checksum right.

use serde_json::{Value, json};

use super::*;

/// Writes the file with `edit` made to it, under a right checksum.
fn tamper(register: &Register, edit: impl FnOnce(&mut Value)) {
    let mut value = serde_json::to_value(register.file()).unwrap();
    let before = value.clone();
    edit(&mut value);
    assert_ne!(value, before, "the edit changed nothing");
    let mut file: KeyFile = serde_json::from_value(value).unwrap();
    file.save(&register.lock, false).unwrap();
}

fn assert_damaged(result: Result<Unlocked, KeyError>, said: &str) {
    match result {
        Err(KeyError::Damaged { what }) => assert!(what.contains(said), "{what}"),
        other => panic!("{said}: {other:?}"),
    }
}

#[test]
fn another_register_id_force_or_training_mark_is_noticed_and_costs_no_try() {
    let edits: [(&str, Value); 3] =
        [("training", json!(true)), ("force_code", json!("WX")), ("register_id", json!(Uuid::from_u128(2)))];
    for (field, value) in edits {
        let register = Register::new();
        tamper(&register, |file| file[field] = value);
        for _ in 0..2 * DEFAULT_TRIES {
            assert_damaged(register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE), "slot was altered");
        }
    }
}

#[test]
fn secrets_swapped_between_two_slots_are_noticed() {
    let (register, _) = Register::with_sorrel();
    tamper(&register, |file| {
        let other = file["slots"][1]["state"]["live"]["sealed_secrets"].clone();
        file["slots"][0]["state"]["live"]["sealed_secrets"] = other;
    });
    assert_damaged(register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE), "slot was altered");
}

#[test]
fn a_whole_state_moved_to_another_officers_slot_opens_neither_with_either_passphrase() {
    let (register, _) = Register::with_sorrel();
    tamper(&register, |file| {
        let other = file["slots"][1]["state"].clone();
        file["slots"][0]["state"] = other;
    });
    assert_damaged(register.unlock(LARKSPUR, SORREL_PASSPHRASE), "slot was altered");
    assert!(matches!(register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE), Err(KeyError::Wrong { .. })));
}

#[test]
fn each_bound_field_of_a_slot_is_noticed() {
    for field in ["slot_id", "signing_public", "box_public"] {
        let (register, _) = Register::with_sorrel();
        tamper(&register, |file| {
            let other = file["slots"][1][field].clone();
            file["slots"][0][field] = other;
        });
        assert_damaged(register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE), "slot was altered");
    }
}

#[test]
fn another_officers_sealed_vault_key_is_noticed() {
    let (register, _) = Register::with_sorrel();
    tamper(&register, |file| {
        let other = file["slots"][1]["state"]["live"]["sealed_vault_key"].clone();
        file["slots"][0]["state"]["live"]["sealed_vault_key"] = other;
    });
    assert_damaged(register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE), "vault key in this officer's slot");
}

#[test]
fn a_slot_or_recovery_key_that_the_vault_key_never_vouched_for_is_noticed() {
    let intruder = Register::numbered(2);
    let foreign = serde_json::to_value(intruder.file()).unwrap();

    let register = Register::new();
    tamper(&register, |file| {
        let slot = foreign["slots"][0].clone();
        file["slots"].as_array_mut().unwrap().push(slot);
    });
    let said = "added, removed or altered";
    assert_damaged(register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE), said);

    let register = Register::new();
    tamper(&register, |file| {
        file["recovery"]["box_public"] = foreign["recovery"]["box_public"].clone();
    });
    assert_damaged(register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE), said);

    let (register, _) = Register::with_sorrel();
    tamper(&register, |file| {
        file["slots"].as_array_mut().unwrap().pop();
    });
    assert_damaged(register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE), said);
}

#[test]
fn no_vault_key_is_ever_sealed_to_a_slot_slipped_in_while_the_register_was_open() {
    let mut register = Register::new();
    let foreign = serde_json::to_value(Register::numbered(2).file()).unwrap();
    tamper(&register, |file| {
        let slot = foreign["slots"][0].clone();
        file["slots"].as_array_mut().unwrap().push(slot);
    });
    let refused = begin_rekey(&register.lock, &register.first.vault_keys, &[], &mut register.rng);
    assert!(matches!(refused, Err(KeyError::ForeignKey)));
}

#[test]
fn shares_do_not_recover_an_altered_register() {
    let edits: [fn(&mut Value); 2] = [
        |file| file["training"] = json!(true),
        |file| {
            file["slots"].as_array_mut().unwrap().pop();
        },
    ];
    for edit in edits {
        let (mut register, _) = Register::with_sorrel();
        let [first, second] = register.printed_shares();
        tamper(&register, edit);
        let recovered = recover(
            &register.lock,
            [&first, &second],
            LARKSPUR,
            &chosen(SORREL_PASSPHRASE),
            &mut register.rng,
        );
        assert_damaged(recovered, "altered");
    }
}
