//! Approvals: a program asks, a person decides with a passcode for this very action, and the program buys one token.

mod applications;
mod asking;
mod deciding;
mod two_people;
mod using;

use super::{Key, buy, call_with, purchase, with_key};
use crate::{
    browser::{Browser, Reply},
    people::{ANA, PASSWORD, Person},
    test_app::TestApp,
};
use data_encoding::BASE64;
use http::Method;
use testing::Plan;

/// The path of the first call.
pub(crate) const PATH: &str = "/api/v1/approvals";
/// A request as a program sends it.
pub(crate) const WISH: &str = r#"{"action": "servers:delete", "summary": "Delete server <b>db-3</b>",
    "details": "In Frankfurt.\nIt has no backup.",
    "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}"#;

/// A server whose operator wants a person to approve `servers:delete`.
pub(crate) fn plan() -> Plan {
    Plan {
        scopes: "servers:read, servers:delete approval max_mfa_age=300, servers:stop approval",
        ..Plan::default()
    }
}

async fn ask(client: &Browser, token: &str, body: &str) -> Reply {
    let bearer = format!("Bearer {token}");
    call_with(
        &client.with(&[]),
        Method::POST,
        PATH,
        &[("authorization", &bearer)],
        body,
    )
    .await
}

/// Asks with [`WISH`] and returns the id.
pub(crate) async fn asked(client: &Browser, token: &str) -> String {
    let reply = ask(client, token, WISH).await;
    assert_eq!(reply.status, 201, "{}", reply.body);
    reply.json()["id"].as_str().unwrap().to_owned()
}

/// Approves in a session.
pub(crate) async fn approve(browser: &mut Browser, id: &str, passcode: &str) -> Reply {
    let fields = [("id", id), ("passcode", passcode)];
    browser.post("approvals/approve", &fields).await
}

async fn look(client: &Browser, token: &str, id: &str) -> Reply {
    with_key(client, Method::GET, &format!("{PATH}/{id}"), token).await
}

pub(crate) async fn take(client: &Browser, token: &str, id: &str) -> Reply {
    with_key(client, Method::POST, &format!("{PATH}/{id}/token"), token).await
}

/// Ana, her session, and her program with a key and a token.
struct Stage {
    app: TestApp,
    ana: Person,
    browser: Browser,
    key: Key,
    program: Browser,
    token: String,
}

impl Stage {
    async fn new() -> Self {
        let app = TestApp::planned(plan()).await;
        let (ana, mut browser) = app.protected(ANA).await;
        let key = app.made_key(&mut browser, "Deploy", "me approvals").await;
        let program = app.browser();
        let token = buy(&program, &key.text, &app.fresh_code(ana.phone()), "").await.token();
        Self {
            app,
            ana,
            browser,
            key,
            program,
            token,
        }
    }

    async fn asked(&self) -> String {
        asked(&self.program, &self.token).await
    }

    fn code(&self) -> String {
        self.app.fresh_code(self.ana.phone())
    }

    async fn approve(&self, id: &str, passcode: &str) -> Reply {
        approve(&mut self.browser.clone(), id, passcode).await
    }

    async fn status(&self, id: &str) -> String {
        let found = look(&self.program, &self.token, id).await.ok().json();
        found["status"].as_str().unwrap().to_owned()
    }

    async fn page(&self, id: &str) -> Reply {
        self.browser.clone().get(&format!("/approve/{id}")).await
    }

    async fn take(&self, id: &str) -> Reply {
        take(&self.program, &self.token, id).await
    }

    /// Buys a token with e-mail address and password.
    async fn by_password(&self) -> String {
        let basic = BASE64.encode(format!("{ANA}:{PASSWORD}").as_bytes());
        let headers = [("authorization", format!("Basic {basic}")), ("x-otp", self.code())];
        purchase(&self.program, &headers, "").await.token()
    }

    async fn activity(&self, kind: &str) -> String {
        self.app.service.write_refusals().await.unwrap();
        let path = format!("/security/activity?kind={kind}");
        self.browser.clone().get(&path).await.ok().body
    }
}

