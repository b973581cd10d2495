use proptest::prelude::*;
use zeroize::Zeroizing;

use super::super::share::short_id;
use super::*;

const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn share(number: u8, register: u128, secret: [u8; 32]) -> RecoveryShare {
    RecoveryShare { number, short_id: short_id(Uuid::from_u128(register)), secret: Zeroizing::new(secret) }
}

fn any_share() -> impl Strategy<Value = RecoveryShare> {
    (1..=2u8, any::<u128>(), any::<[u8; 32]>())
        .prop_map(|(number, register, secret)| share(number, register, secret))
}

fn groups(share: &RecoveryShare) -> Vec<String> {
    share.printed().split(' ').map(str::to_owned).collect()
}

fn mistyped(typed: &str) -> Vec<u8> {
    match RecoveryShare::parse(typed) {
        Err(ShareError::Mistyped { groups }) => groups,
        other => panic!("{other:?}"),
    }
}

proptest! {
    #[test]
    fn a_printed_share_reads_back_however_it_is_typed(share in any_share(), style in 0..4) {
        let printed = share.printed().to_string();
        let typed = match style {
            0 => printed,
            1 => printed.to_lowercase().replace(' ', ""),
            2 => printed.replace('0', "O").replace('1', "l").replace(' ', "-"),
            _ => format!("  {}\r\n", printed.replace('0', "o").replace('1', "I").replace(' ', "\n")),
        };
        let read = RecoveryShare::parse(&typed).unwrap();
        prop_assert_eq!(read.number(), share.number());
        prop_assert_eq!(read.short_id(), share.short_id());
        prop_assert_eq!(*read.secret, *share.secret);
    }

    #[test]
    fn one_wrong_character_is_named_by_its_group(share in any_share(), at in 0..84usize, by in 1..32usize) {
        let mut typed: Vec<u8> = share.printed().bytes().filter(|b| *b != b' ').collect();
        let digit = DIGITS.iter().position(|d| *d == typed[at]).unwrap();
        typed[at] = DIGITS[(digit + by) % 32];
        let typed = String::from_utf8(typed).unwrap();
        prop_assert_eq!(mistyped(&typed), vec![at as u8 / 4 + 1]);
    }

    #[test]
    fn neighbours_swapped_within_a_group_are_named(share in any_share(), group in 0..21usize, at in 0..3usize) {
        let mut typed = groups(&share);
        let mut letters: Vec<char> = typed[group].chars().collect();
        prop_assume!(letters[at] != letters[at + 1]);
        letters.swap(at, at + 1);
        typed[group] = letters.into_iter().collect();
        prop_assert_eq!(mistyped(&typed.join(" ")), vec![group as u8 + 1]);
    }

    #[test]
    fn groups_swapped_are_both_named(share in any_share(), a in 0..21usize, b in 0..21usize) {
        prop_assume!(a != b);
        let mut typed = groups(&share);
        typed.swap(a, b);
        let (low, high) = (a.min(b) as u8 + 1, a.max(b) as u8 + 1);
        prop_assert_eq!(mistyped(&typed.join(" ")), vec![low, high]);
    }

    #[test]
    fn anything_at_all_is_read_or_refused(typed in ".{0,200}") {
        let _ = RecoveryShare::parse(&typed);
    }
}

#[test]
fn a_letter_that_no_share_has_is_named_by_its_group() {
    let mut typed = groups(&share(1, 1, [5; 32]));
    typed[2].replace_range(1..2, "U");
    typed[20].replace_range(3..4, "é");
    assert_eq!(mistyped(&typed.join(" ")), vec![3, 21]);
}

#[test]
fn a_missing_or_extra_character_says_how_many_and_where_to_look() {
    let printed = groups(&share(2, 1, std::array::from_fn(|n| (37 * n % 256) as u8))).join(" ");
    let mut short = printed.clone();
    short.remove(27);
    match RecoveryShare::parse(&short) {
        Err(ShareError::Length { found: 83, expected: 84, near: Some(near) }) => {
            assert!((6..=8).contains(&near))
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(
        RecoveryShare::parse(&format!("{printed} 7")),
        Err(ShareError::Length { found: 85, .. })
    ));
    assert!(matches!(RecoveryShare::parse(""), Err(ShareError::Length { found: 0, .. })));
}

#[test]
fn a_share_is_21_groups_of_four() {
    let printed = groups(&share(1, 1, [255; 32]));
    assert_eq!(printed.len(), 21);
    assert!(printed.iter().all(|group| group.len() == 4));
}
