use super::*;

fn removed_sorrel() -> (Register, Unlocked, VaultKeys) {
    let (mut register, sorrel) = Register::with_sorrel();
    let keys = begin_rekey(&register.lock, &register.first.vault_keys, &[sorrel.slot_id], &mut register.rng)
        .unwrap();
    (register, sorrel, keys)
}

#[test]
fn a_crash_before_the_database_is_rekeyed_leaves_both_keys_to_try() {
    let (register, _, keys) = removed_sorrel();
    let register = register.restart();
    assert!(register.file().rekey_pending());
    let unlocked = register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE).unwrap();
    assert!(unlocked.vault_keys.current == register.first.vault_keys.current);
    assert!(unlocked.vault_keys.next == keys.next);
    assert!(unlocked.vault_keys.next.is_some());
}

#[test]
fn a_crash_after_the_database_is_rekeyed_is_finished_at_the_next_unlock() {
    let (register, _, keys) = removed_sorrel();
    let register = register.restart();
    let unlocked = register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE).unwrap();
    let finished = finish_rekey(&register.lock, &unlocked.vault_keys).unwrap();
    assert!(Some(&finished.current) == keys.next.as_ref());

    let register = register.restart();
    assert!(!register.file().rekey_pending());
    let after = register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE).unwrap();
    assert!(after.vault_keys.current == finished.current);
    assert!(after.vault_keys.next.is_none());
    assert!(after.vault_keys.current != register.first.vault_keys.current);
}

#[test]
fn a_removed_officer_is_gone_from_the_first_step_on() {
    let (register, _, keys) = removed_sorrel();
    assert!(matches!(register.unlock(SORREL, SORREL_PASSPHRASE), Err(KeyError::NoSuchOfficer)));
    finish_rekey(&register.lock, &keys).unwrap();
    assert!(matches!(register.unlock(SORREL, SORREL_PASSPHRASE), Err(KeyError::NoSuchOfficer)));
}

#[test]
fn a_removed_officers_old_vault_key_has_no_authority_after_the_change() {
    let (mut register, sorrel, keys) = removed_sorrel();
    finish_rekey(&register.lock, &keys).unwrap();
    assert!(matches!(register.add(SORREL, SORREL_PASSPHRASE, &sorrel.vault_keys), Err(KeyError::ForeignKey)));
}

#[test]
fn the_officers_left_get_the_new_key_without_their_passphrase() {
    let (mut register, sorrel) = Register::with_sorrel();
    let third = register.add("NM 6000", "plover cinder 83 ribbon", &sorrel.vault_keys).unwrap();
    let keys = begin_rekey(&register.lock, &sorrel.vault_keys, &[third.slot_id], &mut register.rng).unwrap();
    let done = finish_rekey(&register.lock, &keys).unwrap();
    for (collar, passphrase) in [(LARKSPUR, LARKSPUR_PASSPHRASE), (SORREL, SORREL_PASSPHRASE)] {
        let unlocked = register.unlock(collar, passphrase).unwrap();
        assert!(unlocked.vault_keys.current == done.current);
    }
}

#[test]
fn the_shares_still_recover_during_and_after_a_change_of_key() {
    let (mut register, _, keys) = removed_sorrel();
    let shares = register.printed_shares();
    let mut recovered = |collar: &str| {
        recover(
            &register.lock,
            [&shares[0], &shares[1]],
            collar,
            &chosen(SORREL_PASSPHRASE),
            &mut register.rng,
        )
        .unwrap()
    };
    let during = recovered("NM 7001");
    assert!(during.vault_keys.next == keys.next && keys.next.is_some());
    finish_rekey(&register.lock, &during.vault_keys).unwrap();
    let after = recovered("NM 7002");
    assert!(Some(&after.vault_keys.current) == keys.next.as_ref());
}

#[test]
fn a_slot_added_or_a_passphrase_changed_between_the_steps_survives_them() {
    let (mut register, _, keys) = removed_sorrel();
    register.add("NM 8000", SORREL_PASSPHRASE, &keys).unwrap();
    let new = "ferry pumice 61 thimble oak";
    change_passphrase(
        &register.lock,
        LARKSPUR,
        LARKSPUR_PASSPHRASE,
        &chosen(new),
        DEFAULT_TRIES,
        &mut register.rng,
    )
    .unwrap();
    let done = finish_rekey(&register.lock, &keys).unwrap();
    for (collar, passphrase) in [(LARKSPUR, new), ("NM 8000", SORREL_PASSPHRASE)] {
        let unlocked = register.unlock(collar, passphrase).unwrap();
        assert!(unlocked.vault_keys.current == done.current);
    }
}

#[test]
fn steps_out_of_order_unknown_slots_and_the_last_officer_are_refused() {
    let (mut register, sorrel) = Register::with_sorrel();
    let first = register.first.vault_keys.clone();
    let larkspur = register.first.slot_id;
    let unknown = Uuid::from_u128(77);
    assert!(matches!(finish_rekey(&register.lock, &first), Err(KeyError::NoRekeyPending)));
    let mut begin =
        |keys: &VaultKeys, remove: &[Uuid]| begin_rekey(&register.lock, keys, remove, &mut register.rng);
    assert!(matches!(
        begin(&first, &[unknown]),
        Err(KeyError::NoSuchSlot(id)) if id == unknown
    ));
    assert!(matches!(begin(&first, &[larkspur, sorrel.slot_id]), Err(KeyError::LastOfficer)));
    let keys = begin(&first, &[]).unwrap();
    assert!(matches!(begin(&keys, &[]), Err(KeyError::RekeyPending)));
    assert!(matches!(begin(&first, &[]), Err(KeyError::RekeyPending)));
    let forged = VaultKeys { current: first.current.clone(), next: Some(first.current.clone()) };
    assert!(matches!(finish_rekey(&register.lock, &forged), Err(KeyError::ForeignKey)));
}

#[test]
fn removing_the_only_live_officer_is_refused_though_a_destroyed_slot_is_left() {
    let (mut register, sorrel) = Register::with_sorrel();
    for _ in 0..DEFAULT_TRIES {
        register.unlock(LARKSPUR, "wrong one").unwrap_err();
    }
    let refused = begin_rekey(&register.lock, &sorrel.vault_keys, &[sorrel.slot_id], &mut register.rng);
    assert!(matches!(refused, Err(KeyError::LastOfficer)));
}
