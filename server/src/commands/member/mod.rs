//! `twofold member`: what the operator sees of members, and does for those without an owner or admin to ask.

mod keep;
mod list;
mod reset;
mod sessions;
mod show;
mod text;
mod unfreeze;

use super::{
    operator::{self, OperatorError},
    terminal::printable_json,
};
use crate::config::{MemberTask, Settings};
use serde::Serialize;
use std::io::{self, Write};

/// Does what is asked. It may run beside a server.
pub(super) fn run(settings: &Settings, task: &MemberTask) -> Result<(), OperatorError> {
    operator::run(settings, async |service| match task {
        MemberTask::List { json } => list::print(&service, *json).await,
        MemberTask::Show { email, json } => show::print(&service, email, *json).await,
        MemberTask::EndSessions { email, json } => sessions::end(&service, email, *json).await,
        MemberTask::Keep { email } => keep::print(&service, email).await,
        MemberTask::Unfreeze { email } => unfreeze::print(&service, email).await,
        MemberTask::Reset2fa { email, stop: true, .. } => reset::stop(&service, email).await,
        MemberTask::Reset2fa { email, reason, .. } => reset::reset(&service, email, reason).await,
    })
}

/// Writes one line of JSON.
fn line(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    writeln!(out, "{}", printable_json(&serde_json::to_string(value)?))
}

fn explain(error: domain::Error) -> OperatorError {
    match error {
        domain::Error::Internal(error) => error.into(),
        domain::Error::Rejected(_) => OperatorError::Refused("no member has this address"),
    }
}

#[cfg(test)]
mod tests;
