//! What went wrong with a mail server, at which step, and what that means for the mail.

use crate::{
    config::SmtpServer,
    mail::{DeliveryError, Fate},
};
use lettre::transport::smtp::Error;
use std::{error::Error as _, fmt};

/// A step of a delivery.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Connect,
    StartTls,
    Login,
    Sender,
    Recipient,
    Data,
    Content,
    Reset,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "connecting",
            Self::StartTls => "STARTTLS",
            Self::Login => "authentication",
            Self::Sender => "the sender",
            Self::Recipient => "the recipient",
            Self::Data => "DATA",
            Self::Content => "the content",
            Self::Reset => "a command",
        })
    }
}

/// What went wrong.
pub(super) enum Fault {
    /// No answer in time.
    Slow(Step),
    /// An answer that does not belong to the command.
    OutOfStep(Step),
    /// The server does not take addresses in these characters.
    Utf8Address,
    /// The library's error: a refusal, or a fault of the connection.
    Smtp(Step, Error),
}

impl Fault {
    /// Returns a function that adds the step to an error.
    pub(super) fn at(step: Step) -> impl Fn(Error) -> Self {
        move |error| Self::Smtp(step, error)
    }

    /// Whether the connection can take the next mail: the server answered the last command.
    pub(super) fn in_step(&self) -> bool {
        match self {
            Self::Slow(_) | Self::OutOfStep(_) => false,
            Self::Utf8Address => true,
            Self::Smtp(_, error) => error.status().is_some() && !closing(error),
        }
    }

    /// Whether the connection failed before the content was on its way, so that another try makes no copy.
    pub(super) fn before_content(&self) -> bool {
        match self {
            Self::Slow(_) | Self::OutOfStep(_) | Self::Utf8Address => false,
            Self::Smtp(step, error) => *step != Step::Content && (error.status().is_none() || closing(error)),
        }
    }

    /// What becomes of the mail. Only an answer to this recipient or this content is about the mail. Refusals for reasons
    /// of policy are not final there: a missing password or a forgotten DNS entry would end every mail.
    fn fate(&self) -> Fate {
        let (step, error) = match self {
            Self::Slow(_) | Self::OutOfStep(_) => return Fate::Unavailable,
            Self::Utf8Address => return Fate::Refused,
            Self::Smtp(step, error) => (*step, error),
        };
        match step {
            Step::Recipient | Step::Content if closing(error) => Fate::Unavailable,
            Step::Recipient if error.is_permanent() && about_us(error) => Fate::Later,
            Step::Recipient | Step::Content if error.is_permanent() => Fate::Refused,
            Step::Recipient | Step::Content if error.is_transient() => Fate::Later,
            _ => Fate::Unavailable,
        }
    }

    /// Explains it to the operator.
    pub(super) fn explain(&self, server: &SmtpServer) -> DeliveryError {
        let fault = match self {
            Self::Slow(step) => format!("{server} did not answer in time ({step})"),
            Self::OutOfStep(step) => format!("{server} gave an answer that does not belong to {step}"),
            Self::Utf8Address => format!("{server} takes no addresses that are not ASCII (SMTPUTF8)"),
            Self::Smtp(step, error) => match error.status() {
                // The words of the server may quote the mail.
                Some(_) => format!("{server} refused {step}: {}", code(error)),
                None if *step == Step::Content => {
                    format!("the connection to {server} broke after the content was sent")
                }
                None => format!("{server} cannot be used ({step}): {}", said(error)),
            },
        };
        DeliveryError::new(self.fate(), fault).with_words(&self.words())
    }

    fn words(&self) -> String {
        match self {
            Self::Smtp(_, error) if error.status().is_some() => said(error),
            _ => String::new(),
        }
    }
}

/// What the server said after the code, or what the system said about the connection.
fn said(error: &Error) -> String {
    error.source().map(ToString::to_string).unwrap_or_default()
}

/// The code and, if the server sends one, the enhanced code: `550 5.1.1`.
fn code(error: &Error) -> String {
    let code = error.status().map(|code| code.to_string()).unwrap_or_default();
    match enhanced(&said(error)) {
        Some(enhanced) => format!("{code} {enhanced}"),
        None => code,
    }
}

/// The enhanced status code (RFC 3463) at the beginning of an answer.
fn enhanced(said: &str) -> Option<&str> {
    let first = said.split_whitespace().next()?;
    let parts: Vec<_> = first.split('.').collect();
    let number = |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    (parts.len() == 3 && parts.iter().all(number)).then_some(first)
}

/// Whether the server is about to close the connection (421).
fn closing(error: &Error) -> bool {
    error.status().is_some_and(|code| code.to_string() == "421")
}

/// Whether a recipient is refused because of who we are: not authenticated, or not allowed to send (5.7).
fn about_us(error: &Error) -> bool {
    let code = error.status().map(|code| code.to_string()).unwrap_or_default();
    let said = said(error);
    match enhanced(&said) {
        Some(enhanced) => enhanced.starts_with("5.7.") || enhanced.starts_with("5.5."),
        None => matches!(code.as_str(), "500" | "501" | "502" | "503" | "530" | "535" | "538"),
    }
}
