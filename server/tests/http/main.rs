//! Tests of the whole server over HTTP. Files mirror the URLs; `attacks` has one test per bypass class (B01–B88 in
//! server/docs/SECURITY.md).
//!
//! Each test builds the server on a real store, with a clock that stands still and mails that are caught. Beside each
//! refusal there is a legitimate request that succeeds, and after it whatever the attacker holds must give no access.
//! `TEST_DATABASE=postgres` runs the tests on PostgreSQL, `TEST_SCALE` multiplies the rounds of races.
#![cfg(test)]

mod browser;
mod password_reset;
mod people;
mod race;
mod test_app;

mod activity;
mod api;
mod api_keys;
mod attacks;
mod closing;
mod connections;
mod data;
mod devices;
mod email_change;
mod forward_auth;
mod freeze;
mod hashers;
mod hashing;
mod headers;
mod health;
mod home;
mod language;
mod live;
mod mail;
mod oidc;
mod operator;
mod pages;
mod places;
mod policy;
mod recovery_codes;
mod registration;
mod routes;
mod routes_table;
mod served;
mod sessions;
mod sign_in;
mod step_up;
mod team;
mod two_factor;
