//! Passcodes: parsing and checking (RFC 6238).

use crate::{
    Timestamp,
    devices::device::Validity,
    kernel::{id::DeviceId, ports::Entropy},
};
use std::cmp::Ordering;
use subtle::ConstantTimeEq;
use terms::{
    ClockHint, Field, Problem, Rejection,
    limits::{PASSCODE_DIGITS, PASSCODE_PERIOD},
    typed,
};
use totp_rs::{Builder, Totp};
use zeroize::Zeroizing;

/// Length of a new device's secret, in bytes: 160 bits, as RFC 4226 section 4 recommends.
const SECRET_BYTES: usize = 20;
/// Minimum length of a secret, in bytes: 128 bits (RFC 4226 section 4, R6).
const SECRET_BYTES_MIN: usize = 16;
/// Maximum length of a secret, in bytes: the block size of SHA-1 and SHA-256.
const SECRET_BYTES_MAX: usize = 64;
/// Time steps that are accepted before and after the current one.
const SKEW: i64 = 1;
/// How many time steps are searched for a wrong code, to give a hint about the clock.
const HINT_STEPS: i64 = 120;

/// The secret of a device. It leaves memory only sealed, or as the QR code in the session that added the device.
pub struct SharedSecret(Zeroizing<Vec<u8>>);

/// A passcode as ASCII digits, without the separators that people type.
pub struct Passcode(Zeroizing<Vec<u8>>);

/// The hash function of the HMAC (RFC 6238 section 1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// HMAC-SHA-1, the default. Many apps ignore any other.
    Sha1,
    /// HMAC-SHA-256.
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
}

/// Algorithm and digits of a device's passcodes. The time step is always 30 seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TotpParameters {
    /// The hash function.
    pub algorithm: Algorithm,
    /// Number of digits, 6 to 8.
    pub digits: u8,
}

/// A device with its secret in plain text, for the duration of one check.
pub struct OpenDevice {
    /// The device's id.
    pub device: DeviceId,
    /// The secret.
    pub secret: SharedSecret,
    /// Algorithm and digits of the passcodes.
    pub parameters: TotpParameters,
    /// The last accepted time step.
    pub last_step: i64,
    /// What its passcodes are good for.
    pub validity: Validity,
}

impl Algorithm {
    /// Returns the text used in the database and in key URIs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
        }
    }

    /// All algorithms.
    pub const ALL: [Self; 3] = [Self::Sha1, Self::Sha256, Self::Sha512];

    /// Parses the text used in the database.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == text)
    }

    const fn of_library(self) -> totp_rs::Algorithm {
        match self {
            Self::Sha1 => totp_rs::Algorithm::SHA1,
            Self::Sha256 => totp_rs::Algorithm::SHA256,
            Self::Sha512 => totp_rs::Algorithm::SHA512,
        }
    }
}

impl TotpParameters {
    /// The parameters that every authenticator app supports.
    pub const PERSONAL: Self = Self {
        algorithm: Algorithm::Sha1,
        digits: PASSCODE_DIGITS,
    };
}

impl SharedSecret {
    /// Creates a random secret for a personal device.
    pub fn random(entropy: &dyn Entropy) -> Self {
        Self::random_for(Algorithm::Sha1, entropy)
    }

    /// Creates a random secret as long as the algorithm's hash (RFC 2104 section 3).
    pub fn random_for(algorithm: Algorithm, entropy: &dyn Entropy) -> Self {
        let length = match algorithm {
            Algorithm::Sha1 => SECRET_BYTES,
            Algorithm::Sha256 => 32,
            Algorithm::Sha512 => 64,
        };
        let mut bytes = Zeroizing::new(vec![0; length]);
        entropy.fill(bytes.as_mut_slice());
        Self(bytes)
    }

