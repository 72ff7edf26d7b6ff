//! Mails: which event sends which, and that none is lost.

mod cap;
mod events;
mod outbox;
mod smtp;
