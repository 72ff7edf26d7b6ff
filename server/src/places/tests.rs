use super::*;
use domain::places::place;
use testing::MmdbPlan;

const VIENNA: &str = "203.0.113.7";
const PARIS: &str = "2001:db8:7::1";

fn plan() -> MmdbPlan {
    MmdbPlan::default()
        .with(
            "203.0.113.0/24",
            &[("en", "Vienna"), ("de", "Wien")],
            &[("en", "Austria"), ("de", "Österreich")],
        )
        .with(
            "2001:db8:7::/48",
            &[("en", "Paris")],
            &[("en", "France"), ("de", "Frankreich")],
        )
        .with("198.51.100.0/25", &[], &[("en", "Iceland"), ("de", "Island")])
        .with(
            "198.51.100.128/25",
            &[("de", "Ohne"), ("fr", "Sans")],
            &[("fr", "Nulle part")],
        )
        .with("127.0.0.0/8", &[("en", "Loopback")], &[])
        .with_other_form("192.0.2.0/24")
}

/// A folder with a file of places.
struct Folder(tempfile::TempDir);

impl Folder {
    fn with(bytes: &[u8]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        folder.write(bytes);
        folder
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("city.mmdb")
    }

    fn write(&self, bytes: &[u8]) {
        fs::write(self.path(), bytes).expect("a file");
    }

    fn open(&self) -> Result<PlacesFile, PlacesError> {
        PlacesFile::open(&self.path())
    }
}

fn english(file: &PlacesFile, address: &str) -> Option<String> {
    place(file, address, Language::English)
}

#[test]
fn places_are_in_the_language_of_the_reader_else_in_english() {
    let folder = Folder::with(&plan().to_bytes());
    let file = folder.open().expect("places");
    for (address, english, german) in [
        (VIENNA, Some("Vienna, Austria"), Some("Wien, Österreich")),
        ("::ffff:203.0.113.7", Some("Vienna, Austria"), Some("Wien, Österreich")),
        (PARIS, Some("Paris, France"), Some("Paris, Frankreich")),
        ("198.51.100.7", Some("Iceland"), Some("Island")),
        ("198.51.100.200", None, Some("Ohne")),
        ("203.0.112.7", None, None),
        ("2001:db8:8::1", None, None),
        ("127.0.0.1", None, None),
        ("192.0.2.7", None, None),
    ] {
        assert_eq!(
            place(&file, address, Language::English).as_deref(),
            english,
            "{address}"
        );
        assert_eq!(place(&file, address, Language::German).as_deref(), german, "{address}");
    }
    assert_eq!(file.about(), ("GeoLite2-City".into(), "2023-11-14T22:13:20Z".into()));
}

#[test]
fn a_file_that_has_no_places_is_refused_with_its_path() {
    let folder = Folder::with(b"no database");
    let refused = |folder: &Folder| {
        let message = folder.open().expect_err("no places").to_string();
        message.replace(&folder.path().display().to_string(), "FILE")
    };
    assert!(refused(&folder).starts_with("places: FILE is no sound MMDB file: "));
    let whole = plan().to_bytes();
    for length in [0, 1, 100, whole.len() / 2, whole.len() - 1] {
        folder.write(&whole[..length]);
        assert!(
            refused(&folder).starts_with("places: FILE is no sound MMDB file: "),
            "{length}"
        );
    }
    for (kind, fits) in [
        ("DBIP-City-Lite", true),
        ("DBIP-Location (compat=City)", true),
        ("GeoLite2-Country", true),
        ("GeoIP2-Enterprise", true),
        ("GeoLite2-ASN", false),
    ] {
        folder.write(&MmdbPlan::of_type(kind).with("203.0.113.0/24", &[], &[]).to_bytes());
        assert_eq!(folder.open().is_ok(), fits, "{kind}");
    }
    assert!(refused(&folder).starts_with("places: FILE has the type “GeoLite2-ASN”, but must have cities"));
    fs::remove_file(folder.path()).expect("a file");
    assert!(refused(&folder).starts_with("places: FILE cannot be read: "));
    fs::create_dir(folder.path()).expect("a folder");
    assert_eq!(refused(&folder), "places: FILE is no regular file");
}

#[test]
fn a_changed_file_is_used_once_it_rests() {
    let folder = Folder::with(&plan().to_bytes());
    let file = folder.open().expect("places");
    assert_eq!(file.reload().expect("the same"), Reload::Current);
    let better = |city: &str| MmdbPlan::default().with("203.0.113.0/24", &[("en", city)], &[]);
    folder.write(&better("Hernals").to_bytes());
    assert_eq!(file.reload().expect("another"), Reload::Waiting);
    assert_eq!(english(&file, VIENNA).as_deref(), Some("Vienna, Austria"));
    // It is still being written.
    folder.write(&better("Ottakring").to_bytes());
    assert_eq!(file.reload().expect("another"), Reload::Waiting);
    assert_eq!(file.reload().expect("the same"), Reload::Renewed);
    assert_eq!(english(&file, VIENNA).as_deref(), Some("Ottakring"));
    assert_eq!(file.reload().expect("the same"), Reload::Current);
    // Another file takes its place, as updaters do it, with the same length and time.
    let other = folder.0.path().join("other");
    fs::write(&other, better("Donaustdt").to_bytes()).expect("a file");
    let modified = fs::metadata(folder.path())
        .and_then(|about| about.modified())
        .expect("a time");
    File::options()
        .write(true)
        .open(&other)
        .and_then(|file| file.set_modified(modified))
        .expect("a time");
    fs::rename(&other, folder.path()).expect("a file");
    assert_eq!(file.reload().expect("another"), Reload::Waiting);
    assert_eq!(file.reload().expect("the same"), Reload::Renewed);
    assert_eq!(english(&file, VIENNA).as_deref(), Some("Donaustdt"));
}

#[test]
fn a_damaged_file_is_reported_once_and_leaves_the_one_before_in_use() {
    let whole = plan().to_bytes();
    let folder = Folder::with(&whole);
    let file = folder.open().expect("places");
    folder.write(&whole[..whole.len() / 2]);
    assert_eq!(file.reload().expect("another"), Reload::Waiting);
    assert!(file.reload().is_err());
    for _ in 0..3 {
        assert_eq!(file.reload().expect("known"), Reload::Waiting);
    }
    fs::remove_file(folder.path()).expect("a file");
    assert!(file.reload().is_err());
    assert_eq!(english(&file, VIENNA).as_deref(), Some("Vienna, Austria"));
    folder.write(&plan().with("198.18.0.0/15", &[], &[]).to_bytes());
    assert_eq!(file.reload().expect("another"), Reload::Waiting);
    assert_eq!(file.reload().expect("the same"), Reload::Renewed);
    assert_eq!(english(&file, PARIS).as_deref(), Some("Paris, France"));
}

#[test]
fn a_file_with_any_damage_never_panics() {
    let whole = plan().to_bytes();
    let path = Path::new("damaged");
    let mut refused = 0;
    for at in 0..whole.len() {
        for value in [0, 0x7f, 0xff, whole[at] ^ 1, whole[at] ^ 0x80] {
            let mut damaged = whole.clone();
            damaged[at] = value;
            let Ok(database) = Database::of(path, damaged) else {
                refused += 1;
                continue;
            };
            for address in [VIENNA, PARIS, "198.51.100.7", "192.0.2.7", "::"] {
                let address = address.parse().expect("an address");
                database.look_up(address, Language::German);
            }
        }
    }
    assert!(refused > whole.len(), "{refused}");
}
