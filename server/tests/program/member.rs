//! `twofold member`, beside a server that runs.

use crate::{forward_auth::add_device, node::Node, person::Person};
use serde_json::{Value, json};
use testing::{Tables, TestCluster};

const ANA: &str = "ana@example.com";

/// The program has no switch for its clock, so what comes after the wait is in the tests of the service.
#[test]
fn the_operator_starts_a_reset_that_waits_and_stops_it() {
    let node = Node::start(&[]);
    assert!(node.serves(), "{}", node.said);
    let run = |arguments: &[&str]| node.command("member", &[&["reset-2fa"], arguments].concat());
    let mut ana = Person::owner(&node, "localhost:3000", ANA);
    let (done, _, errors) = run(&[ANA, "--reason", "Lost"]);
    assert!(
        !done && errors.contains("two-factor authentication of this member is off"),
        "{errors}"
    );
    add_device(&mut ana, "My phone");
    let (done, _, errors) = run(&[ANA]);
    assert!(!done && errors.contains("a reason has 1 to 200 characters"), "{errors}");
    let (done, said, errors) = run(&[ANA, "--reason", "Lost"]);
    assert!(done && said.contains("the reset has begun"), "{said}{errors}");
    let (done, said, _) = run(&[ANA]);
    assert!(done && said.contains("the reset waits until"), "{said}");
    assert!(ana.get("/").body.contains("Whoever runs this service started a reset"));
    let (done, said, _) = run(&[ANA, "--stop"]);
    assert!(done && said.contains("the reset is stopped"), "{said}");
    for arguments in [&[ANA, "--stop"][..], &["nobody@example.com", "--reason", "Lost"]] {
        let (done, _, errors) = run(arguments);
        assert!(
            !done && errors.contains("no member has this address, or no reset is under way"),
            "{errors}"
        );
    }
}

/// A program and the switches that lead a command to its database.
struct Beside {
    node: Node,
    switches: Vec<String>,
    tables: Tables,
}

impl Beside {
    fn run(&self, arguments: &[&str]) -> (bool, String, String) {
        let switches = self.switches.iter().map(String::as_str);
        let all: Vec<_> = arguments.iter().copied().chain(switches).collect();
        self.node.command("member", &all)
    }

    #[track_caller]
    fn says(&self, arguments: &[&str]) -> String {
        let (done, said, errors) = self.run(arguments);
        assert!(done && errors.is_empty(), "{arguments:?}: {errors}");
        said
    }

    #[track_caller]
    fn json(&self, arguments: &[&str]) -> Value {
        let said = self.says(&[arguments, &["--json"]].concat());
        assert_eq!(said.lines().count(), 1, "one object, one line: {said}");
        serde_json::from_str(&said).unwrap()
    }
}

async fn on_sqlite() -> Beside {
    let node = Node::start(&[]);
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(node.data("twofold.sqlite"));
    Beside {
        tables: Tables::Sqlite(sqlx::SqlitePool::connect_lazy_with(options)),
        node,
        switches: Vec::new(),
    }
}

async fn on_postgres(cluster: &TestCluster) -> Beside {
    let url = cluster.database().await.unwrap();
    Beside {
        node: Node::start(&[("TWOFOLD_DATABASE", &url)]),
        tables: Tables::Postgres(sqlx::PgPool::connect_lazy(&url).unwrap()),
        switches: vec!["--database".to_owned(), url],
    }
}

#[tokio::test]
async fn a_running_server_refuses_the_sessions_that_a_command_ends_at_once() {
    let cluster = TestCluster::start().unwrap();
    for beside in [on_sqlite().await, on_postgres(&cluster).await] {
        let mut ana = Person::owner(&beside.node, "localhost:3000", ANA);
        add_device(&mut ana, "My phone");
        assert_eq!(ana.get("/security").status(), 200);
        let said = beside.says(&["end-sessions", "Ana@EXAMPLE.com"]);
        assert_eq!(
            said,
            "ended for ana@example.com: 1 session, 0 sign-ins under way, 0 trusted browsers; the member is mailed\n"
        );
        let refused = ana.get("/security");
        assert!(
            refused.status() == 302 && refused.only("location").starts_with("/sign-in"),
            "{refused:?}"
        );
        let again = beside.json(&["end-sessions", ANA]);
        let expected = json!({ "email": ANA, "sessions": 0, "sign_ins_under_way": 0, "trusted_browsers": 0 });
        assert_eq!(again, expected);
        let member = &beside.json(&["show", ANA])["member"];
        assert_eq!(
            (&member["sessions"], &member["two_factor"]["on"]),
            (&json!(0), &json!(true))
        );
        assert_eq!(ana.get("/sign-in").status(), 200);
    }
}

