//! B45–B57: guessing is bounded.

mod codes;
mod passwords;
mod races;
