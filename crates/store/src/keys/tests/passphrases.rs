use super::super::kdf::derive;
use super::super::passphrase::Passphrase;
use super::*;

#[test]
fn weak_derivation_is_refused_on_a_live_register_of_a_finished_program() {
    let weak = KdfParams::weak_for_tests();
    let release = false;
    assert!(matches!(weak.check(false, release), Err(KeyError::KdfParams)));
    assert!(weak.check(true, release).is_ok());
    assert!(weak.check(false, true).is_ok());
    assert!(KdfParams::default().check(false, release).is_ok());
}

#[test]
fn a_live_register_needs_256_mib_and_three_passes() {
    let standard = KdfParams::default();
    assert_eq!((standard.m_kib, standard.t, standard.p), (262_144, 3, 1));
    let refused = [
        KdfParams { m_kib: 262_143, ..standard },
        KdfParams { t: 2, ..standard },
        KdfParams { p: 0, ..standard },
        KdfParams { m_kib: u32::MAX, ..standard },
        KdfParams { t: u32::MAX, ..standard },
    ];
    for params in refused {
        assert!(params.check(false, false).is_err(), "{params:?}");
    }
}

#[test]
fn the_standard_cost_derives() {
    let passphrase = Passphrase::parse(LARKSPUR_PASSPHRASE).unwrap();
    let [a, b] = [[1; 32], [2; 32]].map(|salt| derive(&passphrase, KdfParams::default(), &salt).unwrap());
    assert_ne!(*a.key, *b.key);
    assert_ne!(a.check, b.check);
    assert_ne!(a.key[..16], a.check.0);
}

#[test]
fn composed_and_decomposed_letters_are_one_passphrase() {
    let mut register = Register::new();
    let keys = register.first.vault_keys.clone();
    register.add(SORREL, "caf\u{e9} violin 31 harbour", &keys).unwrap();
    register.unlock(SORREL, "cafe\u{301} violin 31 harbour").unwrap();
}

#[test]
fn white_space_inside_counts_and_at_the_ends_is_refused_not_trimmed() {
    let mut register = Register::new();
    let keys = register.first.vault_keys.clone();
    for typed in [
        " walnut quay 29 bramble",
        "walnut quay 29 bramble ",
        "walnut quay 29 bramble\u{a0}",
        "walnut\tquay 29 bramble",
        "walnut quay 29 bramble\r\n",
    ] {
        assert!(matches!(register.add(SORREL, typed, &keys), Err(KeyError::PassphraseInvisible)));
    }
    register.add(SORREL, "walnut quay 29 bramble", &keys).unwrap();
    assert!(matches!(register.unlock(SORREL, "walnut  quay 29 bramble"), Err(KeyError::Wrong { .. })));
}

#[test]
fn strength_says_why_and_counts_the_officers_own_words_as_guessed() {
    let bad = strength("password", &[]);
    assert_eq!(bad.score, 0);
    assert!(bad.warning.is_some());
    assert!(!bad.crack_time_words.is_empty());

    let typed = "larkspurnorthmoor";
    let unaware = strength(typed, &[]);
    let aware = strength(typed, &["Larkspur of Northmoor"]);
    assert!(aware.guesses_log10 < unaware.guesses_log10);

    let parts = strength("Larkspur4471", &["Test-Larkspur", LARKSPUR]);
    assert!(parts.score < 3 && !parts.suggestions.is_empty());

    let good = strength(LARKSPUR_PASSPHRASE, &NAMES);
    assert_eq!(good.score, 4);
    assert!(good.guesses_log10 > 10.0);
}

#[test]
fn strength_takes_anything() {
    assert_eq!(strength("", &[]).score, 0);
    assert_eq!(strength("", &[]).guesses_log10, 0.0);
    strength(&"Å\u{301}🦀9".repeat(20_000), &["", "\u{0}", "x"]);
    let beyond = format!("{}{LARKSPUR_PASSPHRASE}", "a".repeat(200));
    assert_eq!(strength(&beyond, &[]).score, strength(&"a".repeat(200), &[]).score);
}

#[test]
fn an_error_never_repeats_the_passphrase_or_the_collar_number() {
    let mut register = Register::new();
    let keys = register.first.vault_keys.clone();
    let refused = [
        register.add(SORREL, "bramble1", &keys).unwrap_err(),
        register.add(LARKSPUR, SORREL_PASSPHRASE, &keys).unwrap_err(),
        register.unlock(SORREL, "bramble1").unwrap_err(),
        register.unlock(LARKSPUR, "bramble1").unwrap_err(),
    ];
    for error in refused {
        let said = format!("{error} {error:?}");
        for secret in ["bramble", SORREL_PASSPHRASE, SORREL, LARKSPUR, "4471", "5102"] {
            assert!(!said.contains(secret), "{said}");
        }
    }
}
