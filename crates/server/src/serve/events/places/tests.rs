use super::*;

/// A value as the format writes it. Source: MaxMind DB File Format Specification 2.0.
enum Data {
    Text(&'static str),
    Small(u16),
    Number(u32),
    Large(u64),
    Real(f64),
    List(Vec<Data>),
    Map(Vec<(&'static str, Data)>),
}

impl Data {
    fn put(&self, out: &mut Vec<u8>) {
        match self {
            Self::Text(text) => {
                control(2, text.len(), out);
                out.extend_from_slice(text.as_bytes());
            }
            Self::Small(number) => {
                control(5, 2, out);
                out.extend_from_slice(&number.to_be_bytes());
            }
            Self::Large(number) => {
                control(9, 8, out);
                out.extend_from_slice(&number.to_be_bytes());
            }
            Self::Number(number) => {
                control(6, 4, out);
                out.extend_from_slice(&number.to_be_bytes());
            }
            Self::Real(real) => {
                control(3, 8, out);
                out.extend_from_slice(&real.to_be_bytes());
            }
            Self::List(items) => {
                control(11, items.len(), out);
                items.iter().for_each(|item| item.put(out));
            }
            Self::Map(entries) => {
                control(7, entries.len(), out);
                for (key, value) in entries {
                    Self::Text(key).put(out);
                    value.put(out);
                }
            }
        }
    }
}

/// Type and length; the lengths of this test are short.
fn control(kind: u8, length: usize, out: &mut Vec<u8>) {
    let (first, more) = if length < 29 {
        (length as u8, None)
    } else {
        (29, Some((length - 29) as u8))
    };
    match kind {
        ..=7 => out.push(kind << 5 | first),
        _ => out.extend([first, kind - 7]),
    }
    out.extend(more);
}

/// A database of IPv4 in which all addresses that begin with the bits of `first` have a row.
fn database(first: u8, row: &Data) -> Vec<u8> {
    const NODES: u32 = 8;
    let (mut tree, nothing) = (Vec::new(), NODES);
    for bit in 0..NODES {
        let next = if bit + 1 == NODES { NODES + 16 } else { bit + 1 };
        let is_one = first >> (7 - bit) & 1 == 1;
        let sides = if is_one { [nothing, next] } else { [next, nothing] };
        for side in sides {
            tree.extend_from_slice(&side.to_be_bytes()[1..]);
        }
    }
    tree.extend_from_slice(&[0; 16]);
    row.put(&mut tree);
    tree.extend_from_slice(b"\xab\xcd\xefMaxMind.com");
    let names = Data::Map(vec![("en", Data::Text("made by a test"))]);
    let metadata = Data::Map(vec![
        ("binary_format_major_version", Data::Small(2)),
        ("binary_format_minor_version", Data::Small(0)),
        ("build_epoch", Data::Large(1_772_366_400)),
        ("database_type", Data::Text("Test-City")),
        ("description", names),
        ("ip_version", Data::Small(4)),
        ("languages", Data::List(vec![Data::Text("en")])),
        ("node_count", Data::Number(NODES)),
        ("record_size", Data::Small(24)),
    ]);
    metadata.put(&mut tree);
    tree
}

fn city(name: &'static str) -> Data {
    let named = |name| {
        Data::Map(vec![(
            "names",
            Data::Map(vec![("de", Data::Text("…")), ("en", Data::Text(name))]),
        )])
    };
    Data::Map(vec![
        ("city", named(name)),
        (
            "country",
            Data::Map(vec![
                ("iso_code", Data::Text("DE")),
                ("geoname_id", Data::Number(7)),
            ]),
        ),
        (
            "location",
            Data::Map(vec![
                ("latitude", Data::Real(52.5)),
                ("longitude", Data::Real(13.4)),
            ]),
        ),
        ("subdivisions", Data::List(vec![named("Land Berlin")])),
    ])
}

fn network() -> Data {
    Data::Map(vec![
        ("autonomous_system_number", Data::Number(64_500)),
        ("autonomous_system_organization", Data::Text("example net")),
    ])
}

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

#[test]
fn two_files_tell_place_and_network_of_an_address() {
    let folder = tempfile::tempdir().unwrap();
    let (cities, networks) = (folder.path().join("city.mmdb"), folder.path().join("asn.mmdb"));
    std::fs::write(&cities, database(203, &city("Berlin"))).unwrap();
    std::fs::write(&networks, database(203, &network())).unwrap();
    let files = GeoFiles::open([cities.as_path(), networks.as_path()])
        .unwrap()
        .unwrap();
    let found = files.find(address("203.0.113.9"));
    let expected = Located {
        country: Some("DE".to_owned()),
        region: Some("Land Berlin".to_owned()),
        city: Some("Berlin".to_owned()),
        place: Some((52.5, 13.4)),
        asn: Some(64_500),
        as_org: Some("example net".to_owned()),
    };
    assert_eq!(found, expected);
    assert_eq!(files.find(address("198.51.100.1")), Located::default());
    // The file knows nothing of that family, and that is no damage.
    assert_eq!(files.find(address("2001:db8::1")), Located::default());
    assert!(GeoFiles::open([]).unwrap().is_none());
}

#[test]
fn a_file_that_is_missing_or_damaged_is_told_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("city.mmdb");
    let told = || format!("{:#}", GeoFiles::open([path.as_path()]).err().unwrap());
    assert!(told().contains("city.mmdb cannot be read"), "{}", told());
    std::fs::write(&path, b"<html>not found</html>").unwrap();
    assert!(told().contains("no MaxMind DB file"), "{}", told());
}

#[test]
fn a_file_that_changed_is_read_again_and_a_damaged_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("city.mmdb");
    std::fs::write(&path, database(203, &city("Berlin"))).unwrap();
    let mut files = GeoFiles::open([path.as_path()]).unwrap().unwrap();
    files.look_every = Duration::ZERO;
    let city_of = |files: &GeoFiles| files.find(address("203.0.113.9")).city;
    assert_eq!(city_of(&files).as_deref(), Some("Berlin"));
    std::fs::write(&path, database(203, &city("Potsdam"))).unwrap();
    assert_eq!(city_of(&files).as_deref(), Some("Potsdam"));
    std::fs::write(&path, b"half a downl").unwrap();
    assert_eq!(city_of(&files).as_deref(), Some("Potsdam"));
    std::fs::remove_file(&path).unwrap();
    assert_eq!(city_of(&files).as_deref(), Some("Potsdam"));
}
