//! Mails: what they are about, and the outbox they wait in.

pub mod mail;
mod outbox;
