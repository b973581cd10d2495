use super::*;

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    bytes
        .chunks(3)
        .flat_map(|chunk| {
            let bits =
                (0..3).fold(0u32, |bits, n| (bits << 8) | u32::from(chunk.get(n).copied().unwrap_or(0)));
            (0..=chunk.len()).map(move |n| char::from(ALPHABET[(bits >> (18 - 6 * n)) as usize & 63]))
        })
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn inv_8_nothing_of_an_officer_and_no_secret_is_readable_in_the_folder() {
    let (mut register, sorrel) = Register::with_sorrel();
    begin_rekey(&register.lock, &sorrel.vault_keys, &[], &mut register.rng).unwrap();
    let first = register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE).unwrap();

    let mut plain: Vec<String> = NAMES.map(str::to_owned).to_vec();
    for text in [LARKSPUR, "4471", SORREL, "5102"] {
        plain.push(text.to_owned());
    }
    for text in [LARKSPUR_PASSPHRASE, SORREL_PASSPHRASE] {
        plain.push(text.to_owned());
        plain.push(hex(text.as_bytes()));
        plain.push(base64(text.as_bytes()));
    }
    let secret_keys = first.officer_keys.to_bytes();
    let next = first.vault_keys.next.clone().unwrap();
    for secret in [
        first.vault_keys.current.as_bytes(),
        next.as_bytes(),
        <&[u8; 32]>::try_from(&secret_keys[..32]).unwrap(),
        <&[u8; 32]>::try_from(&secret_keys[32..]).unwrap(),
        &*register.shares.first.secret,
        &*register.shares.second.secret,
    ] {
        plain.push(hex(secret));
        plain.push(base64(secret).trim_end_matches('=').to_owned());
    }
    assert!(!plain.iter().any(String::is_empty));

    for file in std::fs::read_dir(register.folder.path()).unwrap() {
        let file = file.unwrap();
        let name = file.file_name().to_string_lossy().to_lowercase();
        let text = std::fs::read_to_string(file.path()).unwrap().to_lowercase();
        for secret in &plain {
            // Four digits may stand in hexadecimal by chance, so they are looked for as a word.
            let found = if secret.len() == 4 {
                text.split(|c: char| !c.is_alphanumeric()).any(|word| word == secret)
            } else {
                text.contains(&secret.to_lowercase())
            };
            assert!(!found && !name.contains(&secret.to_lowercase()), "{secret}");
        }
    }
}

#[test]
fn no_secret_prints() {
    let register = Register::new();
    let printed = format!("{:?} {:?}", register.first, register.shares);
    assert_eq!(printed.matches("[redacted]").count(), 4);
    let secret = register.first.vault_keys.current.as_bytes();
    assert!(!printed.contains(&hex(secret)));
    assert!(!printed.contains(&format!("{secret:?}")));
}

#[test]
fn the_pragma_literal_is_the_whole_key_in_hexadecimal() {
    let key = VaultKey::from_bytes(&std::array::from_fn(|n| (7 * n) as u8));
    let literal = key.pragma_literal();
    assert_eq!(*literal, format!("x'{}'", hex(key.as_bytes())));
    assert_eq!(literal.len(), 67);
    assert_eq!(literal.capacity(), 67);
}

#[test]
fn an_unknown_format_is_named_whatever_else_the_file_holds() {
    let register = Register::new();
    let path = register.folder.path().join(KEY_FILE);
    std::fs::write(&path, br#"{"format": 2, "doors": []}"#).unwrap();
    assert!(matches!(
        register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE),
        Err(KeyError::UnknownFormat { found: 2, known: 1 })
    ));
    assert_eq!(register.bytes(), br#"{"format": 2, "doors": []}"#);
}

#[test]
fn any_changed_byte_is_damage_and_neither_a_wrong_passphrase_nor_overwritten() {
    let register = Register::new();
    let path = register.folder.path().join(KEY_FILE);
    let good = register.bytes();
    for at in (0..good.len() - 1).step_by(41) {
        if good[at].is_ascii_whitespace() {
            continue;
        }
        let mut bad = good.clone();
        bad[at] = if bad[at] == b'1' { b'2' } else { b'1' };
        std::fs::write(&path, &bad).unwrap();
        assert!(
            matches!(
                register.unlock(LARKSPUR, "wrong one"),
                Err(KeyError::Damaged { .. } | KeyError::UnknownFormat { .. })
            ),
            "byte {at}"
        );
        assert_eq!(register.bytes(), bad);
    }
    for cut in [0, 1, good.len() / 2, good.len() - 3] {
        std::fs::write(&path, &good[..cut]).unwrap();
        assert!(matches!(register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE), Err(KeyError::Damaged { .. })));
    }
    std::fs::write(&path, &good).unwrap();
    register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE).unwrap();
}

#[test]
fn a_folder_without_a_key_file_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let lock = RegisterLock::take(folder.path()).unwrap();
    assert!(matches!(unlock(&lock, LARKSPUR, LARKSPUR_PASSPHRASE, DEFAULT_TRIES), Err(KeyError::NoKeyFile)));
}

#[test]
fn a_write_that_died_before_its_rename_leaves_the_old_file_in_force() {
    let register = Register::new();
    let half = register.folder.path().join("keys.json.new");
    std::fs::write(&half, b"{\"format\": 1, \"regis").unwrap();
    register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE).unwrap();
    assert!(!half.exists());
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_key_file() {
    use std::os::unix::fs::PermissionsExt;
    let register = Register::new();
    register.unlock(LARKSPUR, LARKSPUR_PASSPHRASE).unwrap();
    let path = register.folder.path().join(KEY_FILE);
    let mode = std::fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_register_that_is_open_cannot_be_opened_again_until_it_is_let_go() {
    let register = Register::new();
    assert!(matches!(RegisterLock::take(register.folder.path()), Err(KeyError::AlreadyOpen)));
    let register = register.restart();
    assert!(matches!(RegisterLock::take(register.folder.path()), Err(KeyError::AlreadyOpen)));
}
