//! The account's switch *every API call needs a second factor*: for whom it counts, who decides, and what pages say.

use super::{Key, buy, purchase, with_key};
use crate::{
    browser::{Browser, Reply},
    people::{ANA, BEN, PASSWORD, Phone},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use data_encoding::BASE64;
use http::Method;
use server::mail::Message;
use terms::{Field, Problem, Rejection, Role};

const ME: &str = "/api/v1/me";

/// An account of Ana, its owner, and Ben, both without two-factor, and each with a key.
struct Team {
    app: TestApp,
    ana: Browser,
    ben: Browser,
    hers: Key,
    his: Key,
}

impl Team {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let (ana, ben) = (app.join(ANA).await, app.join(BEN).await);
        app.together(ANA, BEN, Role::Member).await;
        let (mut ana, mut ben) = (app.signed_in(&ana).await, app.signed_in(&ben).await);
        let hers = app.made_key(&mut ana, "Hers", "me").await;
        let his = app.made_key(&mut ben, "His", "me").await;
        app.mails().await;
        Self {
            app,
            ana,
            ben,
            hers,
            his,
        }
    }

    async fn his_call(&self) -> Reply {
        with_key(&self.ben, Method::GET, ME, &self.his.text).await
    }

    /// Confirms Ana's first device with these fields beside the passcode.
    async fn anas_first_device(&mut self, fields: &[(&str, &str)]) -> Phone {
        let phone = self.app.pending(&mut self.ana, "My phone").await;
        let code = phone.code(self.app.step());
        let fields = [&[("id", phone.id.as_str()), ("passcode", code.as_str())], fields].concat();
        self.ana.post("devices/confirm", &fields).await.ok();
        phone
    }
}

async fn by_password(client: &Browser, email: &str) -> Reply {
    let basic = BASE64.encode(format!("{email}:{PASSWORD}").as_bytes());
    purchase(client, &[("authorization", format!("Basic {basic}"))], "").await
}

#[tokio::test]
async fn a12_an_owners_first_device_covers_every_key_of_the_account() {
    let mut team = Team::new().await;
    let alone = buy(&team.ben, &team.his.text, "", "").await.token();
    with_key(&team.ben, Method::GET, ME, &alone).await.ok();
    let phone = team.app.pending(&mut team.ana, "My phone").await;
    let page = team
        .ana
        .get(&format!("/security/two-factor/{}", phone.id))
        .await
        .ok()
        .body;
    assert!(page.contains("name=\"every_call\" value=\"true\" checked"), "{page}");
    team.anas_first_device(&[("asks_every_call", "true"), ("every_call", "true")])
        .await;

    let refused = team.his_call().await;
    assert_eq!(refused.code(), "otp_required");
    let page = format!("/security/api-keys/{}/device", team.his.id);
    assert!(
        refused.json()["page"].as_str().unwrap().ends_with(&page),
        "{}",
        refused.body
    );
    let token = with_key(&team.ben, Method::GET, ME, &alone).await;
    assert_eq!(token.code(), "otp_required", "a token from before, which proved none");
    for otp in ["", "123456"] {
        let none = buy(&team.ben, &team.his.text, otp, "").await;
        assert_eq!(none.code(), "otp_required", "nothing that could prove it: {otp:?}");
    }
    assert_eq!(by_password(&team.app.browser(), BEN).await.code(), "otp_required");

    let mails = team.app.mails().await;
    let mail = mails.iter().find(|mail| mail.to == BEN).unwrap();
    assert!(mail.subject.contains("need a second factor now"), "{mail:?}");
    assert!(
        mail.body.contains("Ana Ruiz decided") && mail.body.contains("    His\n"),
        "{mail:?}"
    );
    let hers: Vec<_> = mails.iter().filter(|mail| mail.body.contains("    Hers\n")).collect();
    assert!(
        matches!(hers[..], [mail] if mail.to == ANA),
        "by her device, once: {hers:?}"
    );
    let activity = team.ana.get("/security/activity?kind=every-call-on").await.ok().body;
    assert!(
        activity.contains("Decided that every API call needs a second factor"),
        "{activity}"
    );
}

#[tokio::test]
async fn a_machine_device_is_enough_for_a_member_without_two_factor() {
    let mut team = Team::new().await;
    team.anas_first_device(&[]).await;
    assert_eq!(
        team.his_call().await.code(),
        "otp_required",
        "as if the page had not been asked"
    );
    let machine = team.app.with_machine(&mut team.ben, &team.his).await;
    let code = team.app.fresh_code(&machine);
    let bought = buy(&team.ben, &team.his.text, &code, "").await;
    assert_eq!(bought.json()["amr"], serde_json::json!(["api_key", "otp"]));
    with_key(&team.ben, Method::GET, ME, &bought.token()).await.ok();
    assert_eq!(
        team.his_call().await.code(),
        "otp_required",
        "the key alone still is not"
    );
    let wrong = machine.wrong_code(team.app.step());
    assert_eq!(buy(&team.ben, &team.his.text, &wrong, "").await.code(), "otp_invalid");
    let list = team.ben.get("/security/api-keys").await.ok().body;
    assert!(
        list.contains("Every API call of this account needs a second factor, so"),
        "{list}"
    );
    assert!(!list.contains("api-keys/every-call"), "a plain member does not decide");
    let page = team
        .ben
        .get(&format!("/security/api-keys/{}", team.his.id))
        .await
        .ok()
        .body;
    assert!(page.contains("X-OTP: $PASSCODE"), "{page}");
}

