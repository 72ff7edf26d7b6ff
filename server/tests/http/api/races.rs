use super::buy;
use crate::{people::ANA, test_app::TestApp};
use std::sync::Arc;
use testing::rounds;
use tokio::{sync::Barrier, task::JoinSet};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b04_one_code_with_a_hundred_requests_buys_one_token() {
    for round in 0..rounds(3) {
        let app = TestApp::without_limits().await;
        let (ana, mut browser) = app.protected(ANA).await;
        let (one, two) = (
            app.made_key(&mut browser, "One", "me").await.text,
            app.made_key(&mut browser, "Two", "me").await.text,
        );
        let code = app.fresh_code(ana.phone());
        let gate = Arc::new(Barrier::new(100));
        let mut running = JoinSet::new();
        for n in 0..100 {
            let (client, gate, code) = (app.browser(), gate.clone(), code.clone());
            let key = if n % 2 == 0 { one.clone() } else { two.clone() };
            running.spawn(async move {
                gate.wait().await;
                buy(&client, &key, &code, "").await.status.as_u16()
            });
        }
        let mut statuses = running.join_all().await;
        statuses.sort_unstable();
        assert_eq!((statuses[0], statuses[1]), (201, 401), "round {round}: {statuses:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b54_a_burst_of_wrong_codes_is_five_tries() {
    for round in 0..rounds(3) {
        let app = TestApp::new().await;
        let (ana, mut browser) = app.protected(ANA).await;
        let key = app.made_key(&mut browser, "One", "me").await.text;
        app.next_step();
        let wrong = ana.phone().wrong_code(app.step());
        let gate = Arc::new(Barrier::new(50));
        let mut running = JoinSet::new();
        for _ in 0..50 {
            let (client, gate, key, wrong) = (app.browser(), gate.clone(), key.clone(), wrong.clone());
            running.spawn(async move {
                gate.wait().await;
                buy(&client, &key, &wrong, "").await.code()
            });
        }
        let codes = running.join_all().await;
        let evaluated = codes.iter().filter(|code| *code == "otp_invalid").count();
        assert_eq!((evaluated, codes.len()), (5, 50), "round {round}: {codes:?}");
    }
}
