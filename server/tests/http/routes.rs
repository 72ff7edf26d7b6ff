//! All routes for all callers and both ways of calling.

mod plain;

use crate::{
    api,
    browser::{Browser, Reply},
    devices,
    people::{ANA, BEN, MANAGER, PASSWORD, PLAIN, Person, Phone, RITA, ROSA},
    routes_table::{CALLERS, CALLS, Call, PAGES, READS},
    test_app::{TestApp, postgres},
};
use app::wire::error::ApiError;
use http::Method;
use leptos::server_fn::axum::server_fn_paths;
use plain::compare;
use server::http::routes::{self, ROUTES};
use std::collections::BTreeSet;
use terms::Role;

/// A server with all callers at one moment. Every cell of the matrix gets a copy.
pub(crate) struct Stage {
    pub app: TestApp,
    ana: Person,
    pub pending: Phone,
    /// The id of the member's API key.
    key: String,
    machine: Phone,
    /// The id of a request for approval that waits.
    approval: String,
    /// The id of a member without two-factor.
    colleague: String,
    /// The id of a plain member with two-factor on.
    protected: String,
    /// The id of an invitation of the owner.
    invitation: String,
    /// The id of an enrolment by link.
    enrolment: String,
    token: String,
    callers: [Browser; CALLERS.len()],
}

impl Stage {
    /// The browser of this one of [`CALLERS`].
    pub(crate) fn caller(&self, name: &str) -> Browser {
        let column = CALLERS.iter().position(|caller| *caller == name).unwrap();
        self.callers[column].clone()
    }

    pub(crate) async fn new() -> Self {
        let app = TestApp::planned(api::approvals::plan()).await;
        let (mut ana, mut owner) = app.protected(ANA).await;
        let (_, admin) = app.protected(MANAGER).await;
        let (_, member) = app.protected(PLAIN).await;
        app.together(ANA, MANAGER, Role::Admin).await;
        app.together(ANA, PLAIN, Role::Member).await;
        app.join(RITA).await;
        app.together(ANA, RITA, Role::Member).await;
        let invited = [("email", "vera@example.com"), ("role", "member")];
        owner.post("team/invite", &invited).await.ok();
        app.clock.advance(61);
        let colleague = app.tables.id_of("member", RITA).await;
        let protected = app.tables.id_of("member", PLAIN).await;
        let invitation = app.tables.id_of("invitation", "vera@example.com").await;
        let (_, other) = app.protected(BEN).await;
        let key = app.made_key(&mut owner, "Backup", "me approvals").await;
        let code = app.fresh_code(ana.phone());
        let bought = api::buy(&owner, &key.text, &code, "").await.token();
        let approval = api::approvals::asked(&owner, &bought).await;
        let key = key.id;
        let machine = app.machine(&mut owner, &key, ("SHA1", "6")).await;
        app.clock.advance(1);
        let repair = app.repairing(&mut ana).await;
        let challenge = app.challenge(&ana).await;
        let (_, shared) = app.shared(&mut owner, &ana).await;
        let enrolment = devices::colleague_link::invite(&mut owner, "By link").await;
        app.clock.advance(61);
        let pending = app.pending(&mut owner, "Tablet").await;
        let sign_up = [("name", "Carl"), ("email", "carl@example.com"), ("password", PASSWORD)];
        app.browser().post("sign-up", &sign_up).await.ok();
        let token = app.confirmation("carl@example.com").await;
        let overdue = overdue(&app).await;
        app.next_step();
        let callers = [
            app.browser(),
            challenge,
            repair,
            owner,
            admin,
            member,
            other,
            shared,
            overdue,
        ];
        Self {
            app,
            ana,
            pending,
            key,
            machine,
            approval,
            colleague,
            protected,
            invitation,
            enrolment,
            token,
            callers,
        }
    }

    /// Returns an untouched copy, or a newly built one where the database cannot be copied.
    async fn again(&self) -> Self {
        if postgres() {
            return Self::new().await;
        }
        let app = self.app.crash().await;
        let callers = self.callers.each_ref().map(|browser| browser.moved(&app.router));
        Self {
            app,
            ana: self.ana.clone(),
            pending: self.pending.clone(),
            key: self.key.clone(),
            machine: self.machine.clone(),
            approval: self.approval.clone(),
            colleague: self.colleague.clone(),
            protected: self.protected.clone(),
            invitation: self.invitation.clone(),
            enrolment: self.enrolment.clone(),
            token: self.token.clone(),
            callers,
        }
    }

