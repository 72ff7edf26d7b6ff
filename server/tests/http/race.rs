//! Concurrent requests.

use crate::browser::{Browser, Reply};
use std::sync::Arc;
use tokio::sync::Barrier;

/// A call: endpoint and fields.
pub(crate) type Call = (&'static str, Vec<(&'static str, String)>);

/// Sends the calls of all browsers at the same moment.
pub(crate) async fn together(calls: Vec<(Browser, Call)>) -> Vec<(Browser, Reply)> {
    let gate = Arc::new(Barrier::new(calls.len()));
    let tasks: Vec<_> = calls
        .into_iter()
        .map(|(mut browser, (endpoint, fields))| {
            let gate = gate.clone();
            tokio::spawn(async move {
                let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                gate.wait().await;
                let reply = browser.post(endpoint, &fields).await;
                (browser, reply)
            })
        })
        .collect();
    let mut replies = Vec::with_capacity(tasks.len());
    for task in tasks {
        replies.push(task.await.unwrap());
    }
    replies
}

/// Returns how many calls succeeded.
pub(crate) fn successes(replies: &[(Browser, Reply)]) -> usize {
    replies.iter().filter(|(_, reply)| reply.status.is_success()).count()
}
