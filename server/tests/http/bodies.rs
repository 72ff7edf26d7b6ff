//! B16, B68: bodies and heads that are no form: refused quickly, with a 4xx, and nothing changes.

use crate::{
    browser::{Browser, CHALLENGE, HTML, Reply},
    people::{ANA, PASSWORD},
    world::World,
};
use axum::body::Body;
use http::header;
use leptos::server_fn::axum::server_fn_paths;

async fn raw(browser: &mut Browser, endpoint: &str, media: &str, body: impl Into<Body>) -> Reply {
    let mut request = browser.script(endpoint).body(body.into()).unwrap();
    request
        .headers_mut()
        .insert(header::CONTENT_TYPE, media.parse().unwrap());
    browser.send(request).await
}

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn b16_other_types_of_passcode_are_bad_input() {
    let world = World::without_limits().await;
    let (ana, _) = world.protected(ANA).await;
    world.next_step();
    let code = ana.phone().code(world.step());
    let mut bodies: Vec<String> = [
        "",
        "passcode",
        "passcode=",
        "passcode=null",
        "passcode=true",
        "passcode=[]",
        "passcode[]=CODE",
        "passcode[0]=CODE",
        "passcode[a]=CODE",
        "passcode={}",
        "passcode=1e5",
        "passcode=1.23456e5",
        "passcode=-CODE0",
        "passcode=0xCODE",
        "passcode=CODE.0",
        "passcode=CODE0",
        "passcode=NaN",
        "Passcode=CODE",
        "passcode=CODE&passcode=CODE",
        "passcode=000000&passcode=CODE",
        "passcode=CODE&passcode=000000",
        "passcode=%ff%fe",
        "passcode=CODE%00",
        "passcode=%00CODE",
        "passcode=+-+",
        "passcode=CODE;passcode=CODE",
        "next=/",
        "passcode=%c2%b2%c2%b2%c2%b2%c2%b2%c2%b2%c2%b2",
        "passcode=%e2%91%a0%e2%91%a0%e2%91%a0%e2%91%a0%e2%91%a0%e2%91%a0",
    ]
    .map(|body| body.replace("CODE", &code))
    .to_vec();
    bodies.push(format!("passcode={}", &code[..5]));
    for body in bodies {
        let mut browser = world.challenge(&ana).await;
        let reply = raw(&mut browser, "sign-in/passcode", FORM, body.clone()).await;
        assert!(
            reply.status.is_client_error(),
            "{body}: {} {}",
            reply.status,
            reply.body
        );
        assert!(!browser.is_in().await, "{body}");
    }
    let json = format!("{{\"passcode\":\"{code}\"}}");
    for (media, body) in [
        ("application/json", json.clone()),
        ("text/plain", json),
        (
            "multipart/form-data; boundary=x",
            format!("--x\r\nContent-Disposition: form-data; name=\"passcode\"\r\n\r\n{code}\r\n--x--"),
        ),
    ] {
        let mut browser = world.challenge(&ana).await;
        let reply = raw(&mut browser, "sign-in/passcode", media, body).await;
        assert!(
            reply.status.is_client_error(),
            "{media}: {} {}",
            reply.status,
            reply.body
        );
        assert!(!browser.is_in().await, "{media}");
    }
    // Full-width digits, spaces and dashes are how some people type: the same code.
    let wide: String = code
        .chars()
        .map(|c| char::from_u32(u32::from(c) - 0x30 + 0xff10).unwrap())
        .collect();
    let typed = format!(
        " {}-{} ",
        wide.chars().take(3).collect::<String>(),
        wide.chars().skip(3).collect::<String>()
    );
    let mut honest = world.challenge(&ana).await;
    honest.post("sign-in/passcode", &[("passcode", &typed)]).await.ok();
    assert!(honest.is_in().await);
}

#[tokio::test]
async fn b16_no_function_answers_nonsense_with_success_or_a_fault() {
    let world = World::new().await;
    let (ana, owner) = world.protected(ANA).await;
    world.clock.advance(700);
    let challenge = world.challenge(&ana).await;
    let before = world.tables.besides_counters().await;
    let nonsense = [
        "%",
        "=",
        "&&&",
        "id[]=1&id[]=2",
        "id=1&id=2&password=a&password=b",
        "anyway=maybe&lost=perhaps&switch_off=2&kind=Nonsense",
        "\u{0}",
        "a=%zz",
        "[]",
        "{\"id\":null}",
    ];
    // Those without arguments that only read, or that end what the browser holds.
    let takes_nothing = [
        "home",
        "profile",
        "devices",
        "recovery-codes",
        "two-factor/switch-off-form",
        "challenge",
        "sign-out",
        "sign-in/another-account",
        "home/not-now",
        "recovery-codes/saved",
        "recovery-codes/done",
    ];
    for (path, _) in server_fn_paths() {
        let endpoint = path.trim_start_matches("/ui/");
        for body in nonsense {
            for browser in [&owner, &challenge] {
                if !takes_nothing.contains(&endpoint) {
                    let reply = raw(&mut browser.clone(), endpoint, FORM, body).await;
                    assert!(
                        reply.status.is_client_error(),
                        "{endpoint} {body}: {} {}",
                        reply.status,
                        reply.body
                    );
                }
            }
        }
    }
    assert_eq!(world.tables.besides_counters().await, before);
    assert!(owner.clone().is_in().await);
}

