//! The running server over HTTP: files mirror the URLs, `attacks` holds one test per way around the rules (the list
//! B01–B88 is in SECURITY.md).
//!
//! Each test builds the whole server over a real store, with a clock that stands still and mails that are caught. A
//! refusal stands next to an honest path that succeeds, and after it whatever the attacker holds must open nothing.
//! `TEST_DATABASE=postgres` runs all of it on PostgreSQL, `TEST_SCALE` multiplies the rounds of the races.
#![cfg(test)]

mod browser;
mod people;
mod race;
mod tables;
mod world;

mod attacks;
mod connections;
mod devices;
mod headers;
mod home;
mod language;
mod pages;
mod recovery_codes;
mod registration;
mod routes;
mod routes_table;
mod sessions;
mod sign_in;
mod step_up;
mod two_factor;
