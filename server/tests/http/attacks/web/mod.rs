//! B65–B73: redirects, injection and registration.

mod redirects;
mod scripts;
mod sign_up;
