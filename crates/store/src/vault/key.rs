//! Master keys: reading, making, and keeping them out of sight.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use secrecy::zeroize::Zeroizing;

use super::VaultError;
use crate::hash::hex_sha256;

const KEY_BYTES: usize = 32;

/// A key, wiped from memory when it is dropped.
pub(super) struct MasterKey {
    id: String,
    bytes: Zeroizing<[u8; KEY_BYTES]>,
}

impl MasterKey {
    /// Reads a key from base64, with either alphabet.
    pub(super) fn from_base64(word: &str) -> Result<Self, VaultError> {
        let decoded = STANDARD
            .decode(word)
            .or_else(|_| URL_SAFE.decode(word))
            .map_err(|_| VaultError::BadKey)?;
        let decoded = Zeroizing::new(decoded);
        let bytes = <[u8; KEY_BYTES]>::try_from(decoded.as_slice()).map_err(|_| VaultError::BadKey)?;
        let bytes = Zeroizing::new(bytes);
        let mut named = Zeroizing::new(b"portolan key id".to_vec());
        named.extend_from_slice(bytes.as_slice());
        let id = hex_sha256(&named).chars().take(16).collect();
        Ok(Self { id, bytes })
    }

    /// Names the key without telling anything about it.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// The key itself.
    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.as_slice()
    }
}

/// The text of the key file; a missing file is made.
pub(super) fn read_or_make(path: &Path) -> Result<Zeroizing<String>, VaultError> {
    let fail = |action| {
        move |source| VaultError::File {
            action,
            path: path.to_owned(),
            source,
        }
    };
    match File::open(path) {
        Ok(mut file) => {
            if is_exposed(&file).map_err(fail("inspect"))? {
                return Err(VaultError::Exposed {
                    path: path.to_owned(),
                });
            }
            let mut text = Zeroizing::new(String::new());
            file.read_to_string(&mut text).map_err(fail("read"))?;
            Ok(text)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(path).map_err(fail("make")),
        Err(error) => Err(fail("read")(error)),
    }
}

/// Makes the file under another name first: a key that was half written would lock everything sealed away.
fn make(path: &Path) -> io::Result<Zeroizing<String>> {
    let bytes = Zeroizing::new(rand::random::<[u8; KEY_BYTES]>());
    let text = Zeroizing::new(format!("{}\n", STANDARD.encode(bytes.as_slice())));
    let temporary = path.with_extension(format!("{:016x}.new", rand::random::<u64>()));
    let written = || -> io::Result<()> {
        let mut file = private_file(&temporary)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        // Unlike a rename, a link never replaces a key that another process has made meanwhile.
        std::fs::hard_link(&temporary, path)?;
        if let Some(directory) = path
            .parent()
            .filter(|directory| !directory.as_os_str().is_empty())
        {
            File::open(directory)?.sync_all()?;
        }
        Ok(())
    };
    let written = written();
    std::fs::remove_file(&temporary).or_else(|error| match error.kind() {
        io::ErrorKind::NotFound => Ok(()),
        _ => Err(error),
    })?;
    written.map(|()| text)
}

#[cfg(unix)]
fn private_file(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    File::options()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(path)
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> io::Result<File> {
    File::options().create_new(true).write(true).open(path)
}

/// A group may read the key when the administrator says so, as with secrets mounted by an orchestrator; all others
/// must not.
#[cfg(unix)]
fn is_exposed(file: &File) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(file.metadata()?.permissions().mode() & 0o007 != 0)
}

#[cfg(not(unix))]
fn is_exposed(_: &File) -> io::Result<bool> {
    Ok(false)
}
