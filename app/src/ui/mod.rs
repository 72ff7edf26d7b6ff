//! Presentational components that at least two pages use: they take values and signals, and depend neither on server
//! functions nor on the domain.
//!
//! Forms: [`Field`], [`PasscodeInput`], [`Username`], [`SubmitButton`], [`PasswordStrength`], [`focus_errors_of`];
//! of served pages also `Choice`, `CopyLine`, `Day` and `Lines`.
//! Messages: [`Alert`], [`Chip`], [`Countdown`], [`Time`], [`TimeIn`]. Help: [`Disclosure`]. Other: [`Icon`],
//! [`Card`]. Headings and steps: [`PageHeading`], [`SkipLink`], [`Steps`]. Codes: [`CopyButton`].
//!
//! A component renders the same HTML on the server and in the first client render. Controls that need scripts appear
//! after hydration, see [`client::hydrated`].

mod alert;
mod card;
mod chip;
#[cfg(feature = "ssr")]
mod choice;
pub(crate) mod client;
mod copy_button;
#[cfg(feature = "ssr")]
mod copy_line;
mod countdown;
#[cfg(feature = "ssr")]
mod day;
mod digits;
mod disclosure;
mod field;
mod field_frame;
mod heading;
mod icon;
mod life_ring;
#[cfg(feature = "ssr")]
mod lines;
mod passcode_input;
mod password_strength;
mod shown;
mod steps;
mod submit_button;
mod time;
mod username;

pub(crate) use alert::{Alert, AlertKind, Live};
pub(crate) use card::Card;
pub(crate) use chip::{Chip, ChipKind};
#[cfg(feature = "ssr")]
pub(crate) use choice::Choice;
pub(crate) use client::{focus_after, focus_errors_of, hydrated};
pub(crate) use copy_button::CopyButton;
#[cfg(feature = "ssr")]
pub(crate) use copy_line::CopyLine;
pub(crate) use countdown::Countdown;
#[cfg(feature = "ssr")]
pub(crate) use day::Day;
pub(crate) use disclosure::Disclosure;
pub(crate) use field::{Field, FieldKind};
pub(crate) use heading::{PageHeading, SkipLink};
pub(crate) use icon::Icon;
pub use icon::IconName;
use life_ring::LifeRing;
#[cfg(feature = "ssr")]
pub(crate) use lines::Lines;
pub(crate) use passcode_input::PasscodeInput;
pub(crate) use password_strength::PasswordStrength;
pub(crate) use shown::Shown;
pub(crate) use steps::Steps;
pub(crate) use submit_button::SubmitButton;
#[cfg(feature = "ssr")]
pub(crate) use time::Time;
pub(crate) use time::{MadeAt, TimeIn};
pub(crate) use username::Username;
