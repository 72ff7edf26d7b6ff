//! `twofold member`, beside a server that runs.

use crate::{forward_auth::add_device, node::Node, person::Person};

const ANA: &str = "ana@example.com";

/// The program has no switch for its clock, so what comes after the wait is in the tests of the service.
#[test]
fn the_operator_starts_a_reset_that_waits_and_stops_it() {
    let node = Node::start(&[]);
    assert!(node.serves(), "{}", node.said);
    let run = |arguments: &[&str]| node.command("member", &[&["reset-2fa"], arguments].concat());
    let mut ana = Person::owner(&node, "localhost:3000", ANA);
    let (done, _, errors) = run(&[ANA, "--reason", "Lost"]);
    assert!(
        !done && errors.contains("two-factor authentication of this member is off"),
        "{errors}"
    );
    add_device(&mut ana, "My phone");
    let (done, _, errors) = run(&[ANA]);
    assert!(!done && errors.contains("a reason has 1 to 200 characters"), "{errors}");
    let (done, said, errors) = run(&[ANA, "--reason", "Lost"]);
    assert!(done && said.contains("the reset has begun"), "{said}{errors}");
    let (done, said, _) = run(&[ANA]);
    assert!(done && said.contains("the reset waits until"), "{said}");
    assert!(ana.get("/").body.contains("Whoever runs this service started a reset"));
    let (done, said, _) = run(&[ANA, "--stop"]);
    assert!(done && said.contains("the reset is stopped"), "{said}");
    for arguments in [&[ANA, "--stop"][..], &["nobody@example.com", "--reason", "Lost"]] {
        let (done, _, errors) = run(arguments);
        assert!(
            !done && errors.contains("no member has this address, or no reset is under way"),
            "{errors}"
        );
    }
}
