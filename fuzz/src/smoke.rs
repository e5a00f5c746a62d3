//! Feeds every target its corpus, and changed copies of it, without a fuzzer: on a stable compiler, for a look at whether
//! all holds together. `cargo run --release --no-default-features --bin smoke -- 200` makes 200 copies of each file.

use std::path::Path;

type Target = (&'static str, fn(&[u8]));

const TARGETS: [Target; 5] = [
    ("saml_response", portolan_fuzz::saml_response),
    ("saml_logout", portolan_fuzz::saml_logout),
    ("saml_metadata", portolan_fuzz::saml_metadata),
    ("scim_filter", portolan_fuzz::scim_filter),
    ("scim_patch", portolan_fuzz::scim_patch),
];

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// A copy with a few changes: bytes flipped, parts removed, doubled, or taken from another file.
fn changed(dice: &mut Dice, one: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = one.to_vec();
    for _ in 0..=dice.below(4) {
        if bytes.is_empty() {
            break;
        }
        let at = dice.below(bytes.len());
        let end = (at + 1 + dice.below(64)).min(bytes.len());
        match dice.below(4) {
            0 => bytes[at] ^= 1 << dice.below(8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            _ if other.is_empty() => {}
            _ => {
                let from = dice.below(other.len());
                let until = (from + 1 + dice.below(512)).min(other.len());
                bytes.splice(at..at, other[from..until].iter().copied());
            }
        }
    }
    bytes
}

fn main() {
    let copies: usize = std::env::args()
        .nth(1)
        .and_then(|count| count.parse().ok())
        .unwrap_or(20);
    let mut dice = Dice(2_463_534_242);
    for (name, target) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
        let mut paths: Vec<_> = std::fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
            .map(|entry| entry.expect("a file").path())
            .collect();
        paths.sort();
        assert!(!paths.is_empty(), "{name} has no corpus");
        let files: Vec<Vec<u8>> = paths
            .iter()
            .map(|path| std::fs::read(path).expect("a readable file"))
            .collect();
        for (at, file) in files.iter().enumerate() {
            target(file);
            for _ in 0..copies {
                let other = &files[dice.below(files.len())];
                target(&changed(&mut dice, &files[at], other));
            }
        }
        println!(
            "{name}: {} files, {} changed copies",
            files.len(),
            files.len() * copies
        );
    }
}
