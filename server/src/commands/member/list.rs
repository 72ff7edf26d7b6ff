//! `twofold member list`: every member, page by page, so that no more than one page is in memory.

use super::{
    super::{operator::OperatorError, terminal::printable},
    explain, line,
};
use crate::person;
use domain::{Service, Timestamp, operator::Overview};
use std::io::{self, BufWriter, ErrorKind, Write};

pub(super) async fn print(service: &Service, json: bool) -> Result<(), OperatorError> {
    let mut out = BufWriter::new(io::stdout().lock());
    let printed = write(service, &mut out, json).await;
    match printed.and_then(|()| Ok(out.flush()?)) {
        // The reader has closed the pipe, as `head` does.
        Err(OperatorError::Output(error)) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

async fn write(service: &Service, out: &mut impl Write, json: bool) -> Result<(), OperatorError> {
    if !json {
        writeln!(out, "{HEAD}")?;
    }
    let mut after: Option<String> = None;
    loop {
        let now = service.now();
        let page = service.overviews(after.as_deref()).await.map_err(explain)?;
        for member in &page.members {
            match json {
                true => line(out, &person::member(member, now))?,
                false => writeln!(out, "{}", row(member, now))?,
            }
        }
        match page.last {
            Some(last) => after = Some(last),
            None => return Ok(()),
        }
    }
}

const HEAD: &str = "ROLE    2FA      DEV CODES SESS LAST       ACCOUNT   ADDRESS  NAME";

/// A row of the table. Its columns of one width come first, so that no address and no name, however wide the terminal draws
/// it, moves another column.
fn row(of: &Overview, now: Timestamp) -> String {
    let member = &of.member;
    let factor = match (member.two_factor_since, member.two_factor_due()) {
        (Some(_), _) => "on",
        (None, None) => "off",
        (None, Some(due)) if due <= now => "overdue",
        (None, Some(_)) => "due",
    };
    let day = |at| person::time(at).chars().take(10).collect();
    let last: String = of.last_sign_in.map_or_else(|| "never".to_owned(), day);
    let account: String = member.account.as_str().chars().take(8).collect();
    let devices = of.devices.saturating_add(of.colleagues);
    format!(
        "{:<7} {factor:<8} {devices:>3} {:>5} {:>4} {last:<10} {account:<9} {}  {}",
        member.role.as_str(),
        of.codes_left,
        of.sessions,
        printable(member.email.as_str()),
        printable(&member.name),
    )
}
