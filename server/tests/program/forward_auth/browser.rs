//! Browsers on the application's host: how they get there, and what they do about a second factor that is too old.

use super::{ACCOUNTS, Stage, claims, passcode, told};
use crate::person::{Message, PASSWORD, Person};
use sqlx::{Connection, SqliteConnection};

pub(super) const PAGE: &str = "Accept: text/html,application/xhtml+xml,*/*;q=0.8";
/// A page with parameters that must not become those of the way to sign-in.
const WANTED: &str = "/page?a=1&b=%2F+c&next=/x";

/// A page for admins with a recent second factor, and with parameters that must not become those of the way there.
const ADMIN: &str = "/admin/users?max_mfa_age=86400&uri=/x";

/// A browser on its way to sign-in: the state that it has on the application's host, and the page of Twofold.
struct Led {
    state: String,
    path: String,
}

/// A page that may not be opened leads to Twofold.
#[track_caller]
fn led(stage: &Stage, path: &str, headers: &[&str]) -> Led {
    let app = format!("https://{}", stage.host);
    let (_, sign_in) = stage.ask(&format!("GET {path}"), headers, "").led();
    let sign_in = sign_in.strip_prefix(&app).unwrap_or(&sign_in).to_owned();
    let (begun, target) = stage.ask(&format!("GET {sign_in}"), &[PAGE, &claims()], "").led();
    Led {
        state: begun.cookies()["__Host-twofold-state"].clone(),
        path: target.strip_prefix(&format!("https://{ACCOUNTS}")).unwrap().to_owned(),
    }
}

/// Twofold leads back to the application, which sets a cookie of its host; returns that and the page that was wanted.
#[track_caller]
fn arrived(stage: &Stage, ana: &mut Person, led: &Led) -> (String, String) {
    let app = format!("https://{}", stage.host);
    let back = ana.get(&led.path).only("location").to_owned();
    let callback = format!("GET {}", back.strip_prefix(&app).unwrap());
    let state = format!("Cookie: __Host-twofold-state={}", led.state);
    let (arrived, target) = stage.ask(&callback, &[PAGE, &state, &claims()], "").led();
    let cookie = format!("Cookie: __Host-twofold={}; own=1", arrived.cookies()["__Host-twofold"]);
    (cookie, target.strip_prefix(&app).unwrap_or(&target).to_owned())
}

/// A browser goes to Twofold and comes back with a cookie of the application's host.
pub(super) fn entered(stage: &Stage, ana: &mut Person) -> String {
    let led = led(stage, WANTED, &[PAGE, "Sec-Fetch-Mode: navigate", &claims()]);
    assert!(!led.path.contains("max_mfa_age"), "{}", led.path);
    let (cookie, target) = arrived(stage, ana, &led);
    assert_eq!(target, WANTED);
    cookie
}

/// A member without two-factor is told where to switch it on.
pub(super) fn without_factor(stage: &Stage, ana: &mut Person) {
    let cookie = entered(stage, ana);
    let request = stage.ask("GET /", &[PAGE, &cookie], "").passed();
    told(&request, "pwd", "", false);
    stage
        .ask("POST /admin/", &[PAGE, &cookie], "")
        .refused(401, "otp_required");
    let led = led(stage, ADMIN, &[PAGE, &cookie]);
    let page = ana.get(&led.path).only("location").to_owned();
    let shown = ana.get(&page);
    assert_eq!(shown.status(), 200, "{shown:?}");
    assert!(
        shown
            .body
            .contains("The page is for members with two-factor authentication.")
    );
}

/// Lets five minutes go by for the second factor of every session.
fn grow_old(stage: &Stage) {
    let url = format!("sqlite:{}", stage.node.data("twofold.sqlite").display());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut connection = SqliteConnection::connect(&url).await.unwrap();
        let older = sqlx::query("UPDATE session SET factor_at = factor_at - 300");
        assert_eq!(older.execute(&mut connection).await.unwrap().rows_affected(), 1);
    });
}

/// A person whose second factor is too old proves it again, and goes on to the page that they wanted.
pub(super) fn with_old_factor(stage: &Stage, ana: &mut Person, phone: &str) {
    let cookie = entered(stage, ana);
    stage.ask(&format!("GET {ADMIN}"), &[PAGE, &cookie], "").passed();
    grow_old(stage);
    let before = stage.ask("GET /", &[PAGE, &cookie], "").passed();
    let program = ["Accept: */*", "Sec-Fetch-Mode: cors"];
    for headers in [&[program[0], &cookie] as &[_], &[PAGE, program[1], &cookie]] {
        stage
            .ask(&format!("GET {ADMIN}"), headers, "")
            .refused(401, "otp_required");
    }
    stage
        .ask("POST /admin/users", &[PAGE, &cookie], "a=1")
        .refused(401, "otp_required");

    let led = led(stage, ADMIN, &[PAGE, &cookie, &claims()]);
    assert!(led.path.ends_with("&max_mfa_age=300"), "{}", led.path);
    let page = ana.get(&led.path).only("location").to_owned();
    assert!(
        page.starts_with("/apps/prove-again?next=/apps/open"),
        "no circle: {page}"
    );
    let shown = ana.get(&page);
    assert!(shown.body.contains("Confirm that it is you"), "{shown:?}");
    let proofs = [
        ("password", PASSWORD),
        ("passcode", &passcode(phone, 1)),
        ("next", &led.path),
    ];
    assert_eq!(ana.post("apps/prove-again", &proofs).only("location"), led.path);
    let (cookie, target) = arrived(stage, ana, &led);
    assert_eq!(target, ADMIN);
    let request = stage.ask(&format!("GET {target}"), &[PAGE, &cookie], "").passed();
    told(&request, "pwd otp", "", true);
    let at = |request: &Message| request.only("x-twofold-auth-time").parse::<i64>().unwrap();
    assert!(at(&request) >= at(&before) + 300, "the time of the new passcode");
}

pub(super) fn with_session(stage: &Stage, ana: &mut Person) {
    let open = format!("GET {WANTED}");
    for script in ["cors", "no-cors", "same-origin"] {
        let mode = format!("Sec-Fetch-Mode: {script}");
        stage.ask(&open, &[PAGE, &mode], "").refused(401, "unauthenticated");
    }
    stage.ask(&open, &["Accept: */*"], "").refused(401, "unauthenticated");
    stage.ask("POST /page", &[PAGE], "a=1").refused(401, "unauthenticated");
    stage.ask(&open, &[PAGE], "").led();
    let cookie = entered(stage, ana);
    for claimed in [String::new(), claims()] {
        let request = stage.ask(&open, &[PAGE, &cookie, &claimed], "").passed();
        assert_eq!(request.first, format!("{open} HTTP/1.1"));
        told(&request, "pwd otp", "", true);
        let request = stage.ask("POST /admin/x", &[PAGE, &cookie, &claimed], "a=1").passed();
        told(&request, "pwd otp", "", true);
        assert!(request.only("cookie").ends_with("own=1"), "the application's own");
    }
    ana.post("sign-out", &[]);
    let (_, again) = stage.ask(&open, &[PAGE, &cookie], "").led();
    assert!(again.contains("/.twofold/sign-in?"), "{again}");
}
