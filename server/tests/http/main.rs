//! The running server over HTTP: every route, and one test per way around it (security.md's numbers are in the names).
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

mod bodies;
mod bypass;
mod counting;
mod cross_site;
mod devices;
mod factors;
mod guessing;
mod headers;
mod joining;
mod once;
mod passwords;
mod races;
mod recovery;
mod redirects;
mod renders;
mod routes;
mod routes_table;
mod scripts;
mod secrets;
mod sessions;
mod slow;
mod steps;
mod wire;
