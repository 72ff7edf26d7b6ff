//! Tests of the program `twofold` as an operator starts it: environment, files, several nodes, proxies.
#![cfg(test)]

mod app;
mod application;
mod crash;
mod files;
mod forward_auth;
mod front;
mod mail;
mod member;
mod node;
mod nodes;
mod openid;
mod person;
mod places;
mod proxies;
mod resource;
mod variables;
