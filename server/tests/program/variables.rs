//! What the environment says.

use crate::node::Node;

#[test]
fn variables_of_kubernetes_are_passed_over_with_one_line_and_probes_by_address_are_answered() {
    let node = Node::start(&[
        ("TWOFOLD_PORT", "tcp://10.0.0.7:3000"),
        ("TWOFOLD_SERVICE_HOST", "10.0.0.7"),
        ("TWOFOLD_PORT_3000_TCP_ADDR", "10.0.0.7"),
    ]);
    assert!(node.serves(), "{}", node.said);
    let lines: Vec<_> = node.said.lines().filter(|line| line.contains("passed over")).collect();
    assert_eq!(lines.len(), 1, "{}", node.said);
    assert!(lines[0].contains("TWOFOLD_SERVICE_HOST"), "{}", lines[0]);
    for path in ["/healthz", "/readyz"] {
        assert!(node.get("10.244.0.12:3000", path).starts_with("HTTP/1.1 200"), "{path}");
    }
    assert!(node.get("10.244.0.12:3000", "/sign-in").starts_with("HTTP/1.1 421"));
}

#[test]
fn a_mistyped_variable_stops_the_start() {
    let node = Node::start(&[("TWOFOLD_LISTEM", "127.0.0.1:1"), ("TWOFOLD_SERVICE_HOST", "10.0.0.7")]);
    assert!(!node.serves());
    assert!(node.said.contains("TWOFOLD_LISTEM: is no setting"), "{}", node.said);
}

#[test]
fn an_https_origin_without_trusted_proxies_is_warned_about() {
    const WARNING: &str = "TWOFOLD_TRUSTED_PROXIES is empty";
    let origin = ("TWOFOLD_ORIGIN", "https://accounts.example");
    let bare = Node::start(&[origin]);
    assert_eq!(bare.said.matches(WARNING).count(), 1, "{}", bare.said);
    let proxied = Node::start(&[origin, ("TWOFOLD_TRUSTED_PROXIES", "127.0.0.1")]);
    let local = Node::start(&[]);
    for node in [proxied, local] {
        assert!(node.serves() && !node.said.contains(WARNING), "{}", node.said);
    }
}
