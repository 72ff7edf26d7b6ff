//! The file of places, as an operator names it.

use crate::node::Node;
use std::fs;
use testing::MmdbPlan;

#[test]
fn a_file_of_places_is_opened_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("city.mmdb");
    fs::write(&file, MmdbPlan::of_type("DBIP-City-Lite").to_bytes()).unwrap();
    let node = Node::start(&[("TWOFOLD_PLACES", file.to_str().unwrap())]);
    assert!(node.serves(), "{}", node.said);
    assert!(node.said.contains("DBIP-City-Lite"), "{}", node.said);
    let node = Node::start(&[]);
    assert!(node.serves() && !node.said.contains("places"), "{}", node.said);
}

#[test]
fn a_missing_or_damaged_file_of_places_stops_the_start_and_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("city.mmdb");
    let whole = MmdbPlan::default().to_bytes();
    let contents = [
        (None, "cannot be read: "),
        (Some(&whole[..whole.len() - 1]), "is no sound MMDB file: "),
        (Some(b"GeoLite2-City".as_slice()), "is no sound MMDB file: "),
    ];
    for (contents, reason) in contents {
        if let Some(bytes) = contents {
            fs::write(&file, bytes).unwrap();
        }
        let node = Node::start(&[("TWOFOLD_PLACES", file.to_str().unwrap())]);
        assert!(!node.serves(), "{}", node.said);
        let sentence = format!("places: {} {reason}", file.display());
        assert!(node.said.contains(&sentence), "{sentence}: {}", node.said);
        assert!(!node.data("twofold.sqlite").exists(), "nothing else was opened before");
    }
}

#[test]
fn the_setting_comes_from_the_file_of_settings_as_well() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("city.mmdb"), MmdbPlan::default().to_bytes()).unwrap();
    fs::write(folder.path().join("twofold.toml"), "places = \"city.mmdb\"\n").unwrap();
    let node = Node::start_in(folder, &[]);
    assert!(node.serves() && node.said.contains("GeoLite2-City"), "{}", node.said);
}
