use super::*;

fn recovered(register: &mut Register, shares: [&str; 2], collar: &str) -> Result<Unlocked, KeyError> {
    let passphrase = chosen("meadow anchor 18 quartz");
    recover(&register.lock, shares, collar, &passphrase, &mut register.rng)
}

#[test]
fn both_shares_in_either_order_open_the_vault_and_give_a_slot_with_new_keys() {
    for swapped in [false, true] {
        let mut register = Register::new();
        let [first, second] = register.printed_shares();
        let typed = if swapped { [second.as_str(), &first] } else { [first.as_str(), &second] };
        let unlocked = recovered(&mut register, typed, SORREL).unwrap();
        assert!(unlocked.vault_keys.current == register.first.vault_keys.current);
        let again = register.unlock(SORREL, "meadow anchor 18 quartz").unwrap();
        assert_eq!(again.slot_id, unlocked.slot_id);
        register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE).unwrap();
    }
}

#[test]
fn an_officer_who_forgot_the_passphrase_or_lost_the_slot_gets_one_slot_again() {
    for destroyed in [false, true] {
        let mut register = Register::new();
        let tries = if destroyed { DEFAULT_TRIES } else { 1 };
        for _ in 0..tries {
            register.unlock(LARKSPUR, "wrong one").unwrap_err();
        }
        let [first, second] = register.printed_shares();
        let unlocked = recovered(&mut register, [&first, &second], LARKSPUR).unwrap();
        assert_ne!(unlocked.slot_id, register.first.slot_id);
        assert_ne!(unlocked.officer_keys.signing_public(), register.first.officer_keys.signing_public());
        assert_eq!(register.file().slots().len(), 1);
        register.unlock(LARKSPUR, "meadow anchor 18 quartz").unwrap();
    }
}

#[test]
fn one_share_twice_is_refused() {
    let mut register = Register::new();
    let [_, second] = register.printed_shares();
    assert!(matches!(
        recovered(&mut register, [&second, &second], LARKSPUR),
        Err(KeyError::SameShareTwice { number: 2 })
    ));
}

#[test]
fn a_share_of_another_register_is_named() {
    let mut register = Register::new();
    let other = Register::numbered(2);
    let [first, _] = register.printed_shares();
    let [_, foreign] = other.printed_shares();
    match recovered(&mut register, [&first, &foreign], LARKSPUR) {
        Err(KeyError::ShareOfOtherRegister { which, found, expected }) => {
            assert_eq!(which, 2);
            assert_eq!(found, other.file().meta().short_id());
            assert_eq!(expected, register.shares.first.short_id());
            assert_ne!(found, expected);
        }
        result => panic!("{result:?}"),
    }
}

#[test]
fn a_mistyped_share_is_named_with_its_group_and_changes_nothing() {
    let mut register = Register::new();
    let before = register.bytes();
    let [first, second] = register.printed_shares();
    let mut groups: Vec<String> = second.split(' ').map(str::to_owned).collect();
    let wrong = if groups[6].starts_with('7') { "8" } else { "7" };
    groups[6].replace_range(0..1, wrong);
    let error = recovered(&mut register, [&first, &groups.join(" ")], LARKSPUR).unwrap_err();
    assert_eq!(error.to_string(), "recovery share 2: group 7 is mistyped");
    assert_eq!(register.bytes(), before);
}

#[test]
fn renewed_shares_open_the_vault_and_the_old_ones_say_that_newer_exist() {
    let mut register = Register::new();
    let [first, second] = register.printed_shares();
    let keys = register.first.vault_keys.clone();
    register.shares = renew_recovery(&register.lock, &keys, &mut register.rng).unwrap();
    assert!(matches!(
        recovered(&mut register, [&first, &second], LARKSPUR),
        Err(KeyError::ShareSuperseded { number: 1 })
    ));
    let [new_first, new_second] = register.printed_shares();
    assert!(matches!(
        recovered(&mut register, [&new_first, &second], LARKSPUR),
        Err(KeyError::ShareSuperseded { number: 2 })
    ));
    recovered(&mut register, [&new_first, &new_second], SORREL).unwrap();
    register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE).unwrap();
}

#[test]
fn renewal_needs_the_vault_key() {
    let other = Register::numbered(2);
    let mut register = Register::new();
    let refused = renew_recovery(&register.lock, &other.first.vault_keys, &mut register.rng);
    assert!(matches!(refused, Err(KeyError::ForeignKey)));
}

#[test]
fn recovery_holds_the_new_passphrase_to_the_same_strength() {
    let mut register = Register::new();
    let [first, second] = register.printed_shares();
    let refused = recover(&register.lock, [&first, &second], LARKSPUR, &chosen("letmein"), &mut register.rng);
    assert!(matches!(refused, Err(KeyError::TooWeak { .. })));
}
