//! B65–B73: the web around it.

mod redirects;
mod scripts;
mod sign_up;
