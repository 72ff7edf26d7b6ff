//! All routes for all callers and both ways of calling.

mod plain;
mod stage;

use crate::{
    api,
    browser::Reply,
    oidc,
    routes_table::{CALLERS, CALLS, Call, PAGES, READS},
    test_app::postgres,
};
use app::wire::error::ApiError;
use http::Method;
use leptos::server_fn::axum::server_fn_paths;
use plain::compare;
use server::http::routes::{self, ROUTES};
use std::collections::BTreeSet;

pub(crate) use stage::Stage;

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
        .chain(
            oidc::matrix::ROUTES
                .iter()
                .map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())),
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
        // The page of the QR code is of a pending device, all others of a confirmed one.
        let id = if path.ends_with("/{id}") {
            "{pending}"
        } else {
            "{device}"
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
