//! Dumb parts, one a file: they take values and signals, know no server function and no rule of the domain.
//!
//! Shells: [`SignedOutFrame`], [`SignedInFrame`] (with [`TopBar`], [`PersonMenu`], [`SideNav`]), [`PageHeading`], [`SkipLink`], [`Mark`].
//! Forms: [`Field`], [`PasscodeInput`], [`Check`], [`Username`], [`SubmitButton`], [`PasswordStrength`], [`focus_errors_of`].
//! Messages: [`Alert`], [`Chip`], [`Countdown`], [`Time`].
//! Devices and codes: [`Steps`], [`QrFigure`], [`KeyText`], [`CopyButton`], [`PrintButton`], [`LifeRing`].
//! Openings: [`Menu`], [`Disclosure`], [`ThemeSwitch`]. Drawing: [`Icon`], [`Card`].
//!
//! A part renders the same HTML on the server and in the first client render. What needs scripts appears after
//! hydration, see [`client::hydrated`].

mod alert;
mod calendar;
mod card;
mod check;
mod chip;
#[cfg(feature = "hydrate")]
pub(crate) mod client;
#[cfg(not(feature = "hydrate"))]
#[path = "client_absent.rs"]
pub(crate) mod client;
mod copy_button;
mod countdown;
mod digits;
mod disclosure;
mod field;
mod field_frame;
mod heading;
mod icon;
mod key_text;
mod life_ring;
mod menu;
mod passcode_input;
mod password_strength;
mod print_button;
mod qr_figure;
mod reveal;
mod steps;
mod submit_button;
mod time;
mod username;

pub use alert::{Alert, AlertKind, Live};
pub use calendar::{Moment, moment};
pub use card::Card;
pub use check::Check;
pub use chip::{Chip, ChipKind};
pub use client::{focus_after, focus_errors_of, focus_first_error, hydrated};
pub use copy_button::CopyButton;
pub use countdown::Countdown;
pub use digits::passcode_digits;
pub use disclosure::Disclosure;
pub use field::{Field, FieldKind};
pub use heading::{PageHeading, SkipLink};
pub use icon::{Icon, IconName};
pub use key_text::KeyText;
pub use life_ring::LifeRing;
pub use menu::Menu;
pub use passcode_input::PasscodeInput;
pub use password_strength::PasswordStrength;
pub use print_button::PrintButton;
pub use qr_figure::QrFigure;
pub use steps::Steps;
pub use submit_button::SubmitButton;
pub use time::{MadeAt, Time};
pub use username::Username;
