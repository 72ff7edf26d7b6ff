//! Every call with everything that the document allows, and with what it does not, made by Schemathesis.

use super::{approvals, buy, with_key};
use crate::{
    people::{ANA, BEN},
    test_app::TestApp,
};
use domain::{Clock, Timestamp};
use http::Method;
use server::clock::SystemClock;
use std::process::{Command, Stdio};
use tokio::task::spawn_blocking;

/// All scopes that the routes ask for.
const ALL: &str = "me devices sessions activity members approvals verify";
/// What is a fault and what is none.
const SETTINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/http/api/schemathesis.toml");
/// Cases of each operation and credential that are made up, besides those at the bounds of the document.
const CASES: usize = 320;
/// The least number of calls.
const CALLS: usize = 20_000;
/// The calls that end the credential with which they are made.
const ENDING: [&str; 2] = ["end_key", "end_token"];

/// A clock that runs twenty times as fast, so that few reads are refused for being too many.
struct Fast {
    start: Timestamp,
    began: Timestamp,
}

impl Clock for Fast {
    fn now(&self) -> Timestamp {
        self.start.plus(20 * SystemClock.now().since(self.began))
    }
}

/// A run with one credential.
struct Run<'a> {
    name: &'a str,
    credential: Option<&'a str>,
    /// The operations; none are all but those that end the credential.
    only: &'a [&'static str],
}

impl Run<'_> {
    /// Returns how many calls were made.
    async fn calls(&self, url: &str) -> usize {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new("schemathesis");
        command
            .args(["--config-file", SETTINGS, "run", "--url", url])
            .args(["--max-examples", &CASES.to_string()])
            .arg(format!("{url}/api/v1/openapi.json"))
            // It keeps notes in the folder where it runs.
            .current_dir(folder.path())
            .stdin(Stdio::null());
        match self.credential {
            Some(credential) => command.args(["--header", &format!("Authorization: Bearer {credential}")]),
            // It makes headers up then, and most of them are malformed.
            None => command.args(["--exclude-checks", "positive_data_acceptance"]),
        };
        let (option, operations) = match self.only {
            [] => ("--exclude-operation-id", &ENDING[..]),
            only => ("--include-operation-id", only),
        };
        command.args(operations.iter().flat_map(|id| [option, id]));
        let ran = spawn_blocking(move || command.output()).await.unwrap();
        let output = ran.expect("schemathesis: scripts/setup prove installs it, scripts/prove finds it");
        let said = String::from_utf8(output.stdout).unwrap();
        println!("{}:\n{said}", self.name);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let count = said
            .lines()
            .find_map(|line| line.trim().split_once(" generated, ")?.0.replace(',', "").parse().ok());
        count.expect("the number of calls")
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "make prove runs it"]
async fn no_call_is_answered_otherwise_than_documented() {
    let app = TestApp::planned(approvals::plan()).await;
    let ben = app.join(BEN).await;
    let mut bens = app.signed_in(&ben).await;
    let key = app.made_key(&mut bens, "Key", ALL).await;
    let ending = app.made_key(&mut bens, "Ending", ALL).await;
    let ended = buy(&bens, &ending.text, "", "{\"ttl\": 43200}").await.token();
    let (ana, mut anas) = app.protected(ANA).await;
    let covered = app.made_key(&mut anas, "Covered", ALL).await;
    let token = buy(&anas, &covered.text, &app.fresh_code(ana.phone()), "{\"ttl\": 43200}")
        .await
        .token();
    let resource = app.service.add_resource_key("Servers").await.unwrap();
    let url = app.on_a_port().await;
    app.clock.follow(Fast {
        start: app.clock.now(),
        began: SystemClock.now(),
    });
    let mut calls = 0;
    let me = async |credential: &str| with_key(&bens, Method::GET, "/api/v1/me", credential).await.status;
    for (name, credential, only, expected) in [
        ("a key", Some(key.text.as_str()), &[] as &[_], [200, 200]),
        ("a token", Some(&token), &[], [200, 200]),
        ("a key that needs a second factor", Some(&covered.text), &[], [401, 401]),
        ("nobody", None, &[], [401, 401]),
        (
            "a resource key",
            Some(resource.expose_secret()),
            &["introspect"],
            [401, 401],
        ),
        ("a token that ends", Some(&ended), &["end_token"], [200, 401]),
        ("a key that ends", Some(&ending.text), &["end_key"], [200, 401]),
    ] {
        let run = Run { name, credential, only };
        // Calls that are refused for their credential alone prove little.
        assert_eq!(me(credential.unwrap_or("-")).await, expected[0], "{name}, before");
        calls += run.calls(&url).await;
        assert_eq!(me(credential.unwrap_or("-")).await, expected[1], "{name}, after");
    }
    assert!(calls >= CALLS, "{calls}");
}