    /// Creates a secret from unsealed bytes; `None` unless there are 16 to 64 of them.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let fits = (SECRET_BYTES_MIN..=SECRET_BYTES_MAX).contains(&bytes.len());
        fits.then(|| Self(Zeroizing::new(bytes.to_vec())))
    }

    /// Returns the bytes.
    pub fn expose_secret(&self) -> &[u8] {
        &self.0
    }

    fn totp(&self, parameters: TotpParameters) -> Totp {
        Builder::new()
            .with_algorithm(parameters.algorithm.of_library())
            .with_digits(parameters.digits)
            .with_skew(0)
            .with_step_duration(PASSCODE_PERIOD.unsigned_abs())
            .with_secret(self.0.to_vec())
            .build_noncompliant()
    }
}

terms::redacted!(SharedSecret);

impl Passcode {
    fn fits(&self, candidate: &str) -> bool {
        candidate.as_bytes().ct_eq(&self.0).into()
    }

    /// Parses what a person typed. What is neither a letter nor a digit is ignored, digits of all scripts are accepted,
    /// leading zeros are significant.
    pub fn parse(typed: &str) -> Result<Self, Rejection> {
        Self::parse_of(typed, PASSCODE_DIGITS)
    }

    /// Parses a passcode with this number of digits.
    pub fn parse_of(typed: &str, expected: u8) -> Result<Self, Rejection> {
        let invalid = |problem| Err(Rejection::Invalid(Field::Passcode, problem));
        if typed.len() > 256 {
            return invalid(Problem::TooLong);
        }
        if typed::looks_like_recovery_code(typed) {
            return invalid(Problem::RecoveryCode);
        }
        let mut digits = Zeroizing::new(Vec::with_capacity(typed.len()));
        for c in typed.chars().filter(|c| !typed::is_separator(*c)) {
            match typed::digit(c) {
                Some(value) => digits.push(b'0' + value),
                None => return invalid(Problem::Malformed),
            }
        }
        match digits.len().cmp(&usize::from(expected)) {
            Ordering::Equal => Ok(Self(digits)),
            Ordering::Less if digits.is_empty() => invalid(Problem::Missing),
            Ordering::Less => invalid(Problem::TooShort),
            Ordering::Greater => invalid(Problem::TooLong),
        }
    }
}

terms::redacted!(Passcode);

/// Returns the time step of a moment (RFC 6238 `T` with `T0` = 0).
pub const fn step_at(now: Timestamp) -> i64 {
    now.0.div_euclid(PASSCODE_PERIOD)
}

/// Returns the device and time step of this passcode, if the step is at most one away from the current one and later
/// than the device's last one. All candidates are computed before the first comparison, and each comparison takes
/// constant time.
pub fn matching(devices: &[OpenDevice], code: &Passcode, now: Timestamp) -> Option<(DeviceId, i64)> {
    let present = step_at(now);
    let candidates: Vec<_> = devices
        .iter()
        .flat_map(|open| {
            let totp = open.secret.totp(open.parameters);
            (present - SKEW..=present + SKEW).map(move |step| (open, step, code_at(&totp, step)))
        })
        .collect();
    candidates.iter().fold(None, |found, (open, step, candidate)| {
        let later = *step > open.last_step;
        found.or((code.fits(candidate) & later).then(|| (open.device.clone(), *step)))
    })
}

/// Whether this passcode is right at `now`, but comes before one that was accepted while the clock was ahead. It is not a
/// guess then, although it must not be accepted. A repeated passcode is no such case.
pub fn is_before_used(devices: &[OpenDevice], code: &Passcode, now: Timestamp) -> bool {
    let present = step_at(now);
    fits_near(devices, code, present, |open, _| open.last_step > present + SKEW)
}

/// Whether this passcode is right at `now`, but its time step, or a later one, was accepted before.
pub fn is_used(devices: &[OpenDevice], code: &Passcode, now: Timestamp) -> bool {
    fits_near(devices, code, step_at(now), |open, step| step <= open.last_step)
}

/// Whether this passcode is that of a device at a step near `present` of which `counts` is true. The same steps are computed
/// whatever was typed and used.
fn fits_near(devices: &[OpenDevice], code: &Passcode, present: i64, counts: impl Fn(&OpenDevice, i64) -> bool) -> bool {
    devices.iter().fold(false, |found, open| {
        let totp = open.secret.totp(open.parameters);
        let steps = present - SKEW..=present + SKEW;
        steps.fold(found, |found, step| {
            found | (code.fits(&code_at(&totp, step)) & counts(open, step))
        })
    })
}

