//! Passcodes: what people type, and whether it fits (RFC 6238 with SHA-1, 6 digits, 30 s).

use crate::{Timestamp, kernel::ports::Entropy};
use subtle::ConstantTimeEq;
use terms::{ClockHint, Field, Problem, Rejection};
use totp_rs::{Algorithm, Builder, Totp};
use zeroize::Zeroizing;

/// Bytes of a device's secret: 160 bits, as RFC 4226 section 4 recommends.
pub const SECRET_BYTES: usize = 20;
/// A code's life, in seconds.
pub const PERIOD: i64 = 30;
/// Digits of a code.
const DIGITS: u8 = 6;
/// Steps that are accepted on either side of the present one.
const SKEW: i64 = 1;
/// How far a wrong code is looked for to say something helpful about the clock, in steps.
const HINT_STEPS: i64 = 120;

/// A device's secret. It leaves memory only sealed, or as the QR code of the session that made it.
pub struct SharedSecret(Zeroizing<[u8; SECRET_BYTES]>);

/// Six ASCII digits as text, after everything people add to them was dropped.
pub struct Passcode(Zeroizing<[u8; DIGITS as usize]>);

/// A confirmed device in the clear, as long as one check takes.
pub struct Opened<D> {
    /// Which device.
    pub device: D,
    /// Its secret.
    pub secret: SharedSecret,
    /// The last step that was accepted.
    pub last_step: i64,
}

impl SharedSecret {
    /// A new random secret.
    pub fn random(entropy: &dyn Entropy) -> Self {
        let mut bytes = Zeroizing::new([0; SECRET_BYTES]);
        entropy.fill(bytes.as_mut_slice());
        Self(bytes)
    }

    /// Takes the bytes that were sealed; `None` unless there are twenty.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(Zeroizing::new(bytes.try_into().ok()?)))
    }

    /// The bytes, for sealing and for the key URI.
    pub fn expose_secret(&self) -> &[u8; SECRET_BYTES] {
        &self.0
    }

    fn totp(&self) -> Totp {
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(DIGITS)
            .with_skew(0)
            .with_step_duration(PERIOD.unsigned_abs())
            .with_secret(self.0.to_vec())
            .build_noncompliant()
    }
}

impl std::fmt::Debug for SharedSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SharedSecret(redacted)")
    }
}

impl Passcode {
    /// Takes what a person typed: spaces and dashes are dropped, digits of other scripts count, zeros matter.
    pub fn parse(typed: &str) -> Result<Self, Rejection> {
        let invalid = |problem| Err(Rejection::Invalid(Field::Passcode, problem));
        if typed.len() > 256 {
            return invalid(Problem::TooLong);
        }
        let mut digits = Zeroizing::new(Vec::with_capacity(typed.len()));
        for c in typed
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}'))
        {
            match digit(c) {
                Some(value) => digits.push(b'0' + value),
                None => return invalid(Problem::Malformed),
            }
        }
        match <[u8; DIGITS as usize]>::try_from(digits.as_slice()) {
            Ok(digits) => Ok(Self(Zeroizing::new(digits))),
            Err(_) if digits.is_empty() => invalid(Problem::Missing),
            Err(_) if digits.len() < usize::from(DIGITS) => invalid(Problem::TooShort),
            Err(_) => invalid(Problem::TooLong),
        }
    }
}

impl std::fmt::Debug for Passcode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passcode(redacted)")
    }
}

/// The time step of a moment: RFC 6238's `T` with `T0` = 0.
pub const fn step_at(now: Timestamp) -> i64 {
    now.0.div_euclid(PERIOD)
}

/// The device and step this code belongs to, if its step is within one of the present one and later than the device's
/// last. Every candidate is computed before the first comparison, and each is compared in constant time.
pub fn matching<D: Clone>(devices: &[Opened<D>], code: &Passcode, now: Timestamp) -> Option<(D, i64)> {
    let present = step_at(now);
    let candidates: Vec<_> = devices
        .iter()
        .flat_map(|opened| {
            let totp = opened.secret.totp();
            (present - SKEW..=present + SKEW).map(move |step| (opened, step, code_at(&totp, step)))
        })
        .collect();
    candidates.iter().fold(None, |found, (opened, step, candidate)| {
        let fits = bool::from(candidate.as_slice().ct_eq(code.0.as_slice()));
        let later = *step > opened.last_step;
        found.or((fits & later).then(|| (opened.device.clone(), *step)))
    })
}

/// What a code that did not match says about the phone's clock. Codes of the future are looked at only where
/// `ahead` allows it: at sign-in they would tell a thief of codes that theirs will be right soon.
pub fn clock_hint<D>(devices: &[Opened<D>], code: &Passcode, now: Timestamp, ahead: bool) -> Option<ClockHint> {
    let present = step_at(now);
    let last = if ahead { HINT_STEPS } else { -SKEW - 1 };
    let mut hint = None;
    for opened in devices {
        let totp = opened.secret.totp();
        for offset in (-HINT_STEPS..=last).filter(|offset| offset.abs() > SKEW) {
            let fits = bool::from(code_at(&totp, present + offset).as_slice().ct_eq(code.0.as_slice()));
            if fits && present + offset > opened.last_step {
                let minutes = u32::try_from((offset.abs() * PERIOD + 30) / 60).unwrap_or(1).max(1);
                hint = hint.or(Some(ClockHint {
                    minutes,
                    slow: offset < 0,
                }));
            }
        }
    }
    hint
}

fn code_at(totp: &Totp, step: i64) -> Zeroizing<[u8; DIGITS as usize]> {
    let time = u64::try_from(step.saturating_mul(PERIOD)).unwrap_or(0);
    let text = Zeroizing::new(totp.generate(time).to_string());
    Zeroizing::new(text.as_bytes().try_into().unwrap_or([0; DIGITS as usize]))
}

/// The value of a decimal digit in any script that has a contiguous block of ten (Unicode general category Nd).
fn digit(c: char) -> Option<u8> {
    const ZEROS: [u32; 37] = [
        0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
        0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620,
        0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
    ];
    let code = u32::from(c);
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code))?;
    u8::try_from(code - zero).ok()
}
