//! `twofold resource`, beside a server that runs.

use crate::node::Node;
use std::{path::Path, process::Command};

/// Runs a command in the folder of a server; returns whether it succeeded, and what it wrote.
fn run(folder: &Path, arguments: &[&str]) -> (bool, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_twofold"))
        .env_clear()
        .args(["resource"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.success(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_resource_key_is_printed_once_and_works_at_once() {
    let node = Node::start(&[]);
    assert!(node.serves(), "{}", node.said);
    let folder = node.folder();
    let (done, key, errors) = run(folder, &["add", "Servers"]);
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

    let (again, _, errors) = run(folder, &["add", "servers"]);
    assert!(
        !again && errors.contains("there is a resource key of this name"),
        "{errors}"
    );
    let (_, list, _) = run(folder, &["list"]);
    assert!(list.contains("  Servers\n") && !list.contains("tfr_"), "{list}");
    let (invalid, _, errors) = run(folder, &["add", " "]);
    assert!(!invalid && errors.contains("a name has 1 to 64 characters"), "{errors}");

    assert!(run(folder, &["remove", "Servers"]).0);
    assert!(ask(key).starts_with("HTTP/1.1 401"));
    let (gone, _, errors) = run(folder, &["remove", "Servers"]);
    assert!(!gone && errors.contains("no resource key of this name"), "{errors}");
    assert!(run(folder, &["list"]).1.is_empty());
}
