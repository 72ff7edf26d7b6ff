//! One test per way around the rules, by class; the numbers in the names are those of the list of attacks.

mod availability;
mod guessing;
mod leaks;
mod single_use;
mod step_skipping;
mod two_factor_stays_on;
mod web;
