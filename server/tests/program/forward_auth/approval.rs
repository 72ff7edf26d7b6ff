//! A program asks for an approval, a person gives it, and an application behind a real proxy does the action once.

use super::{ACCOUNTS, ANA, CADDY, NGINX, PAGE, Stage, add_device, bearer, claims, entered, machine, passcode};
use crate::{
    front::Server,
    person::{Message, Person},
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};

/// What the program wants the application to do.
const DELETE: &str = "POST /servers/delete/db-3";
const BODY: &str = "test";
/// The SHA-256 digest of the body.
const DIGEST: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/// A program with an access token, whose scopes are `approvals` and `verify`.
struct Program<'a> {
    ana: &'a Person,
    key: String,
    token: String,
}

impl Program<'_> {
    /// Asks a person to approve an action, and returns the id of the request.
    fn asks(&self, action: &str) -> String {
        let wish = json!({ "action": action, "summary": "Delete the server db-3", "digest": DIGEST });
        let asked = self.ana.calls("POST /api/v1/approvals", &self.token, &wish.to_string());
        assert_eq!(asked.status(), 201, "{asked:?}");
        parsed(&asked)["id"].as_str().unwrap().to_owned()
    }

    /// Tries to buy the token of a request.
    fn buys(&self, id: &str) -> Message {
        let path = format!("POST /api/v1/approvals/{id}/token");
        self.ana.calls(&path, &self.token, "")
    }

    fn has_bought(&self, id: &str) -> String {
        let bought = self.buys(id);
        assert_eq!(bought.status(), 201, "{bought:?}");
        parsed(&bought)["access_token"].as_str().unwrap().to_owned()
    }
}

/// The application: it acts once for each approval, whose ids it keeps.
#[derive(Default)]
struct Deletions(HashSet<String>);

impl Deletions {
    /// Acts, if that was approved and not done before; returns the id of the approval that it acted upon.
    #[track_caller]
    fn act(&mut self, request: &Message) -> Option<String> {
        let approval = request.only("x-twofold-approval");
        let fields: BTreeMap<_, _> = form_urlencoded::parse(approval.as_bytes()).into_owned().collect();
        let names: Vec<_> = fields.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            ["action", "approved_at", "approved_by", "digest", "id"],
            "{approval}"
        );
        assert_eq!(fields["action"], "servers:delete");
        assert_eq!((fields["digest"].as_str(), request.body.as_str()), (DIGEST, BODY));
        assert_eq!(fields["approved_by"], request.only("x-twofold-member"));
        assert_eq!(fields["approved_at"], request.only("x-twofold-auth-time"));
        assert_eq!(request.only("x-twofold-scope"), "servers:delete");
        let id = fields["id"].clone();
        self.0.insert(id.clone()).then_some(id)
    }
}

fn parsed(answer: &Message) -> Value {
    serde_json::from_str(&answer.body).unwrap()
}

/// Nothing that is no approval of this action deletes a server, whatever the client claims.
fn nothing_else_deletes(stage: &Stage, credentials: &[(&str, u16, &str)]) {
    let forged = format!("X-Twofold-Approval: id=evil&action=servers%3Adelete&digest={DIGEST}");
    for (credential, status, code) in credentials {
        for claimed in ["", forged.as_str(), &claims()] {
            for line in [
                DELETE,
                "GET /servers/delete/",
                "DELETE /x/../servers/delete/db-3",
                "POST //servers/delete/",
            ] {
                match stage.ask(line, &[credential, claimed], "") {
                    // Caddy refuses such a path before it asks.
                    outcome if line.contains("..") => drop(outcome.stopped()),
                    outcome => outcome.refused(*status, code),
                }
            }
        }
    }
}

/// Where no approval is demanded the application is told of none, whatever the client claims.
fn none_is_told(stage: &Stage, credentials: &[&str]) {
    let forged = format!("X-Twofold-Approval: id=evil&action=servers%3Adelete&digest={DIGEST}");
    for credential in credentials {
        for claimed in ["", forged.as_str(), "X_Twofold_Approval: evil", &claims()] {
            for path in ["/servers", "/admin/"] {
                let request = stage
                    .ask(&format!("POST {path}"), &[credential, claimed], BODY)
                    .passed();
                let text = format!("{request:?}").to_lowercase();
                assert!(!text.contains("evil") && !text.contains("twofold-approval"), "{text}");
            }
        }
    }
}

fn check(server: Server, text: &str) {
    if !server.installed() {
        return;
    }
    let stage = Stage::new(server, text);
    let mut ana = Person::owner(&stage.node, ACCOUNTS, ANA);
    let (id, key) = ana.key("Deploy", "approvals verify");
    let phone = add_device(&mut ana, "My phone");
    let tablet = add_device(&mut ana, "Tablet");
    let secret = machine(&mut ana, &id);
    let cookie = entered(&stage, &mut ana);
    let token = ana.buys(&key, &passcode(&secret, 1));
    let mut decider = ana.clone();
    let mut approve = |id: &str, device: &str| {
        let code = passcode(device, 1);
        decider.post("approvals/approve", &[("id", id), ("passcode", &code)]);
    };
    let program = Program { ana: &ana, key, token };
    let (plain, key) = (bearer(&program.token), bearer(&program.key));

    let wanted = program.asks("servers:delete");
    assert_eq!(program.buys(&wanted).status(), 403, "nobody has approved it");
    nothing_else_deletes(&stage, &[(&plain, 403, "forbidden"), (&key, 401, "otp_required")]);
    approve(&wanted, &phone);
    // An approval is worth nothing before the program has bought its token, and to others.
    nothing_else_deletes(&stage, &[(&plain, 403, "forbidden"), ("", 401, "unauthenticated")]);
    let approved = bearer(&program.has_bought(&wanted));
    let again = program.buys(&wanted);
    assert!(
        again.status() == 403 && again.body.contains("the token was bought"),
        "{again:?}"
    );

    let mut deletions = Deletions::default();
    let request = stage.ask(DELETE, &[&approved, &claims()], BODY).passed();
    assert_eq!(request.first, format!("{DELETE} HTTP/1.1"));
    assert!(!format!("{request:?}").contains("evil") && request.all("authorization").is_empty());
    assert_eq!(deletions.act(&request).as_ref(), Some(&wanted));
    // Until its end the token passes as often as the program sends it, always as the same approval.
    let request = stage.ask(DELETE, &[&approved], BODY).passed();
    assert_eq!(deletions.act(&request), None, "it is done once");

    let other = program.asks("servers:stop");
    approve(&other, &tablet);
    let other = bearer(&program.has_bought(&other));
    let session = format!("{PAGE}\r\n{cookie}");
    nothing_else_deletes(
        &stage,
        &[
            (&other, 403, "forbidden"),
            (&session, 403, "forbidden"),
            (&plain, 403, "forbidden"),
        ],
    );
    for path in ["/servers", "/admin/", "/"] {
        stage
            .ask(&format!("POST {path}"), &[&approved], BODY)
            .refused(403, "forbidden");
    }
    none_is_told(&stage, &[&plain, &session]);
}

#[test]
fn nginx_asks_for_an_approval_and_the_application_acts_once() {
    check(Server::Nginx, NGINX);
}

#[test]
fn caddy_asks_for_an_approval_and_the_application_acts_once() {
    check(Server::Caddy, CADDY);
}
