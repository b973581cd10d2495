use super::super::collar::CollarNumber;
use super::super::kdf::DERIVATIONS;
use super::super::unlock::Try;
use super::*;

#[test]
fn the_right_passphrase_gives_the_same_vault_and_officer_keys_after_a_restart() {
    let register = Register::new().restart();
    let again = register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE).unwrap();
    assert_eq!(again.slot_id, register.first.slot_id);
    assert!(again.vault_keys.current == register.first.vault_keys.current);
    assert!(again.vault_keys.next.is_none());
    let message = b"an entry's header";
    assert_eq!(again.officer_keys.sign(message), register.first.officer_keys.sign(message));
    assert_eq!(register.file().slots()[0].signing_public(), again.officer_keys.signing_public());
}

#[test]
fn a_collar_number_is_found_however_it_is_spaced_and_cased() {
    let register = Register::new();
    for typed in ["nm4471", " NM 4471", "Nm\u{2011}44 71", "ＮＭ４４７１"] {
        assert!(register.unlock(typed, LARKSPUR_PASSPHRASE).is_ok(), "{typed}");
    }
}

#[test]
fn an_unknown_collar_number_is_refused_and_counts_against_nobody() {
    let register = Register::new();
    let before = register.bytes();
    for _ in 0..2 * DEFAULT_TRIES {
        assert!(matches!(register.unlock("NM9999", "not the passphrase"), Err(KeyError::NoSuchOfficer)));
    }
    assert_eq!(register.bytes(), before);
}

#[test]
fn an_unknown_collar_number_costs_as_many_derivations_as_a_wrong_passphrase() {
    let register = Register::new();
    let derivations = |collar: &str| {
        let before = DERIVATIONS.get();
        register.unlock(collar, "wrong one").unwrap_err();
        DERIVATIONS.get() - before
    };
    assert_eq!(derivations(LARKSPUR), 1);
    assert_eq!(derivations("NM9999"), 1);
}

#[test]
fn five_wrong_tries_across_restarts_destroy_the_slot() {
    let mut register = Register::new();
    for left in [4, 3, 2, 1] {
        match register.unlock(LARKSPUR, "wrong one") {
            Err(KeyError::Wrong { tries_left }) => assert_eq!(tries_left, left),
            other => panic!("{other:?}"),
        }
        register = register.restart();
    }
    assert!(matches!(register.unlock(LARKSPUR, "wrong one"), Err(KeyError::Destroyed { now: true })));
    register = register.restart();
    assert!(matches!(
        register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE),
        Err(KeyError::Destroyed { now: false })
    ));
    assert!(register.file().slots()[0].is_destroyed());
}

#[test]
fn a_destroyed_slot_leaves_none_of_its_sealed_data_in_the_folder() {
    let register = Register::new();
    let sealed = serde_json::to_value(register.file()).unwrap();
    let live = &sealed["slots"][0]["state"]["live"];
    let gone = [
        &live["sealed_secrets"]["ciphertext"],
        &live["kdf"]["salt"],
        &live["kdf"]["check"],
        &live["sealed_vault_key"]["current"]["ciphertext"],
    ]
    .map(|value| value.as_str().unwrap().to_owned());
    for _ in 0..DEFAULT_TRIES {
        register.unlock(LARKSPUR, "wrong one").unwrap_err();
    }
    for file in std::fs::read_dir(register.folder.path()).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for value in &gone {
            assert!(!text.contains(value));
        }
    }
}

#[test]
fn a_right_passphrase_clears_the_count() {
    let register = Register::new();
    for _ in 0..3 {
        for _ in 0..DEFAULT_TRIES - 1 {
            register.unlock(LARKSPUR, "wrong one").unwrap_err();
        }
        register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE).unwrap();
        assert_eq!(register.failed_tries(register.first.slot_id), 0);
    }
}

#[test]
fn killing_the_program_before_the_passphrase_is_judged_gives_no_free_try() {
    let mut register = Register::new();
    let collar = CollarNumber::parse(LARKSPUR).unwrap();
    for killed in 1..=DEFAULT_TRIES {
        drop(Try::begin(&register.lock, &collar, DEFAULT_TRIES).unwrap());
        register = register.restart();
        assert_eq!(register.failed_tries(register.first.slot_id), killed);
    }
    assert!(matches!(register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE), Err(KeyError::Destroyed { now: true })));
}

#[test]
fn one_officers_wrong_tries_leave_the_other_officer_alone() {
    let (register, sorrel) = Register::with_sorrel();
    for _ in 0..DEFAULT_TRIES {
        register.unlock(LARKSPUR, "wrong one").unwrap_err();
    }
    let unlocked = register.unlock(SORREL, SORREL_PASSPHRASE).unwrap();
    assert_eq!(unlocked.slot_id, sorrel.slot_id);
    assert!(unlocked.vault_keys.current == register.first.vault_keys.current);
}

#[test]
fn input_that_can_never_be_right_costs_no_try() {
    let register = Register::new();
    let before = register.bytes();
    let with_line_break = format!("{LARKSPUR_PASSPHRASE}\n");
    for typed in ["", " ", &with_line_break, &"x".repeat(1025)] {
        assert!(matches!(
            register.unlock(LARKSPUR, typed),
            Err(KeyError::PassphraseEmpty
                | KeyError::PassphraseInvisible
                | KeyError::PassphraseTooLong { .. })
        ));
    }
    for collar in ["", " - ", &"4".repeat(33), "44\u{0}71"] {
        assert!(matches!(register.unlock(collar, LARKSPUR_PASSPHRASE), Err(KeyError::CollarNumber { .. })));
    }
    assert_eq!(register.bytes(), before);
}

#[test]
fn tries_at_the_same_moment_are_counted_one_by_one() {
    let register = Register::new();
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let tries: Vec<_> =
            (0..12).map(|_| scope.spawn(|| register.unlock(LARKSPUR, "wrong one").unwrap_err())).collect();
        tries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let wrong = outcomes.iter().filter(|error| matches!(error, KeyError::Wrong { .. })).count();
    let destroyed = outcomes.iter().filter(|error| matches!(error, KeyError::Destroyed { .. })).count();
    assert_eq!((wrong, destroyed), (4, 8), "{outcomes:?}");
}
