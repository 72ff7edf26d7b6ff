//! Waits that end, encryption, and poolers.

use crate::{PostgresStore, Waits, connect};
use domain::{
    InternalError, Store,
    activity::store::{ActivityStore, EventQuery},
    kernel::seal::Sealed,
    mail::store::OutboxStore,
    sign_in::store::{KnownQuery, SignInStore},
};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{sync::Arc, time::Duration};
use terms::EventKind;
use testing::{Database, Fixtures, Reach, SeededEntropy, T0, TestCluster, TestPooler};
use tokio::task::JoinSet;

/// As many as a node has connections.
const CONNECTIONS: usize = 9;
const LOCK: &str = "INSERT INTO canary (id, body) VALUES ('canary', '')";
const SHORT: Waits = Waits {
    pool: Duration::from_secs(9),
    idle: Duration::from_millis(300),
    lock: Duration::from_secs(3),
    statement: Duration::from_secs(4),
};

async fn url() -> String {
    match Database::postgres().await {
        Database::Postgres(url) => url,
        Database::Memory | Database::Folder(_) | Database::File(_) => unreachable!("asked for PostgreSQL"),
    }
}

/// Starts writes of the row that is locked by [`LOCK`].
fn writes(store: &PostgresStore) -> JoinSet<Result<Sealed, InternalError>> {
    let mut writes = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let store = store.clone();
        writes.spawn(async move { store.plant_canary(&Sealed(vec![7])).await });
    }
    writes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b88_a_node_that_stops_in_a_transaction_does_not_take_the_connections_of_another() {
    let url = url().await;
    let stopped = PostgresStore::connect_with(&url, SHORT).await.unwrap();
    let other = PostgresStore::connect_with(&url, SHORT).await.unwrap();
    let mut transaction = stopped.begin().await.unwrap();
    sqlx::query(LOCK).execute(&mut *transaction).await.unwrap();
    let waiting = writes(&other);
    other.take_mail(testing::T0, testing::T0, 1).await.unwrap();
    for written in waiting.join_all().await {
        assert_eq!(
            written.unwrap(),
            Sealed(vec![7]),
            "the lock of the stopped node is free"
        );
    }
    transaction.commit().await.unwrap_err();
    stopped.ping().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_that_is_held_for_too_long_is_busy_and_not_broken() {
    let url = url().await;
    let store = PostgresStore::connect_with(
        &url,
        Waits {
            lock: Duration::from_millis(200),
            ..SHORT
        },
    )
    .await
    .unwrap();
    let mut alien = PgConnection::connect(&url).await.unwrap();
    let mut transaction = alien.begin().await.unwrap();
    sqlx::query(LOCK).execute(&mut *transaction).await.unwrap();
    for written in writes(&store).join_all().await {
        let error = written.unwrap_err();
        assert!(error.busy, "{error}");
    }
    store.ping().await.unwrap();
    transaction.rollback().await.unwrap();
    store.plant_canary(&Sealed(vec![7])).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_that_takes_too_long_and_a_full_pool_are_busy() {
    let url = url().await;
    let waits = Waits {
        statement: Duration::from_millis(200),
        pool: Duration::from_millis(100),
        ..SHORT
    };
    let store = PostgresStore::connect_with(&url, waits).await.unwrap();
    let slow = sqlx::query("SELECT pg_sleep(60)")
        .execute(store.read())
        .await
        .unwrap_err();
    assert!(crate::busy(&slow), "{slow}");
    let mut held = Vec::new();
    for _ in 0..CONNECTIONS {
        held.push(store.read().acquire().await.unwrap());
    }
    let full = store.ping().await.unwrap_err();
    assert!(full.busy, "{full}");
    drop(held);
    store.ping().await.unwrap();
}

/// Whether the connections of the pool are encrypted.
async fn tls(url: &str) -> Result<bool, InternalError> {
    let store = PostgresStore::connect(url).await?;
    assert!(!store.in_clear(), "this machine");
    let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    let tls = sqlx::query_scalar::<_, bool>(sql)
        .fetch_one(store.read())
        .await
        .unwrap();
    let prepared = connect::prepare(&connect::options(url)?).await?;
    assert_eq!(prepared == connect::Transport::Tls, tls);
    Ok(tls)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_are_encrypted_where_the_server_can_and_verified_where_the_url_says_so() {
    let cluster = TestCluster::reached_by(Reach::Tls).unwrap();
    let url = cluster.database_over_tcp().await.unwrap();
    let certificate = cluster.certificate();
    let verified = format!("{url}sslmode=verify-full&sslrootcert={}", certificate.display());
    assert!(tls(&url).await.unwrap(), "without sslmode");
    assert!(tls(&format!("{url}sslmode=require")).await.unwrap());
    assert!(tls(&verified).await.unwrap());
    assert!(!tls(&format!("{url}sslmode=disable")).await.unwrap());
    let unknown_issuer = tls(&format!("{url}sslmode=verify-full")).await.unwrap_err();
    assert!(unknown_issuer.cause.contains("certificate"), "{unknown_issuer}");
    let other_name = tls(&verified.replace("localhost", "127.0.0.1")).await.unwrap_err();
    assert!(other_name.cause.contains("certificate"), "{other_name}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_tls_is_refused_where_the_url_demands_it() {
    let cluster = TestCluster::reached_by(Reach::Clear).unwrap();
    let url = cluster.database_over_tcp().await.unwrap();
    assert!(!tls(&url).await.unwrap());
    // The same server under an address that does not say where it is.
    let elsewhere = url.replace("localhost", "0.0.0.0");
    for (url, in_clear) in [(&url, false), (&elsewhere, true)] {
        assert_eq!(PostgresStore::connect(url).await.unwrap().in_clear(), in_clear, "{url}");
    }
    let refused = tls(&format!("{url}sslmode=require")).await.unwrap_err();
    assert!(refused.cause.contains("TLS"), "{refused}");
}

#[test]
fn less_durability_than_asked_for_is_refused() {
    for enough in ["on", "remote_apply"] {
        assert_eq!(connect::weaker(Some("yes"), enough), None);
    }
    for less in ["off", "local", "remote_write"] {
        let cause = connect::weaker(Some("yes"), less).unwrap();
        assert!(cause.contains(less), "{cause}");
    }
    assert!(connect::weaker(None, "on").unwrap().contains("PgBouncer"));
}

#[test]
fn only_this_machine_is_local() {
    let local = |url: &str| connect::is_local(&connect::options(url).unwrap());
    for url in [
        "localhost/x",
        "127.0.0.1/x",
        "127.8.0.1/x",
        "[::1]/x",
        "/x?host=/run/postgresql",
        "%2Frun/x",
    ] {
        assert!(local(&format!("postgres://{url}")), "{url}");
    }
    for url in [
        "db.example/x",
        "10.0.0.5/x",
        "[2001:db8::5]/x",
        "localhost.example/x",
        "localhost/x?host=db",
    ] {
        assert!(!local(&format!("postgres://{url}")), "{url}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pooler_that_drops_the_settings_is_refused_by_name() {
    let cluster = TestCluster::start().unwrap();
    for settings in [
        "",
        "ignore_startup_parameters = extra_float_digits,options",
        "ignore_startup_parameters = extra_float_digits,options\npool_mode = session",
    ] {
        let Some(pooler) = TestPooler::start(&cluster, settings).await else {
            eprintln!("NOTE: NOT CHECKED: PgBouncer is not installed; scripts/setup installs it");
            return;
        };
        let refused = PostgresStore::connect(pooler.url()).await.unwrap_err();
        assert!(
            refused.cause.contains("PgBouncer") && refused.cause.contains("5432"),
            "{refused}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_weaker_durability_in_the_url_has_no_effect() {
    let url = format!(
        "{}&options=-c%20synchronous_commit%3Doff%20-c%20lock_timeout%3D0",
        url().await
    );
    let store = PostgresStore::connect(&url).await.unwrap();
    let read = |name: &str| {
        sqlx::query_scalar::<_, String>("SELECT current_setting($1)")
            .bind(name.to_owned())
            .fetch_one(store.read())
    };
    assert_eq!(read("synchronous_commit").await.unwrap(), "on");
    assert_eq!(read("lock_timeout").await.unwrap(), "8s");
    assert_eq!(read("statement_timeout").await.unwrap(), "10s");
    assert_eq!(read("idle_in_transaction_session_timeout").await.unwrap(), "5s");
}

/// The plans of the statements that a connection has prepared, beside their texts.
async fn plans(connection: &mut PgConnection) -> Vec<(String, String)> {
    let prepared: Vec<(String, String, i32)> = sqlx::query_as(
        "SELECT name, statement, coalesce(array_length(parameter_types, 1), 0) FROM pg_prepared_statements
         WHERE statement ~ '^(SELECT|WITH|INSERT|UPDATE|DELETE)'",
    )
    .fetch_all(&mut *connection)
    .await
    .unwrap();
    let mut plans = Vec::new();
    for (name, statement, parameters) in prepared {
        let values = vec!["NULL"; usize::try_from(parameters).unwrap()].join(", ");
        let values = if values.is_empty() {
            values
        } else {
            format!("({values})")
        };
        let explain = AssertSqlSafe(format!("EXPLAIN EXECUTE {name}{values}"));
        let lines: Vec<String> = sqlx::query_scalar(explain).fetch_all(&mut *connection).await.unwrap();
        plans.push((statement, lines.join("\n")));
    }
    plans
}

/// The plans of all statements that the pool's connections have prepared; the connections end with it.
async fn plans_of_all(store: &PostgresStore) -> Vec<(String, String)> {
    // A connection goes back to the pool in a task of its own, after the answer that it gave.
    while store.pool.num_idle() < usize::try_from(store.pool.size()).unwrap() {
        tokio::task::yield_now().await;
    }
    let mut seen = Vec::new();
    while let Some(mut connection) = store.pool.try_acquire() {
        seen.extend(plans(&mut connection).await);
        connection.close().await.unwrap();
    }
    seen
}

/// A plan is kept that was made while the tables were empty, so it must be right for full ones.
#[tokio::test]
async fn a_sign_in_finds_its_rows_by_keys() {
    let store = PostgresStore::connect(&url().await).await.unwrap();
    let w = Fixtures::with_entropy(Arc::new(store.clone()), Arc::new(SeededEntropy::new(7)));
    let (member, _, device) = w.protected("ana@example.com").await;
    store
        .member_signing_in(&member.email.key(), &KnownQuery::none())
        .await
        .unwrap();
    let challenge = w.challenge(&member, T0).await;
    w.challenged(&challenge, T0).await.unwrap();
    w.signed_in_with(&member, &device, 101, T0).await;
    let seen = plans_of_all(&store).await;
    for part in [
        "WITH locked AS",
        "FROM challenge AS c",
        "FROM member AS m JOIN account AS p ON p.id = m.account_id LEFT JOIN known_browser",
    ] {
        assert!(
            seen.iter().any(|(statement, _)| statement.contains(part)),
            "{part} was not prepared"
        );
    }
    for (statement, plan) in seen {
        // Indexes of moments are for the sweep.
        let whole = ["Seq Scan", "known_browser_at", "session_expires", "challenge_expires"];
        assert!(!whole.iter().any(|scan| plan.contains(scan)), "{statement}\n{plan}");
    }
}

/// The other way, reading all events and sorting them, costs a page the time of the whole account.
#[tokio::test]
async fn a_page_of_the_activity_is_read_along_its_key() {
    let store = PostgresStore::connect(&url().await).await.unwrap();
    let w = Fixtures::with_entropy(Arc::new(store.clone()), Arc::new(SeededEntropy::new(7)));
    let member = w.member("ana@example.com").await;
    let events: Vec<_> = (0..5_000)
        .map(|n| w.event(EventKind::StepUp, &member, T0.plus(n)))
        .collect();
    store.record_events(&events).await.unwrap();
    // PostgreSQL does it by itself within a minute.
    sqlx::query("ANALYZE event").execute(store.read()).await.unwrap();
    let page = store.events(&EventQuery::all(member.account), 51).await.unwrap();
    assert_eq!(page.len(), 51);
    let mut read = plans_of_all(&store).await;
    read.retain(|(statement, _)| statement.contains("FROM event") && statement.contains("ORDER BY at DESC"));
    let [(_, plan)] = read.as_slice() else {
        panic!("one statement reads the page: {read:?}");
    };
    assert!(plan.contains("Index Scan Backward") && !plan.contains("Sort"), "{plan}");
}

/// Without such an index, whatever ends a member would read all rows of the other table.
#[tokio::test]
async fn every_foreign_key_is_the_beginning_of_an_index() {
    let store = PostgresStore::connect(&url().await).await.unwrap();
    let keys = |more: &'static str| {
        let sql = format!("SELECT conname::text FROM pg_constraint AS c WHERE contype = 'f' {more}");
        sqlx::query_scalar::<_, String>(AssertSqlSafe(sql)).fetch_all(store.read())
    };
    assert!(keys("").await.unwrap().len() > 5);
    let without =
        keys("AND NOT EXISTS (SELECT 1 FROM pg_index WHERE indrelid = c.conrelid AND indkey[0] = c.conkey[1])");
    assert_eq!(without.await.unwrap(), Vec::<String>::new());
}
