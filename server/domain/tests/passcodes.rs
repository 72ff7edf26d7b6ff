//! Passcodes against RFC 6238 and against an independent implementation.
#![expect(clippy::unwrap_used, reason = "a test may say that something cannot fail")]

use domain::{
    Timestamp,
    devices::device::Validity,
    kernel::{id::DeviceId, ports::Entropy},
    sign_in::passcode::{OpenDevice, Passcode, SharedSecret, TotpParameters, clock_hint, matching, step_at},
};
use terms::{ClockHint, Field, Problem, Rejection};
use testing::{SeededEntropy, phone};

/// RFC 6238 appendix B, SHA-1. The RFC prints 8 digits; six-digit codes are the last six of them.
const VECTORS: [(i64, &str); 6] = [
    (59, "94287082"),
    (1_111_111_109, "07081804"),
    (1_111_111_111, "14050471"),
    (1_234_567_890, "89005924"),
    (2_000_000_000, "69279037"),
    (20_000_000_000, "65353130"),
];

/// Returns the id of the n-th device.
fn id(n: usize) -> DeviceId {
    DeviceId::parse(&format!("{n:032x}")).unwrap()
}

fn open(n: usize, secret: &[u8; 20], last_step: i64) -> OpenDevice {
    OpenDevice {
        device: id(n),
        secret: SharedSecret::from_bytes(secret).unwrap(),
        parameters: TotpParameters::PERSONAL,
        last_step,
        validity: Validity::FULL,
    }
}

fn device(secret: &[u8; 20], last_step: i64) -> Vec<OpenDevice> {
    vec![open(1, secret, last_step)]
}

fn code(text: &str) -> Passcode {
    Passcode::parse(text).unwrap()
}

#[test]
fn rfc_6238_appendix_b() {
    for (seconds, digits) in VECTORS {
        let now = Timestamp(seconds);
        let device = device(b"12345678901234567890", -1);
        assert_eq!(
            matching(&device, &code(&digits[2..]), now),
            Some((id(1), step_at(now))),
            "{seconds}"
        );
        assert_eq!(
            phone::code(b"12345678901234567890", step_at(now)),
            digits[2..],
            "the independent one agrees"
        );
    }
}

#[test]
fn ten_thousand_random_codes_match_an_independent_implementation() {
    let entropy = SeededEntropy::new(6238);
    for round in 0..10_000 {
        let (mut secret, mut time) = ([0; 20], [0; 8]);
        entropy.fill(&mut secret);
        entropy.fill(&mut time);
        // Up to the year 2515, past 2038 and 2040.
        let now = Timestamp(i64::from_be_bytes(time).rem_euclid(1 << 34));
        let digits = phone::code(&secret, step_at(now));
        assert_eq!(
            matching(&device(&secret, -1), &code(&digits), now),
            Some((id(1), step_at(now))),
            "round {round}"
        );
    }
}

#[test]
fn the_current_and_adjacent_steps_are_accepted_if_later_than_the_last() {
    let secret = [7; 20];
    let now = Timestamp(1_800_000_015);
    let present = step_at(now);
    for offset in -5..=5 {
        let digits = phone::code(&secret, present + offset);
        let fresh = matching(&device(&secret, -1), &code(&digits), now);
        assert_eq!(
            fresh,
            (offset.abs() <= 1).then_some((id(1), present + offset)),
            "{offset}"
        );
        let used = matching(&device(&secret, present), &code(&digits), now);
        assert_eq!(
            used,
            (offset == 1).then_some((id(1), present + 1)),
            "{offset} after the present one was used"
        );
    }
}

#[test]
fn a_code_of_any_device_is_accepted() {
    let now = Timestamp(1_800_000_000);
    let secrets = [[1; 20], [2; 20], [3; 20]];
    let devices: Vec<_> = secrets
        .iter()
        .enumerate()
        .map(|(n, secret)| open(n, secret, -1))
        .collect();
    for (n, secret) in secrets.iter().enumerate() {
        assert_eq!(
            matching(&devices, &code(&phone::code(secret, step_at(now))), now),
            Some((id(n), step_at(now)))
        );
    }
    assert_eq!(
        matching(&devices, &code(&phone::code(&[4; 20], step_at(now))), now),
        None
    );
}

#[test]
fn clock_hints_tell_how_far_and_never_ahead_at_sign_in() {
    let secret = [9; 20];
    let now = Timestamp(1_800_000_000);
    let hint = |offset: i64, ahead: bool| {
        clock_hint(
            &device(&secret, -1),
            &code(&phone::code(&secret, step_at(now) + offset)),
            now,
            ahead,
        )
    };
    // Every step within reach but the three that are accepted, in both directions, and nothing beyond.
    for offset in -125..=125_i64 {
        let told = |ahead| hint(offset, ahead).map(|hint| (hint.slow, i64::from(hint.minutes)));
        let near = (2..=120).contains(&offset.abs());
        let seconds = offset.abs() * 30;
        let slow = (offset < 0, (seconds + 30) / 60);
        assert_eq!(told(true), near.then_some(slow), "{offset} while enrolling");
        assert_eq!(told(false), (near && offset < 0).then_some(slow), "{offset} at sign-in");
    }
    assert_eq!(hint(-4, false), Some(ClockHint { minutes: 2, slow: true }));
    assert_eq!(
        hint(-120, true),
        Some(ClockHint {
            minutes: 60,
            slow: true
        })
    );
    assert_eq!(
        hint(10, true),
        Some(ClockHint {
            minutes: 5,
            slow: false
        })
    );
    assert_eq!(hint(10, false), None);
    assert_eq!(hint(-121, true), None);
    assert_eq!(hint(0, true), None);
    let used = clock_hint(
        &device(&secret, step_at(now)),
        &code(&phone::code(&secret, step_at(now) - 4)),
        now,
        false,
    );
    assert_eq!(used, None, "a used code looks like any wrong one");
}

#[test]
fn spaces_dashes_and_other_scripts_are_accepted() {
    for typed in [
        "012345",
        " 012 345 ",
        "012-345",
        "０１２３４５",
        "٠١٢٣٤٥",
        "012\u{a0}345",
        "0 1 2 3 4 5",
    ] {
        let now = Timestamp(0);
        assert!(Passcode::parse(typed).is_ok(), "{typed:?} {now:?}");
    }
    let problems = [
        ("", Problem::Missing),
        (" - ", Problem::Missing),
        ("12345", Problem::TooShort),
        ("1234567", Problem::TooLong),
        ("12345a", Problem::Malformed),
        ("1e5", Problem::Malformed),
        ("+12345", Problem::TooShort),
        ("½12345", Problem::Malformed),
        ("null", Problem::Malformed),
    ];
    for (typed, problem) in problems {
        assert_eq!(
            Passcode::parse(typed).map(|_| ()),
            Err(Rejection::Invalid(Field::Passcode, problem)),
            "{typed:?}"
        );
    }
    assert_eq!(
        Passcode::parse(&"1".repeat(1 << 20)).map(|_| ()),
        Err(Rejection::Invalid(Field::Passcode, Problem::TooLong))
    );
}

#[test]
fn secrets_do_not_show_in_debug() {
    let secret = SharedSecret::from_bytes(&[0x41; 20]).unwrap();
    assert_eq!(
        format!("{secret:?} {:?}", code("123456")),
        "SharedSecret(redacted) Passcode(redacted)"
    );
}
