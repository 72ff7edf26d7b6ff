//! Mails: which event sends which, and that none is lost.

mod events;
mod outbox;