    fn filled(&self, text: &str) -> String {
        let step = self.app.step();
        let (phone, pending) = (self.ana.phone(), &self.pending);
        text.replace("{device}", &phone.id)
            .replace("{pending}", &pending.id)
            .replace("{key}", &self.key)
            .replace("{approval}", &self.approval)
            .replace("{colleague}", &self.colleague)
            .replace("{member}", &self.colleague)
            .replace("{protected}", &self.protected)
            .replace("{invitation}", &self.invitation)
            .replace("{enrolment}", &self.enrolment)
            .replace("{machine-code}", &self.machine.code(step))
            .replace("{passcode}", &phone.code(step))
            .replace("{pending-code}", &pending.code(step))
            .replace("{code}", &self.ana.codes[0])
            .replace("{token}", &self.token)
    }

    pub(crate) fn fields<'a>(&self, call: &Call, filled: &'a mut Vec<String>) -> Vec<(&'static str, &'a str)> {
        *filled = call.fields.iter().map(|(_, value)| self.filled(value)).collect();
        call.fields
            .iter()
            .zip(filled)
            .map(|((name, _), value)| (*name, value.as_str()))
            .collect()
    }
}

/// The browser of a member of an account of her own, whose policy requires two-factor of everybody.
async fn overdue(app: &TestApp) -> Browser {
    let rosa = app.join(ROSA).await;
    let browser = app.signed_in(&rosa).await;
    app.require_two_factor(ROSA, "member").await;
    browser
}

#[test]
fn every_route_of_every_source_has_a_row() {
    let rows: BTreeSet<_> = CALLS
        .iter()
        .map(|call| ("POST".to_owned(), format!("/ui/{}", call.endpoint)))
        .chain(PAGES.iter().map(|page| ("GET".to_owned(), page.path.to_owned())))
        .chain(READS.iter().map(|read| ("GET".to_owned(), read.path.to_owned())))
        .chain(
            api::ROUTES
                .iter()
                .map(|route| (route.method.to_owned(), route.path.to_owned())),
        )
        .collect();
    let page = |page: &&app::PageInfo| {
        let parts = page.path.split('/');
        let parts = parts.map(|part| {
            part.strip_prefix(':')
                .map_or(part.to_owned(), |name| format!("{{{name}}}"))
        });
        ("GET".to_owned(), parts.collect::<Vec<_>>().join("/"))
    };
    let pages = app::page::ALL.iter().map(page);
    let functions = server_fn_paths().map(|(path, method)| (method.to_string(), path.to_owned()));
    let others = ROUTES
        .iter()
        .map(|route| (route.method.to_string(), route.path.to_owned()));
    let sources: BTreeSet<_> = pages.chain(functions).chain(others).collect();
    assert_eq!(
        sources.difference(&rows).collect::<Vec<_>>(),
        Vec::<&(String, String)>::new(),
        "routes without a row"
    );
    assert_eq!(
        rows.difference(&sources).collect::<Vec<_>>(),
        Vec::<&(String, String)>::new(),
        "rows without a route"
    );
    assert_eq!(routes::all(), sources, "the server's own list");
}

