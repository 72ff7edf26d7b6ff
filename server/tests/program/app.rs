//! `twofold app`, beside a server that runs.

use crate::node::Node;
use std::fs;

const ADD: [&str; 4] = ["add", "Wiki", "--redirect", "https://wiki.example/callback"];

/// A node that serves, with the app *Wiki*.
struct Wiki {
    node: Node,
    id: String,
    secret: String,
}

impl Wiki {
    fn added() -> Self {
        let node = Node::start(&[]);
        assert!(node.serves(), "{}", node.said);
        let (done, printed, errors) = node.command("app", &ADD);
        assert!(done && errors.is_empty() && printed.lines().count() == 2, "{errors}");
        let (id, secret) = (value(&printed, "client_id"), value(&printed, "client_secret"));
        Self { node, id, secret }
    }

    fn run(&self, arguments: &[&str]) -> (bool, String, String) {
        self.node.command("app", arguments)
    }

    /// Checks that `show` has these lines, and returns what it prints.
    fn shows(&self, lines: &[&str]) -> String {
        let (_, shown, _) = self.run(&["show", &self.id]);
        for line in lines {
            assert!(shown.lines().any(|shown| shown == *line), "{line}: {shown}");
        }
        shown
    }
}

/// Returns what a command has printed under this name.
#[track_caller]
pub(crate) fn value(printed: &str, name: &str) -> String {
    let mut pairs = printed.lines().filter_map(|line| line.split_once('='));
    let found = pairs.find(|(label, _)| *label == name);
    found.unwrap_or_else(|| panic!("{name}: {printed}")).1.to_owned()
}

#[test]
fn an_app_is_printed_with_its_secret_once() {
    let wiki = Wiki::added();
    let (id, secret) = (wiki.id.as_str(), wiki.secret.as_str());
    assert!(secret.starts_with("tfc_") && secret.len() == 108, "{secret}");
    assert_eq!(&secret[4..36], id);
    let (_, list, _) = wiki.run(&["list"]);
    assert_eq!(list, format!("{id}  all accounts  Wiki\n"));
    let shown = wiki.shows(&[
        "name: Wiki",
        "account: all accounts",
        "proves itself with: secret",
        "for: everyone",
        "consent: yes",
        "least: pwd",
        "algorithm: RS256",
        "redirect: https://wiki.example/callback",
    ]);
    assert!(!shown.contains("tfc_") && !shown.contains(&secret[36..]), "{shown}");

    let (done, again, errors) = wiki.run(&["new-secret", id]);
    assert!(done, "{errors}");
    let new = value(&again, "client_secret");
    assert!(new != secret && new.starts_with("tfc_"), "{new}");
    assert!(wiki.run(&["remove", id]).0);
    for gone in [&["remove", id][..], &["show", id], &["new-secret", id], &["change", id]] {
        let (done, _, errors) = wiki.run(gone);
        assert!(!done && errors.contains("no such app"), "{errors}");
    }
    assert!(wiki.run(&["list"]).1.is_empty());
}

#[test]
fn a_change_leaves_what_it_does_not_name() {
    let wiki = Wiki::added();
    #[rustfmt::skip]
    let changes = [
        "change", &wiki.id,
        "--rename", "Handbook",
        "--redirect", "https://handbook.example/cb",
        "--logout", "https://handbook.example/",
        "--backchannel", "http://handbook.internal:8080/ended",
        "--for", "managers",
        "--consent", "no",
        "--least", "mfa",
        "--algorithm", "ES256",
    ];
    let (done, _, errors) = wiki.run(&changes);
    assert!(done, "{errors}");
    let kept = [
        "name: Handbook",
        "proves itself with: secret",
        "for: managers",
        "consent: no",
        "least: mfa",
        "algorithm: ES256",
        "redirect: https://handbook.example/cb",
    ];
    let more = [
        "logout: https://handbook.example/",
        "backchannel: http://handbook.internal:8080/ended",
    ];
    let shown = wiki.shows(&[&kept[..], &more].concat());
    assert!(!shown.contains("wiki.example"), "{shown}");
    assert!(wiki.run(&["change", &wiki.id, "--backchannel", "", "--logout", ""]).0);
    let shown = wiki.shows(&kept);
    assert!(!shown.contains("backchannel:") && !shown.contains("logout:"), "{shown}");
}

#[test]
fn an_app_without_a_secret_has_none() {
    let wiki = Wiki::added();
    let (_, public, _) = wiki.run(&["add", "Cli", "--redirect", "http://127.0.0.1/cb", "--public"]);
    assert!(public.lines().count() == 1, "{public}");
    assert!(!wiki.run(&["new-secret", &value(&public, "client_id")]).0);
    let file = std::env::temp_dir().join(format!("twofold-keys-{}.json", std::process::id()));
    let coordinate = "A".repeat(43);
    let path = file.to_str().unwrap();
    let key = |more: &str| {
        let set = format!(r#"{{"keys":[{{"kty":"EC","crv":"P-256","x":"{coordinate}","y":"{coordinate}"{more}}}]}}"#);
        fs::write(&file, set).unwrap();
    };
    let with_keys = ["add", "Keys", "--redirect", "https://keys.example/", "--key-set", path];
    key(r#","d":"AA""#);
    let (done, _, errors) = wiki.run(&with_keys);
    assert!(!done && errors.contains("private key"), "{errors}");
    key("");
    let (done, printed, errors) = wiki.run(&with_keys);
    assert!(done && printed.lines().count() == 1, "{errors}");
    fs::remove_file(&file).unwrap();
    assert!(!wiki.run(&with_keys).0);
}

#[test]
fn what_is_wrong_with_an_app_is_named() {
    let wiki = Wiki::added();
    let with = |more: &[&'static str]| [&["add", "A", "--redirect", "https://a.example/"], more].concat();
    for (arguments, named) in [
        (ADD[..2].to_vec(), "--redirect"),
        (
            vec!["add", " ", "--redirect", "https://a.example/"],
            "1 to 64 characters",
        ),
        (
            vec!["add", "WIKI", "--redirect", "https://a.example/"],
            "an app of this name",
        ),
        (vec!["add", "A", "--redirect", "http://a.example/"], "--redirect"),
        (with(&["--logout", "/x"]), "--logout"),
        (with(&["--backchannel", "x"]), "--backchannel"),
        (with(&["--for", "nobody"]), "--for"),
        (with(&["--account", "ana@example.com"]), "no such member"),
        (with(&["--account", "ana"]), "--account"),
        (with(&["--public", "--key-set", "keys.json"]), "--key-set"),
        (with(&["--key-set", "missing.json"]), "cannot be read"),
    ] {
        let (done, printed, errors) = wiki.run(&arguments);
        assert!(
            !done && printed.is_empty() && errors.contains(named),
            "{named}: {errors}"
        );
    }
    assert_eq!(wiki.run(&["list"]).1.lines().count(), 1);
}
