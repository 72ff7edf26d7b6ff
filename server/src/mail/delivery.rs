//! Why a mail was not delivered, and what becomes of it.

use std::fmt;

/// What becomes of a mail that was not delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is refused for good, and would be again.
    Refused,
    /// It may be taken later. Other mails may be taken now.
    Later,
    /// No mail is taken at the moment, which is not this mail's fault.
    Unavailable,
}

/// Why a mail was not delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryError {
    fate: Fate,
    fault: String,
    words: String,
}

impl DeliveryError {
    /// Creates an error. The log shows `fault`, so it must not quote anything of the mail.
    pub fn new(fate: Fate, fault: impl Into<String>) -> Self {
        let (fault, words) = (fault.into(), String::new());
        Self { fate, fault, words }
    }

    /// Adds what the mail server said, which may quote the mail with its link and is therefore not logged.
    pub fn with_words(mut self, words: &str) -> Self {
        let printable = |c: char| if c.is_control() { ' ' } else { c };
        self.words = words.chars().map(printable).collect::<String>().trim().to_owned();
        self
    }

    /// Returns what becomes of the mail.
    pub const fn fate(&self) -> Fate {
        self.fate
    }

    /// Returns the error with the words of the mail server, for the operator who sent a test mail.
    pub fn in_full(&self) -> String {
        match self.words.is_empty() {
            true => self.fault.clone(),
            false => format!("{} ({})", self.fault, self.words),
        }
    }
}

impl fmt::Display for DeliveryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fault)
    }
}

impl std::error::Error for DeliveryError {}
