//! `twofold member show`: a member with everything that the operator may see.

use super::{super::operator::OperatorError, explain, line, text};
use crate::person;
use domain::Service;
use std::io::{self, Write};

pub(super) async fn print(service: &Service, email: &str, json: bool) -> Result<(), OperatorError> {
    let person = service.person(email).await.map_err(explain)?;
    let mut out = io::stdout().lock();
    match json {
        true => line(&mut out, &person::person(&person))?,
        false => write!(out, "{}", text::person(&person))?,
    }
    Ok(())
}
