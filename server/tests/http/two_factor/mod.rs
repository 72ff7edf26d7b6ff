//! Two-factor as a whole.

mod switch_off;
