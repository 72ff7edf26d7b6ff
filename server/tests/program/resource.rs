//! `twofold resource`, beside a server that runs.

use crate::node::Node;

#[test]
fn a_resource_key_is_printed_once_and_works_at_once() {
    let node = Node::start(&[]);
    assert!(node.serves(), "{}", node.said);
    let run = |arguments: &[&str]| node.command("resource", arguments);
    let (done, key, errors) = run(&["add", "Servers"]);
    assert!(done && errors.is_empty(), "{errors}");
    let key = key.trim_end();
    assert!(key.starts_with("tfr_") && key.len() == 108, "nothing but the key");
    let ask = |key: &str| {
        let form = "application/x-www-form-urlencoded";
        let head =
            format!("Host: localhost:3000\r\nAuthorization: Bearer {key}\r\nContent-Type: {form}\r\nContent-Length: 7");
        node.send("POST /api/v1/introspect", &head, "token=x")
    };
    let answer = ask(key);
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.ends_with("{\"active\":false}"),
        "{answer}"
    );

    let (again, _, errors) = run(&["add", "servers"]);
    assert!(
        !again && errors.contains("there is a resource key of this name"),
        "{errors}"
    );
    let (_, list, _) = run(&["list"]);
    assert!(list.contains("  Servers\n") && !list.contains("tfr_"), "{list}");
    let (invalid, _, errors) = run(&["add", " "]);
    assert!(!invalid && errors.contains("a name has 1 to 64 characters"), "{errors}");

    assert!(run(&["remove", "Servers"]).0);
    assert!(ask(key).starts_with("HTTP/1.1 401"));
    let (gone, _, errors) = run(&["remove", "Servers"]);
    assert!(!gone && errors.contains("no resource key of this name"), "{errors}");
    assert!(run(&["list"]).1.is_empty());
}
