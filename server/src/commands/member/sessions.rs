//! `twofold member end-sessions`: ends every session of a member, beside a server that refuses them from then on.

use super::{
    super::{operator::OperatorError, terminal::printable},
    explain, line, text,
};
use domain::Service;
use serde_json::json;
use std::io::{self, Write};

pub(super) async fn end(service: &Service, email: &str, json: bool) -> Result<(), OperatorError> {
    let (member, ended) = service.operator_ends_sessions(email).await.map_err(explain)?;
    let mut out = io::stdout().lock();
    if json {
        let ended = json!({
            "email": member.email.as_str(),
            "sessions": ended.sessions,
            "sign_ins_under_way": ended.challenges,
            "trusted_browsers": ended.trusted,
        });
        line(&mut out, &ended)?;
        return Ok(());
    }
    writeln!(
        out,
        "ended for {}: {}, {}, {}; the member is mailed",
        printable(member.email.as_str()),
        text::number(ended.sessions, "session", "sessions"),
        text::number(ended.challenges, "sign-in under way", "sign-ins under way"),
        text::number(ended.trusted, "trusted browser", "trusted browsers"),
    )?;
    Ok(())
}