#[tokio::test]
async fn a_member_is_listed_and_shown_without_secrets() {
    let cluster = TestCluster::start().unwrap();
    for beside in [on_sqlite().await, on_postgres(&cluster).await] {
        let mut ana = Person::owner(&beside.node, "localhost:3000", ANA);
        let secret = add_device(&mut ana, "My phone");
        let (id, key) = ana.key("Deploy", "me");
        let list = beside.says(&["list"]);
        let lines: Vec<_> = list.lines().collect();
        assert_eq!(lines.len(), 2, "{list}");
        assert!(lines[0].starts_with("ROLE    2FA      DEV CODES SESS LAST       ACCOUNT   ADDRESS  NAME"));
        assert!(lines[1].starts_with("owner   on         1    10    1 20"), "{list}");
        assert!(lines[1].ends_with(" ana@example.com  Ana Ruiz"), "{list}");
        assert!(lines.iter().all(|line| line.len() <= 80), "{list}");
        let row = beside.json(&["list"]);
        assert_eq!(
            (&row["email"], &row["role"], &row["devices"]),
            (&json!(ANA), &json!("owner"), &json!(1))
        );
        let shown = beside.json(&["show", "ANA@example.com"]);
        assert_eq!(shown["member"], row);
        assert_eq!(shown["devices"][0]["name"], "My phone");
        assert_eq!(shown["sessions"][0]["kind"], "full");
        assert_eq!(
            (&shown["trusted_browsers"], &shown["held_back"]),
            (&json!([]), &json!([]))
        );
        assert_eq!(shown["api_keys"][0]["name"], "Deploy");
        assert_eq!(shown["api_keys"][0]["prefix"], json!(key[..12]));
        let at = shown["sessions"][0]["last_seen_at"].as_str().unwrap();
        assert!(
            at.len() == 20 && at.ends_with('Z') && at.as_bytes()[10] == b'T',
            "RFC 3339: {at}"
        );
        let text = beside.says(&["show", ANA]);
        for part in [
            "My phone",
            "two-factor      on since",
            "10 left",
            "Deploy",
            "Held back now: none",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        let printed = format!("{list}{row}{shown}{text}");
        let hidden = [
            secret,
            key.clone(),
            id,
            ana.jar.values().next().unwrap().clone(),
            "$argon2".to_owned(),
        ];
        for hidden in hidden {
            assert!(!printed.contains(&hidden), "{hidden}: {printed}");
        }
        for row in beside.tables.rows("session").await {
            let digest = row.split('|').find(|cell| cell.len() == 64).map(str::to_owned);
            assert!(digest.is_none_or(|digest| !printed.contains(&digest)));
        }
    }
}

#[tokio::test]
async fn an_unknown_address_is_said_on_standard_error() {
    let beside = on_sqlite().await;
    Person::owner(&beside.node, "localhost:3000", ANA);
    for task in ["show", "end-sessions"] {
        for address in ["nobody@example.com", "no address", "", "%", "ana@example.com\u{202e}"] {
            for switches in [&[][..], &["--json"][..]] {
                let (done, said, errors) = beside.run(&[&[task, address], switches].concat());
                assert!(!done && said.is_empty(), "{task} {address}");
                assert_eq!(errors, "twofold: no member has this address\n");
            }
        }
        let (done, said, errors) = beside.run(&[task]);
        assert!(!done && said.is_empty() && errors.contains("<EMAIL>"), "{errors}");
    }
    for (task, expected) in [
        ("unfreeze", "the account of this member is not frozen"),
        (
            "keep",
            "the account is not closed, or this member is not an owner of it",
        ),
    ] {
        let (done, said, errors) = beside.run(&[task, ANA]);
        assert!(!done && said.is_empty(), "{said}");
        assert_eq!(errors, format!("twofold: {expected}\n"));
    }
}

#[tokio::test]
async fn names_of_all_scripts_are_printed_and_nothing_controls_the_terminal() {
    let beside = on_sqlite().await;
    let mut ana = Person::owner(&beside.node, "localhost:3000", ANA);
    let emoji = "😀".repeat(64);
    for name in ["نور الهدى", &emoji] {
        ana.post("profile/rename", &[("name", name)]);
        for task in [&["list"][..], &["show", ANA]] {
            assert!(beside.says(task).contains(name), "{name}");
        }
        assert_eq!(beside.json(&["list"])["name"], name);
        assert_eq!(beside.json(&["show", ANA])["member"]["name"], name);
    }
    // No version of ours stores such texts.
    let hostile = "x\u{1b}[2J\u{9b}31m\r\u{202e}y";
    beside
        .tables
        .run(&format!("UPDATE member SET name = '{hostile}'"))
        .await;
    beside
        .tables
        .run(&format!(
            "UPDATE session SET agent = '{hostile}', address = '{hostile}'"
        ))
        .await;
    for task in [&["list"][..], &["show", ANA]] {
        for said in [beside.says(task), beside.says(&[task, &["--json"]].concat())] {
            assert!(said.contains('x') && said.contains("[2J"), "{said:?}");
            assert!(!said.chars().any(|c| c.is_control() && c != '\n'), "{said:?}");
            assert!(!said.contains('\u{202e}'), "{said:?}");
        }
    }
    assert_eq!(beside.json(&["list"])["name"], hostile);
}

#[tokio::test]
async fn a_long_list_is_printed_whole_and_stops_when_nobody_reads_on() {
    let beside = on_sqlite().await;
    Person::owner(&beside.node, "localhost:3000", ANA);
    let more = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
                INSERT INTO member (id, account_id, role, name, name_key, email, email_key, password, password_changed_at, created_at)
                SELECT printf('%032d', i), account_id, 'member', 'Ben', 'ben', i || '@example.org', i || '@example.org', 'x', 0, 0
                FROM member, n";
    beside.tables.run(more).await;
    let said = beside.says(&["list", "--json"]);
    let addresses: Vec<String> = said
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["email"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(addresses.len(), 1201);
    assert!(addresses.is_sorted() && addresses.contains(&ANA.to_owned()));
    assert_eq!(beside.says(&["list"]).lines().count(), 1202);
    let head = std::process::Command::new("sh")
        .arg("-c")
        .arg(format!("{} member list | head -n 3", env!("CARGO_BIN_EXE_twofold")))
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .current_dir(beside.node.folder())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&head.stdout).lines().count(), 3);
    assert!(head.stderr.is_empty(), "{}", String::from_utf8_lossy(&head.stderr));
}
