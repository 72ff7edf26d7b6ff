//! Two-factor authentication.

mod switch_off;
