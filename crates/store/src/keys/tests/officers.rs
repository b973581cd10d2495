use super::*;

#[test]
fn each_officer_unlocks_the_same_vault_with_keys_of_their_own() {
    let (register, sorrel) = Register::with_sorrel();
    let a = register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE).unwrap();
    let b = register.unlock(SORREL, SORREL_PASSPHRASE).unwrap();
    assert!(a.vault_keys.current == b.vault_keys.current);
    assert_eq!(b.slot_id, sorrel.slot_id);
    assert_ne!(a.slot_id, b.slot_id);
    assert_ne!(a.officer_keys.signing_public(), b.officer_keys.signing_public());
    assert_ne!(a.officer_keys.box_public(), b.officer_keys.box_public());
}

#[test]
fn one_officers_passphrase_does_not_open_anothers_slot() {
    let (register, _) = Register::with_sorrel();
    assert!(matches!(register.unlock(SORREL, LARKSPUR_PASSPHRASE), Err(KeyError::Wrong { tries_left: 4 })));
}

#[test]
fn a_second_slot_for_one_collar_number_is_refused() {
    let mut register = Register::new();
    let keys = register.first.vault_keys.clone();
    assert!(matches!(register.add("nm 4471", SORREL_PASSPHRASE, &keys), Err(KeyError::OfficerExists)));
}

#[test]
fn a_destroyed_slot_can_be_given_again_by_another_officer() {
    let (mut register, sorrel) = Register::with_sorrel();
    for _ in 0..DEFAULT_TRIES {
        register.unlock(LARKSPUR, "wrong one").unwrap_err();
    }
    let again = register.add(LARKSPUR, "another lantern 55 gravel", &sorrel.vault_keys).unwrap();
    assert_ne!(again.slot_id, register.first.slot_id);
    assert_ne!(again.officer_keys.signing_public(), register.first.officer_keys.signing_public());
    assert_eq!(register.file().slots().len(), 2);
    let unlocked = register.unlock(LARKSPUR, "another lantern 55 gravel");
    assert_eq!(unlocked.unwrap().slot_id, again.slot_id);
}

#[test]
fn a_slot_that_belongs_to_nobody_is_taken_away_and_the_last_one_is_not() {
    let (register, sorrel) = Register::with_sorrel();
    let keys = &register.first.vault_keys;
    remove_slot(&register.lock, keys, sorrel.slot_id).unwrap();
    assert!(matches!(register.unlock(SORREL, SORREL_PASSPHRASE), Err(KeyError::NoSuchOfficer)));
    register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE).unwrap();
    let again = remove_slot(&register.lock, keys, sorrel.slot_id);
    assert!(matches!(again, Err(KeyError::NoSuchSlot(_))));
    let last = remove_slot(&register.lock, keys, register.first.slot_id);
    assert!(matches!(last, Err(KeyError::LastOfficer)));
}

#[test]
fn collar_numbers_are_one_however_they_are_typed() {
    assert!(same_collar("NM-4471", "nm 4471"));
    assert!(!same_collar("NM-4471", "NM-4472"));
    assert!(!same_collar("", ""), "what is no collar number is nobody's");
}

#[test]
fn the_vault_key_of_another_register_adds_nobody() {
    let other = Register::numbered(2);
    let mut register = Register::new();
    let before = register.bytes();
    assert!(matches!(
        register.add(SORREL, SORREL_PASSPHRASE, &other.first.vault_keys),
        Err(KeyError::ForeignKey)
    ));
    assert_eq!(register.bytes(), before);
}

#[test]
fn a_changed_passphrase_keeps_the_officers_keys_and_retires_the_old_one() {
    let mut register = Register::new();
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
    assert!(matches!(register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE), Err(KeyError::Wrong { .. })));
    let unlocked = register.unlock(LARKSPUR, new).unwrap();
    assert_eq!(unlocked.officer_keys.signing_public(), register.first.officer_keys.signing_public());
    assert!(unlocked.vault_keys.current == register.first.vault_keys.current);
}

#[test]
fn a_wrong_old_passphrase_changes_nothing_and_counts_and_a_weak_new_one_counts_nothing() {
    let mut register = Register::new();
    let mut change = |old: &str, new: &str| {
        change_passphrase(&register.lock, LARKSPUR, old, &chosen(new), DEFAULT_TRIES, &mut register.rng)
    };
    assert!(matches!(
        change("wrong one", "ferry pumice 61 thimble oak"),
        Err(KeyError::Wrong { tries_left: 4 })
    ));
    assert!(matches!(change("wrong one", "password1"), Err(KeyError::TooWeak { .. })));
    assert_eq!(register.failed_tries(register.first.slot_id), 1);
    register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE).unwrap();
}

#[test]
fn creation_is_refused_where_a_key_file_exists_even_a_corrupt_one() {
    let mut register = Register::new();
    std::fs::write(register.folder.path().join(KEY_FILE), b"\0\0").unwrap();
    let again =
        create(&register.lock, &meta(9, false), SORREL, &chosen(SORREL_PASSPHRASE), &mut register.rng);
    assert!(matches!(again, Err(KeyError::AlreadyExists)));
    assert_eq!(register.bytes(), b"\0\0");
}

#[test]
fn creation_refuses_a_weak_passphrase_with_reasons_and_a_bad_force_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let lock = RegisterLock::take(folder.path()).unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    let mut attempt = |meta: &RegisterMeta, typed: &str| {
        create(&lock, meta, LARKSPUR, &chosen(typed), &mut rng).unwrap_err()
    };
    match attempt(&meta(3, false), "Larkspur4471") {
        KeyError::TooWeak { minimum, strength } => {
            assert_eq!(minimum, 3);
            assert!(strength.score < 3);
            assert!(strength.warning.is_some() || !strength.suggestions.is_empty());
        }
        other => panic!("{other:?}"),
    }
    for force_code in ["N", "NORTHMOOR", "N1", ""] {
        let bad = RegisterMeta { force_code: force_code.to_owned(), ..meta(3, false) };
        assert!(matches!(attempt(&bad, LARKSPUR_PASSPHRASE), KeyError::ForceCode));
    }
    assert!(!KeyFile::exists(folder.path()).unwrap());
}