#[tokio::test]
async fn b36_a_member_sets_no_more_than_the_form_offers() {
    let world = World::new().await;
    let (_, owner) = world.protected(ANA).await;
    let before = world.tables.rows("member").await;
    for extra in [
        "role",
        "email",
        "id",
        "member_id",
        "two_factor_since",
        "is_admin",
        "account_id",
    ] {
        let fields = [("name", "Ana Ruiz"), (extra, "owner")];
        let reply = owner.clone().post("profile/rename", &fields).await;
        assert_eq!(reply.status, 400, "{extra}");
        owner.clone().form("profile/rename", &fields).await;
        assert_eq!(world.tables.rows("member").await, before, "{extra}: mass assignment");
    }
}

#[tokio::test]
async fn b68_large_bodies_are_refused_and_nothing_is_kept() {
    let world = World::new().await;
    let (_, owner) = world.protected(ANA).await;
    let before = world.tables.besides_counters().await;
    let large = vec![b'a'; 10 * 1024 * 1024];
    let hashes = world.hasher.runs();
    for (path, _) in server_fn_paths() {
        let endpoint = path.trim_start_matches("/ui/");
        for media in [FORM, "application/json"] {
            let reply = raw(&mut owner.clone(), endpoint, media, large.clone()).await;
            assert_eq!(reply.status, 413, "{endpoint}");
        }
    }
    let mut body = b"password=".to_vec();
    body.resize(64 * 1024 + 1, b'a');
    assert_eq!(raw(&mut owner.clone(), "sign-in", FORM, body).await.status, 413);
    // One that lies about its length, and one that never says it.
    let stream = futures_stream(200, 64 * 1024);
    assert_eq!(raw(&mut owner.clone(), "sign-in", FORM, stream).await.status, 413);
    let mut form = owner.script("sign-in").body(Body::from(large)).unwrap();
    form.headers_mut().insert(header::ACCEPT, HTML.parse().unwrap());
    assert_eq!(owner.clone().send(form).await.status, 413);
    assert_eq!(world.hasher.runs(), hashes, "nothing was hashed");
    assert_eq!(world.tables.besides_counters().await, before);
    assert!(owner.clone().is_in().await);
}

/// A body of unknown length in pieces.
fn futures_stream(pieces: usize, bytes: usize) -> Body {
    let pieces = (0..pieces).map(move |_| Ok::<_, std::io::Error>(bytes::Bytes::from(vec![b'a'; bytes])));
    Body::from_stream(futures_util::stream::iter(pieces))
}

#[tokio::test]
async fn b68_deep_and_wide_bodies_are_refused() {
    let world = World::new().await;
    let (ana, _) = world.protected(ANA).await;
    let deep_json = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    let deep_keys = format!("passcode{}=1", "[a]".repeat(20_000));
    let wide = "a=1&".repeat(16_000);
    let long_fields = format!("email={}&password={}", "a".repeat(30_000), "b".repeat(30_000));
    for (media, body) in [
        ("application/json", deep_json.clone()),
        (FORM, deep_json),
        (FORM, deep_keys),
        (FORM, wide),
        (FORM, long_fields),
    ] {
        for endpoint in ["sign-in", "sign-in/passcode", "sign-up", "devices/add"] {
            let mut browser = world.challenge(&ana).await;
            let reply = raw(&mut browser, endpoint, media, body.clone()).await;
            assert!(reply.status.is_client_error(), "{endpoint} {media}: {}", reply.status);
            assert!(!browser.is_in().await);
        }
    }
}

#[tokio::test]
async fn b68_cookies_by_the_hundred_are_survived() {
    let world = World::new().await;
    let (ana, _) = world.protected(ANA).await;
    let mut browser = world.challenge(&ana).await;
    let challenge = browser.cookie(CHALLENGE);
    browser.put("__Host-known", &vec!["A".repeat(43); 500].join("."));
    for n in 0..300 {
        browser.put(&format!("junk{n}"), &"x".repeat(40));
    }
    browser.put("__Host-flash", &"A".repeat(4_000));
    assert_eq!(browser.get("/sign-in").await.status, 200);
    browser.put(CHALLENGE, &challenge);
    let reply = browser
        .post("sign-in/passcode", &[("passcode", &world.fresh_code(ana.phone()))])
        .await
        .ok();
    assert!(
        reply
            .headers
            .get_all("set-cookie")
            .iter()
            .all(|cookie| cookie.len() < 1_024)
    );
    assert!(browser.is_in().await);
    assert_eq!(
        world
            .browser()
            .post(
                "sign-in",
                &[("email", ANA), ("password", &format!("{PASSWORD}{}", "x".repeat(300)))]
            )
            .await
            .status,
        400
    );
}
