//! One test per bypass class of SECURITY.md; the numbers in the names are those of the classes.

mod availability;
mod guessing;
mod jobs;
mod kept_out;
mod leaks;
mod nodes;
mod single_use;
mod step_skipping;
mod two_factor_stays_on;
mod web;
