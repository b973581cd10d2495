//! INV-8: nothing of any person is readable in any file of the folder, whatever happens to the program.

use std::path::Path;

use register::fact::Attribute;
use store::NameQuery;

use crate::common::*;

/// Put in through an entry, a name, a draft, a look and a picture.
const SECRETS: [&str; 5] =
    ["Zyxwomblequist", "Qarnbeliefson", "Vuxdraftington", "Juxlookersby", "Kyxpictureby"];

async fn register_with_secrets() -> Register {
    let [entry, name, draft, reason, picture] = SECRETS;
    let register = Register::new().await;
    register.give(1, 0, report(name, "Magnus")).await;
    let along = store::Along { blobs: vec![blob(picture.repeat(900).as_bytes())], ..Default::default() };
    register.ask_along(1, register.writing(1), note(entry), along).await.unwrap();
    register.give(1, 2, describe(Attribute::KnownAs, name)).await;
    let id = register::DraftId(register.draw());
    for minute in 0..40 {
        register.vault.save_draft(id, officer(), &draft.repeat(200), at(minute)).await.unwrap();
        register.vault.look(vec![look(1, minute, reason)]).await.unwrap();
    }
    register.vault.rebuild(|_| true).await.unwrap();
    let query = NameQuery { text: name.into(), born: String::new() };
    assert_eq!(register.vault.by_name(&query, 5, 5).await.unwrap().len(), 1);
    assert_eq!(register.found().await, []);
    register
}

/// As text, as UTF-16 either way round, as hexadecimal, as base64 at any offset.
fn spellings(secret: &str) -> Vec<Vec<u8>> {
    let utf_16 = |bytes: fn(u16) -> [u8; 2]| secret.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let hex = |upper: bool| -> Vec<u8> {
        let text: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
        if upper { text.to_uppercase().into_bytes() } else { text.into_bytes() }
    };
    let lower = secret.to_lowercase();
    let mut spellings = vec![
        secret.into(),
        lower.into_bytes(),
        utf_16(u16::to_le_bytes),
        utf_16(u16::to_be_bytes),
        hex(false),
        hex(true),
    ];
    spellings.extend((0..3).map(|offset| base64(secret.as_bytes(), offset)));
    spellings
}

/// What base64 makes of the secret where `offset` bytes stand before it: only digits that are wholly its own.
fn base64(secret: &[u8], offset: usize) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<u8> = secret.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let first = (6 - offset * 8 % 6) % 6;
    let digit = |bits: &[u8]| DIGITS[bits.iter().fold(0, |number, bit| number << 1 | usize::from(*bit))];
    bits[first..].chunks_exact(6).map(digit).collect()
}

/// Names of the files, and where a secret stands readable.
fn readable(folder: &Path) -> (Vec<String>, Vec<String>) {
    let (mut names, mut found) = (Vec::new(), Vec::new());
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        names.push(path.file_name().unwrap().to_str().unwrap().to_owned());
        for secret in SECRETS {
            for spelling in spellings(secret) {
                if bytes.windows(spelling.len()).any(|window| window == spelling) {
                    found.push(format!("{secret} in {}", path.display()));
                }
            }
        }
    }
    names.sort();
    (names, found)
}

#[test]
fn the_search_for_plaintext_finds_each_spelling() {
    let folder = tempfile::tempdir().unwrap();
    for spelling in spellings(SECRETS[0]) {
        std::fs::write(folder.path().join("file"), [b"xx".as_slice(), &spelling, b"yy"].concat()).unwrap();
        assert!(!readable(folder.path()).1.is_empty());
    }
    let sealed = base64(b"ab", 0);
    assert_eq!(sealed, b"YW", "base64 of ab is YWI=, of which the last digit is not its own");
    assert_eq!(base64(b"bc", 1), b"Jj", "abc is YWJj");
}

#[tokio::test]
async fn inv_8_nothing_is_readable_while_open_in_a_copy_of_the_folder_and_after_closing() {
    let register = register_with_secrets().await;
    let (names, found) = readable(register.folder.path());
    assert_eq!(found, [] as [String; 0], "while open");
    let expected = ["keys.json", "register.db", "register.db-shm", "register.db-wal", "register.lock"];
    assert_eq!(names, expected, "a file beside these would be a temporary one");

    // A copy taken while open is what a killed program leaves.
    let copy = tempfile::tempdir().unwrap();
    for name in names {
        std::fs::copy(register.folder.path().join(&name), copy.path().join(&name)).unwrap();
    }
    let vault = store::Vault::open(copy.path(), register.key(), Default::default()).await.unwrap();
    assert!(vault.verify(&register.signers(), |_| true).await.unwrap().is_sound());
    assert_eq!(readable(copy.path()).1, [] as [String; 0], "after recovering a copy");
    vault.close().await.unwrap();

    let Register { folder, vault, .. } = register;
    vault.close().await.unwrap();
    let (names, found) = readable(folder.path());
    assert_eq!(found, [] as [String; 0], "after closing");
    assert_eq!(names, ["keys.json", "register.db", "register.lock"], "one file is all there is");
}

#[tokio::test]
async fn inv_8_nothing_is_readable_after_the_key_was_changed() {
    let register = register_with_secrets().await;
    let other = tempfile::tempdir().unwrap();
    let next = {
        let meta = store::keys::RegisterMeta {
            register_id: uuid::Uuid::from_u128(2),
            force_code: "NM".into(),
            training: true,
        };
        let lock = store::keys::RegisterLock::take(other.path()).unwrap();
        let weak = store::keys::KdfParams::weak_for_tests();
        let passphrase =
            store::keys::NewPassphrase { kdf: weak, ..store::keys::NewPassphrase::new(PASSPHRASE, &[]) };
        let mut rng = <rand_chacha::ChaCha20Rng as rand::SeedableRng>::seed_from_u64(8);
        store::keys::create(&lock, &meta, COLLAR, &passphrase, &mut rng).unwrap().0
    };
    let signers = register.signers();
    let Register { folder, vault, unlocked, .. } = register;
    vault.rekey(&next.vault_keys.current).await.unwrap();
    assert_eq!(readable(folder.path()).1, [] as [String; 0]);
    let old = store::Vault::open(folder.path(), &unlocked.vault_keys.current, Default::default()).await;
    assert!(matches!(old, Err(store::StoreError::Damaged)));
    let vault =
        store::Vault::open(folder.path(), &next.vault_keys.current, Default::default()).await.unwrap();
    assert!(vault.verify(&signers, |_| true).await.unwrap().is_sound());
}