/// Returns what a passcode that did not match says about the phone's clock. Future steps are searched only if `ahead`
/// is set: at sign-in the hint would tell the thief of a code that it is about to become valid. The same steps are computed
/// whatever was typed; a step that was used, or lies before one, gives no hint.
pub fn clock_hint(devices: &[OpenDevice], code: &Passcode, now: Timestamp, ahead: bool) -> Option<ClockHint> {
    let present = step_at(now);
    let last = if ahead { HINT_STEPS } else { -SKEW - 1 };
    let mut hint = None;
    for open in devices {
        let totp = open.secret.totp(open.parameters);
        for offset in (-HINT_STEPS..=last).filter(|offset| offset.abs() > SKEW) {
            if code.fits(&code_at(&totp, present + offset)) & (present + offset > open.last_step) {
                let minutes = u32::try_from((offset.abs() * PASSCODE_PERIOD + 30) / 60).unwrap_or(1);
                hint = hint.or(Some(ClockHint {
                    minutes: minutes.max(1),
                    slow: offset < 0,
                }));
            }
        }
    }
    hint
}

fn code_at(totp: &Totp, step: i64) -> Zeroizing<String> {
    let time = u64::try_from(step.saturating_mul(PASSCODE_PERIOD)).unwrap_or(0);
    Zeroizing::new(totp.generate(time).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238 appendix B: 8 digits, each algorithm with a secret of its hash's length.
    #[test]
    fn parameters_travel_with_the_device() {
        let seed = |bytes: usize| b"1234567890".repeat(7)[..bytes].to_vec();
        for (algorithm, bytes, time, expected) in [
            (Algorithm::Sha1, 20, 59, "94287082"),
            (Algorithm::Sha256, 32, 59, "46119246"),
            (Algorithm::Sha512, 64, 59, "90693936"),
            (Algorithm::Sha256, 32, 1_111_111_109, "68084774"),
            (Algorithm::Sha512, 64, 20_000_000_000, "47863826"),
        ] {
            let secret = SharedSecret::from_bytes(&seed(bytes)).expect("a secret");
            let totp = secret.totp(TotpParameters { algorithm, digits: 8 });
            assert_eq!(*code_at(&totp, step_at(Timestamp(time))), expected, "{algorithm:?}");
        }
    }

    #[test]
    fn six_digits_never_fit_a_code_of_eight() {
        let code = Passcode::parse("287082").expect("six digits");
        assert!(!code.fits("94287082") && code.fits("287082"));
    }

    #[test]
    fn what_is_no_letter_or_digit_does_not_matter() {
        for between in [
            "\u{a0}", "\u{200b}", "\u{feff}", "–", "−", "－", ".", "\r\n", " ", "\u{301}", "💬",
        ] {
            for typed in [format!("{between}284019{between}"), format!("284{between}019")] {
                let code = Passcode::parse(&typed).expect("six digits");
                assert!(code.fits("284019"), "{typed:?}");
            }
        }
        for typed in ["28401９a", "284O19", "½84019", "284019é"] {
            let refused = Passcode::parse(typed).err();
            assert_eq!(
                refused,
                Some(Rejection::Invalid(Field::Passcode, Problem::Malformed)),
                "{typed:?}"
            );
        }
    }

    #[test]
    fn a_recovery_code_is_told_apart() {
        for typed in [
            "7K3QX-9ABCD-1EFGH-2JKM4",
            "7k3qx9abcd1efgh2jkm4",
            "７K3QX−9ABCD−1EFGH−2JKM4",
        ] {
            let refused = Passcode::parse(typed).err();
            assert_eq!(
                refused,
                Some(Rejection::Invalid(Field::Passcode, Problem::RecoveryCode)),
                "{typed:?}"
            );
        }
    }

    #[test]
    fn secrets_have_a_sane_length() {
        for (bytes, fits) in [(0, false), (15, false), (16, true), (20, true), (64, true), (65, false)] {
            assert_eq!(SharedSecret::from_bytes(&vec![7; bytes]).is_some(), fits, "{bytes}");
        }
    }
}