#[tokio::test]
async fn every_function_answers_every_caller_as_it_should() {
    let stage = Stage::new().await;
    let mut wrong = Vec::new();
    for call in CALLS {
        for (column, caller) in CALLERS.iter().enumerate().filter(|(column, _)| visited(*column)) {
            let script = run(&stage, call, column, false).await;
            if script.status.as_u16() != call.expected[column] {
                wrong.push(format!(
                    "{} as {caller}: {} {:.120}",
                    call.endpoint, script.status, script.body
                ));
                continue;
            }
            if postgres() {
                continue;
            }
            let form = run(&stage, call, column, true).await;
            wrong.extend(compare(call, caller, &script, &form));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The unknown field is added to valid ones, so that it is the only possible reason.
#[tokio::test]
async fn b36_no_function_takes_a_field_it_does_not_know() {
    let stage = Stage::new().await;
    let owner = &stage.callers[3];
    let before = stage.app.tables.besides_counters().await;
    let functions: BTreeSet<_> = server_fn_paths().map(|(path, _)| path).collect();
    let calls = CALLS
        .iter()
        .filter(|call| functions.contains(format!("/ui/{}", call.endpoint).as_str()));
    for call in calls {
        let mut filled = Vec::new();
        let mut fields = stage.fields(call, &mut filled);
        fields.push(("nobody_knows", "this"));
        let reply = owner.clone().post(call.endpoint, &fields).await;
        // No field is blamed, because none is at fault.
        assert_eq!(reply.error(), ApiError::BadRequest, "{}", call.endpoint);
    }
    assert_eq!(stage.app.tables.besides_counters().await, before);
    assert!(owner.clone().is_in().await, "not even a sign-out was carried out");
}

/// A PostgreSQL database cannot be copied while it is in use, and building a stage for every cell takes minutes. There
/// only two callers are tested, and only with the client's script.
fn visited(column: usize) -> bool {
    !postgres() || matches!(CALLERS[column], "challenge" | "owner")
}

/// Makes the call in a copy of the stage; a refusal must not change any row. One that the session or the ids decide needs no
/// copy, because nothing is counted either.
async fn run(stage: &Stage, call: &Call, column: usize, plain: bool) -> Reply {
    let copied;
    let stage = match call.expected[column] {
        401 | 403 | 404 => stage,
        _ => {
            copied = stage.again().await;
            &copied
        }
    };
    let mut filled = Vec::new();
    let fields = stage.fields(call, &mut filled);
    let mut browser = stage.callers[column].clone();
    browser.page = "/the/form".into();
    let before = stage.app.tables.besides_counters().await;
    let reply = match plain {
        true => browser.form(call.endpoint, &fields).await,
        false => browser.post(call.endpoint, &fields).await,
    };
    if call.expected[column] >= 400 {
        let after = stage.app.tables.besides_counters().await;
        assert_eq!(after, before, "{} as {}", call.endpoint, CALLERS[column]);
        if column < 2 {
            assert!(!browser.is_in().await, "{} as {}", call.endpoint, CALLERS[column]);
        }
    }
    reply
}

#[tokio::test]
async fn every_page_answers_every_caller_as_it_should() {
    let stage = Stage::new().await;
    let before = stage.app.tables.besides_counters().await;
    let mut wrong = Vec::new();
    for page in PAGES {
        let path = page.path.replace("{token}", &stage.token);
        let id = if path.ends_with("/remove") {
            "{device}"
        } else {
            "{pending}"
        };
        let path = stage.filled(&path.replace("{id}", id));
        for (column, caller) in CALLERS.iter().enumerate() {
            let reply = stage.callers[column].clone().get(&path).await;
            if reply.status.as_u16() != page.expected[column] {
                wrong.push(format!(
                    "{} as {caller}: {} to {:?}",
                    page.path,
                    reply.status,
                    reply.location()
                ));
            }
            let leads_to = match *caller {
                "repair" | "sign-in-only" | "restricted" => "/security/two-factor",
                "member" => "/team",
                _ => "/sign-in",
            };
            if reply.status == 302 && !reply.location().starts_with(leads_to) {
                wrong.push(format!("{} as {caller} leads to {:?}", page.path, reply.location()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(
        stage.app.tables.besides_counters().await,
        before,
        "reading changes nothing"
    );
}

#[tokio::test]
async fn every_other_route_answers() {
    let stage = Stage::new().await;
    // Assets exist only if the client was built.
    let built = !stage.app.browser().get("/robots.txt").await.status.is_client_error();
    for read in READS {
        for browser in &stage.callers {
            let reply = browser.clone().get(read.path).await;
            let asset = matches!(
                read.path,
                "/robots.txt" | "/favicon.svg" | "/icon.svg" | "/manifest.webmanifest"
            );
            assert!(
                reply.status.as_u16() == read.expected || (asset && !built),
                "{}: {}",
                read.path,
                reply.status
            );
        }
    }
}

#[tokio::test]
async fn unknown_routes_are_not_found_for_every_caller() {
    let stage = Stage::new().await;
    let paths = [
        "/nothing",
        "/ui",
        "/ui/",
        "/ui/nothing",
        "/ui/devices/",
        "/api/v1/nothing",
        "/metrics",
        "/debug",
        "/.git/config",
        "/ui/sign-in/../home",
    ];
    for path in paths {
        for browser in &stage.callers {
            assert_eq!(browser.clone().get(path).await.status, 404, "{path}");
            let request = browser
                .request(Method::POST, path)
                .header("sec-fetch-site", "same-origin");
            let reply = browser.clone().send(request.body("".into()).unwrap()).await;
            assert_eq!(reply.status, 404, "{path}");
        }
    }
}