#[tokio::test]
async fn an_owner_who_clears_the_box_has_decided() {
    let mut team = Team::new().await;
    team.anas_first_device(&[("asks_every_call", "true")]).await;
    team.his_call().await.ok();
    assert!(!team.app.mails().await.iter().any(|mail| mail.to == BEN));
    team.ana.post("two-factor/switch-off", &[]).await.ok();
    let phone = team.app.pending(&mut team.ana, "Again").await;
    let page = team
        .ana
        .get(&format!("/security/two-factor/{}", phone.id))
        .await
        .ok()
        .body;
    assert!(!page.contains("every_call"), "it is asked once: {page}");
    team.anas_first_device(&[]).await;
    team.his_call().await.ok();
}

#[tokio::test]
async fn a_plain_members_first_device_decides_nothing() {
    let mut team = Team::new().await;
    let phone = team.app.pending(&mut team.ben, "My phone").await;
    let page = team
        .ben
        .get(&format!("/security/two-factor/{}", phone.id))
        .await
        .ok()
        .body;
    assert!(!page.contains("every_call") && page.contains("Your API keys will need a passcode, too"));
    let code = phone.code(team.app.step());
    let fields = [("id", phone.id.as_str()), ("passcode", &code), ("every_call", "true")];
    team.ben.post("devices/confirm", &fields).await.ok();
    with_key(&team.ana, Method::GET, ME, &team.hers.text).await.ok();
}

#[tokio::test]
async fn b41_owners_and_admins_decide_by_hand_with_step_up() {
    let mut team = Team::new().await;
    let gone = ApiError::Rejected(Rejection::NotFound);
    assert_eq!(
        team.ben.post("api-keys/every-call", &[("on", "true")]).await.error(),
        gone
    );
    team.app
        .tables
        .run(&format!("UPDATE member SET role = 'admin' WHERE email = '{BEN}'"))
        .await;
    team.app.clock.advance(601);
    let asked = team.ben.post("api-keys/every-call", &[("on", "true")]).await.error();
    assert_eq!(
        asked,
        ApiError::Rejected(Rejection::Invalid(Field::Password, Problem::Missing))
    );
    team.his_call().await.ok();
    let on = [("on", "true"), ("password", PASSWORD)];
    let done = team.ben.post("api-keys/every-call", &on).await.ok();
    let page = team.ben.get(done.location()).await.ok().body;
    assert!(
        page.contains("Every API call of this account needs a second factor now."),
        "{page}"
    );
    for (client, key) in [(&team.ana, &team.hers), (&team.ben, &team.his)] {
        assert_eq!(
            with_key(client, Method::GET, ME, &key.text).await.code(),
            "otp_required"
        );
    }
    let covered = |mails: &[Message]| mails.iter().filter(|mail| mail.body.contains("decided")).count();
    assert_eq!(covered(&team.app.mails().await), 2, "both have a key");
    team.ana.post("api-keys/every-call", &on).await.ok();
    assert_eq!(covered(&team.app.mails().await), 0, "it is on already");
    team.ana.post("api-keys/every-call", &[("on", "false")]).await.ok();
    team.his_call().await.ok();
    let activity = team.ana.get("/security/activity").await.ok().body;
    assert!(
        activity.contains("Allowed API calls without a second factor again"),
        "{activity}"
    );
}

#[tokio::test]
async fn pages_that_switch_two_factor_list_the_keys() {
    let mut team = Team::new().await;
    let ready = team.app.made_key(&mut team.ana, "Ready", "me").await;
    team.app.with_machine(&mut team.ana, &ready).await;
    with_key(&team.ana, Method::GET, ME, &team.hers.text).await.ok();
    let phone = team.app.pending(&mut team.ana, "My phone").await;
    let scan = format!("/security/two-factor/{}", phone.id);
    let page = team.ana.get(&scan).await.ok().body;
    let link = |key: &Key| format!("href=\"/security/api-keys/{}/device\"", key.id);
    assert!(
        page.contains(&link(&team.hers)) && !page.contains(&link(&ready)),
        "{page}"
    );
    assert!(page.contains("Last used") && page.contains("Never used") && page.contains("Has a machine device"));
    assert!(!page.contains(&team.his.id), "nobody else's");
    // A wrong passcode without scripts keeps what was cleared.
    team.ana.page = scan.clone();
    let wrong = phone.wrong_code(team.app.step());
    let fields = [
        ("id", phone.id.as_str()),
        ("passcode", &wrong),
        ("asks_every_call", "true"),
    ];
    team.ana.form("devices/confirm", &fields).await;
    let page = team.ana.get(&scan).await.ok().body;
    assert!(page.contains("name=\"every_call\" value=\"true\" aria"), "{page}");

    let phone = team.anas_first_device(&[("asks_every_call", "true")]).await;
    let pages = [
        "/security/two-factor/switch-off",
        &format!("/security/two-factor/{}/remove", phone.id),
    ];
    for (every_call, sentence) in [("false", "will work alone again"), ("true", "still need a passcode")] {
        team.ana.post("api-keys/every-call", &[("on", every_call)]).await.ok();
        for page in pages {
            let page = team.ana.get(page).await.ok().body;
            assert!(page.contains(sentence) && page.contains("Hers"), "{sentence}: {page}");
        }
    }
    let lost = team.ana.get(&format!("{}?lost=true", pages[1])).await.ok().body;
    assert!(!lost.contains("Hers"), "two-factor stays on");
}
