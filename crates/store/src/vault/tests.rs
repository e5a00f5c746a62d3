use super::*;

const ONE: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
const TWO: &str = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";

fn vault(keys: &str) -> Vault {
    Vault::from_text(keys).unwrap()
}

#[test]
fn opens_what_it_sealed() {
    let vault = vault(ONE);
    let sealed = vault
        .seal(&Secret::new("00token"), "integrations/1/credential")
        .unwrap();
    assert!(!sealed.contains("00token"));
    assert_eq!(
        vault.open(&sealed, "integrations/1/credential").unwrap().reveal(),
        "00token"
    );
}

#[test]
fn seals_the_same_text_differently_each_time() {
    let vault = vault(ONE);
    let seal = || vault.seal(&Secret::new("00token"), "a").unwrap();
    assert_ne!(seal(), seal());
}

#[test]
fn refuses_another_place() {
    let vault = vault(ONE);
    let sealed = vault
        .seal(&Secret::new("00token"), "integrations/1/credential")
        .unwrap();
    assert!(matches!(
        vault.open(&sealed, "integrations/2/credential"),
        Err(VaultError::Altered)
    ));
}

#[test]
fn refuses_every_altered_byte() {
    let vault = vault(ONE);
    let sealed = vault.seal(&Secret::new("00token"), "a").unwrap();
    for at in 0..sealed.len() {
        let mut bytes = sealed.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let altered = String::from_utf8(bytes).unwrap();
        assert!(vault.open(&altered, "a").is_err(), "byte {at} of {sealed}");
    }
    assert!(vault.open(&sealed[..sealed.len() - 4], "a").is_err());
    assert!(vault.open("", "a").is_err());
}

#[test]
fn names_the_key_that_is_missing() {
    let sealed = vault(ONE).seal(&Secret::new("00token"), "a").unwrap();
    let other = vault(TWO);
    let error = other.open(&sealed, "a").unwrap_err().to_string();
    assert!(error.contains(vault(ONE).key_ids()[0]), "{error}");
}

#[test]
fn a_key_id_that_lies_does_not_open() {
    let sealed = vault(ONE).seal(&Secret::new("00token"), "a").unwrap();
    let lying = sealed.replace(vault(ONE).key_ids()[0], vault(TWO).key_ids()[0]);
    assert!(matches!(vault(TWO).open(&lying, "a"), Err(VaultError::Altered)));
}

#[test]
fn rotation_reseals_once() {
    let sealed = vault(ONE).seal(&Secret::new("00token"), "a").unwrap();
    let rotated = vault(&format!("{TWO}\n{ONE}\n"));
    let resealed = rotated.reseal(&sealed, "a").unwrap().unwrap();
    assert_eq!(vault(TWO).open(&resealed, "a").unwrap().reveal(), "00token");
    assert_eq!(rotated.reseal(&resealed, "a").unwrap(), None);
}

#[test]
fn debug_shows_no_key() {
    let shown = format!("{:?}", vault(ONE));
    assert!(!shown.contains("AQEB") && !shown.contains("1, 1"), "{shown}");
}

#[test]
fn refuses_keys_of_another_length() {
    assert!(matches!(Vault::from_text("AQEB"), Err(VaultError::BadKey)));
    assert!(matches!(Vault::from_text("no base64!"), Err(VaultError::BadKey)));
    assert!(matches!(Vault::from_text("  \n"), Err(VaultError::NoKey)));
}

#[test]
fn makes_a_private_key_file_once() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("master.key");
    let sealed = Vault::open_file(&path)
        .unwrap()
        .seal(&Secret::new("00token"), "a")
        .unwrap();
    assert_eq!(
        Vault::open_file(&path)
            .unwrap()
            .open(&sealed, "a")
            .unwrap()
            .reveal(),
        "00token"
    );
    assert_eq!(
        std::fs::read_dir(directory.path()).unwrap().count(),
        1,
        "no temporary file is left"
    );
}

#[cfg(unix)]
#[test]
fn refuses_a_key_file_that_everybody_can_read() {
    use std::os::unix::fs::PermissionsExt;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("master.key");
    Vault::open_file(&path).unwrap();
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(Vault::open_file(&path), Err(VaultError::Exposed { .. })));
}