#[tokio::test]
async fn a_person_approves_and_the_program_buys_one_token() {
    let s = Stage::new().await;
    let answer = ask(&s.program, &s.token, WISH).await;
    let request = answer.json();
    let id = request["id"].as_str().unwrap();
    assert_eq!(request["url"], format!("https://localhost:3000/approve/{id}"));
    assert_eq!((answer.status.as_u16(), &request["status"]), (201, &"pending".into()));
    let waits = look(&s.program, &s.token, id).await.ok();
    assert_eq!((waits.header("retry-after"), waits.json()), ("5", request.clone()));

    s.take(id).await.is_refused(403, "forbidden");
    let approved = s.approve(id, &s.code()).await.ok();
    assert_eq!(approved.location(), format!("/approve/{id}"));
    assert!(s.page(id).await.ok().body.contains("Ana Ruiz approved this."));
    let after = look(&s.program, &s.token, id).await.ok();
    assert!(after.json()["status"] == "approved" && !after.headers.contains_key("retry-after"));
    let bought = s.take(id).await;
    let (token, answer) = (bought.token(), bought.json());
    assert_eq!(
        (&answer["scope"], &answer["expires_in"]),
        (&"servers:delete".into(), &600.into())
    );
    let approval = &answer["approval"];
    assert_eq!(
        (&approval["id"], &approval["action"]),
        (&id.into(), &"servers:delete".into())
    );
    assert_eq!(approval["digest"].as_str().map(str::len), Some(64));
    let me = with_key(&s.program, Method::GET, "/api/v1/me", &s.token)
        .await
        .ok()
        .json();
    assert_eq!(approval["approved_by"], me["id"]);
    assert!(s.page(id).await.ok().body.contains("The program used it"));

    is_good_for_nothing_else(&s, id, &token).await;
}

/// Checks that the token that was bought for this request has one use.
async fn is_good_for_nothing_else(s: &Stage, id: &str, token: &str) {
    s.take(id).await.is_refused(403, "forbidden");
    with_key(&s.program, Method::GET, "/api/v1/me", token)
        .await
        .is_refused(403, "forbidden");
    ask(&s.program, token, WISH).await.is_refused(403, "forbidden");
    assert!(
        !s.app.tables.text().await.contains(&token[36..100]),
        "the database has no secret"
    );
    for (kind, sentence) in [
        ("approval-asked", "A program asked for approval"),
        ("approval-given", "Approved an action"),
        ("approval-used", "got the access token for an approved action"),
        ("approval-used", "nobody approved it, or the approval is used or over"),
    ] {
        let page = s.activity(kind).await;
        assert!(page.contains(sentence) && page.contains("Deploy"), "{kind}: {page}");
    }
}

#[tokio::test]
async fn the_page_home_and_a_mail_tell_who_asks_for_what() {
    let s = Stage::new().await;
    let request = ask(&s.program, &s.token, WISH).await.json();
    let (id, words) = (request["id"].as_str().unwrap(), request["words"].as_str().unwrap());
    let page = s.page(id).await.ok().body;
    for shown in [
        words,
        "Delete server &lt;b&gt;db-3&lt;/b&gt;",
        "In Frankfurt.\nIt has no backup.",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "servers:delete",
        "API key “Deploy”",
        "My phone",
        &s.program.address.to_string(),
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let home = s.browser.clone().get("/").await.ok().body;
    assert!(
        home.contains(&format!("href=\"/approve/{id}\"")) && home.contains(words),
        "{home}"
    );
    let mail = s.app.mails().await.pop().unwrap();
    assert!(
        mail.to == ANA && mail.subject.contains("approve servers:delete"),
        "{mail:?}"
    );
    for part in [
        "Delete server <b>db-3</b>",
        words,
        "“Deploy”",
        &format!("/approve/{id}\n"),
    ] {
        assert!(mail.body.contains(part), "{part}: {}", mail.body);
    }
}
