//! `twofold member`, beside a server that runs.

use crate::{forward_auth::add_device, node::Node, person::Person};
use std::{path::Path, process::Command};

const ANA: &str = "ana@example.com";

/// Runs a command in the folder of a server; returns whether it succeeded, and what it wrote.
fn run(folder: &Path, arguments: &[&str]) -> (bool, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_twofold"))
        .env_clear()
        .args(["member", "reset-2fa"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.success(), text(&output.stdout), text(&output.stderr))
}

/// The program has no switch for its clock, so what comes after the wait is in the tests of the service.
#[test]
fn the_operator_starts_a_reset_that_waits_and_stops_it() {
    let node = Node::start(&[]);
    assert!(node.serves(), "{}", node.said);
    let folder = node.folder();
    let mut ana = Person::owner(&node, "localhost:3000", ANA);
    let (done, _, errors) = run(folder, &[ANA, "--reason", "Lost"]);
    assert!(
        !done && errors.contains("two-factor authentication of this member is off"),
        "{errors}"
    );
    add_device(&mut ana, "My phone");
    let (done, _, errors) = run(folder, &[ANA]);
    assert!(!done && errors.contains("a reason has 1 to 200 characters"), "{errors}");
    let (done, said, errors) = run(folder, &[ANA, "--reason", "Lost"]);
    assert!(done && said.contains("the reset has begun"), "{said}{errors}");
    let (done, said, _) = run(folder, &[ANA]);
    assert!(done && said.contains("the reset waits until"), "{said}");
    assert!(ana.get("/").body.contains("Whoever runs this service started a reset"));
    let (done, said, _) = run(folder, &[ANA, "--stop"]);
    assert!(done && said.contains("the reset is stopped"), "{said}");
    for arguments in [&[ANA, "--stop"][..], &["nobody@example.com", "--reason", "Lost"]] {
        let (done, _, errors) = run(folder, arguments);
        assert!(
            !done && errors.contains("no member has this address, or no reset is under way"),
            "{errors}"
        );
    }
}
