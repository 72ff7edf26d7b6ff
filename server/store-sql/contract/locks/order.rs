//! The order of locks, as PostgreSQL's log shows it.

use std::collections::HashMap;

/// The tables in the order in which their rows are locked. Tables in one group have no order among themselves, because
/// no transaction waits for their rows, or because they are locked by name.
const ORDER: [&[&str]; 10] = [
    &["account"],
    &["member"],
    &["counter", "try_window"],
    &["email_change"],
    &[
        "device",
        "recovery_code",
        "reveal",
        "key_labels",
        "api_key",
        "machine_device",
        "approval",
        "enrolment",
        "factor_reset",
    ],
    &["challenge"],
    &[
        "session",
        "trusted_browser",
        "known_browser",
        "access_token",
        "mailbox_code",
        "oidc_client",
        "oidc_client_member",
    ],
    &["mail_window", "outbox"],
    &["renewal"],
    &["event_day"],
];

/// Returns the transactions in this log that touch a table after a later one in the order, each with its tables.
pub(super) fn out_of_order(log: &str) -> Vec<String> {
    let mut transactions: HashMap<&str, Vec<&str>> = HashMap::new();
    for line in log.lines() {
        if let Some((transaction, statement)) = line.split_once('=')
            && let Some(table) = written_table(statement)
        {
            let touched = transactions.entry(transaction).or_default();
            if !touched.contains(&table) {
                touched.push(table);
            }
        }
    }
    let place = |table: &&str| ORDER.iter().position(|tables| tables.contains(table));
    let in_order = |tables: &Vec<&str>| tables.iter().filter_map(place).is_sorted();
    let broken = transactions.into_values().filter(|tables| !in_order(tables));
    broken.map(|tables| tables.join(", ")).collect()
}

/// Returns the table that a logged statement writes to.
fn written_table(statement: &str) -> Option<&str> {
    let (_, sql) = statement.split_once("execute ")?;
    let (_, sql) = sql.split_once(": ")?;
    let rest = ["INSERT INTO ", "UPDATE ", "DELETE FROM "]
        .iter()
        .find_map(|verb| sql.strip_prefix(verb))?;
    rest.split_whitespace().next()
}
