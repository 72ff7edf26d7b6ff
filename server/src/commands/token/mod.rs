//! `twofold token`: buys an access token with an API key and a passcode, and prints it, for cron jobs and CI.

mod credentials;
mod error;
mod shop;

use crate::{clock::SystemClock, config::TokenOptions};
use credentials::{Credentials, Machine};
use domain::{Clock, kernel::credential::PlainCredential};
use error::TokenError;
use shop::Shop;
use std::{
    io::{self, Write},
    time::Duration,
};

/// Buys a token and prints it to standard output.
pub(super) fn print(options: &TokenOptions) -> Result<(), TokenError> {
    let credentials = Credentials::read(&options.key_file, options.secret_file.as_deref())?;
    let shop = Shop::new(options);
    let send = |passcode: Option<&str>| shop.buy(&credentials.key, passcode);
    let token = buy(credentials.machine.as_ref(), &SystemClock, std::thread::sleep, send)?;
    writeln!(io::stdout(), "{}", token.expose_secret()).map_err(TokenError::Output)
}

/// Sends a passcode of this moment. If it is refused, another run may have used it in the same step, which the server
/// does not tell from a wrong one: the first passcode of the next step is tried, too. No third one is, because wrong
/// passcodes suspend the key in the end.
fn buy(
    machine: Option<&Machine>,
    clock: &dyn Clock,
    wait: impl FnOnce(Duration),
    mut send: impl FnMut(Option<&str>) -> Result<PlainCredential, TokenError>,
) -> Result<PlainCredential, TokenError> {
    let Some(machine) = machine else {
        return send(None);
    };
    let first = clock.now();
    match send(Some(&machine.passcode(first))) {
        Err(TokenError::Refused(problem)) if problem.is_wrong_passcode() => {
            let next = machine.next_step(first);
            let seconds = u64::try_from(next.since(clock.now())).unwrap_or(0);
            wait(Duration::from_secs(seconds));
            send(Some(&machine.passcode(clock.now())))
        }
        answer => answer,
    }
}

#[cfg(test)]
mod tests {
    use super::{error::Problem, *};
    use domain::kernel::credential::CredentialKind;
    use testing::{SeededEntropy, TestClock};

    const STEP: i64 = 1_800_000_000;

    fn machine() -> Machine {
        Machine::parse(&"A".repeat(32)).expect("a secret")
    }

    fn token() -> PlainCredential {
        PlainCredential::random(CredentialKind::AccessToken, &"0".repeat(32), &SeededEntropy::new(1))
    }

    fn refused(code: &str) -> Result<PlainCredential, TokenError> {
        Err(TokenError::Refused(Problem::with_code(code)))
    }

    /// Buys with these answers, from eleven seconds into a step on. Returns the passcodes sent and the seconds waited.
    fn bought(
        machine: Option<&Machine>,
        answers: Vec<Result<PlainCredential, TokenError>>,
    ) -> (Result<String, String>, Vec<Option<String>>, Option<u64>) {
        let clock = TestClock::at(STEP + 11);
        let (mut sent, mut waited) = (Vec::new(), None);
        let mut answers = answers.into_iter();
        let wait = |time: Duration| {
            waited = Some(time.as_secs());
            clock.advance(i64::try_from(time.as_secs()).expect("seconds"));
        };
        let send = |passcode: Option<&str>| {
            sent.push(passcode.map(str::to_owned));
            // The answer takes four seconds.
            clock.advance(4);
            answers.next().expect("no further request")
        };
        let answer = buy(machine, &clock, wait, send);
        let answer = answer.map(|token| token.expose_secret().to_owned());
        (answer.map_err(|error| error.to_string()), sent, waited)
    }

    #[test]
    fn a_passcode_of_this_moment_is_sent_once() {
        let (answer, sent, waited) = bought(Some(&machine()), vec![Ok(token())]);
        assert_eq!(answer.as_deref(), Ok(token().expose_secret()));
        let code = machine().passcode(domain::Timestamp(STEP)).to_string();
        assert_eq!((sent, waited), (vec![Some(code)], None));
    }

    #[test]
    fn after_a_used_passcode_the_next_one_is_sent() {
        let (answer, sent, waited) = bought(Some(&machine()), vec![refused("otp_invalid"), Ok(token())]);
        assert_eq!(answer.as_deref(), Ok(token().expose_secret()));
        assert_eq!(waited, Some(15), "to the end of the step");
        let codes = [STEP, STEP + 30].map(|at| Some(machine().passcode(domain::Timestamp(at)).to_string()));
        assert_ne!(codes[0], codes[1]);
        assert_eq!(sent, codes);
    }

    #[test]
    fn a_second_refusal_and_every_other_one_are_final() {
        let (answer, sent, _) = bought(Some(&machine()), vec![refused("otp_invalid"), refused("otp_invalid")]);
        assert!(answer.is_err_and(|error| error.starts_with("otp_invalid: ")));
        assert_eq!(sent.len(), 2);
        for code in [
            "otp_locked",
            "otp_required",
            "unauthenticated",
            "forbidden",
            "unavailable",
        ] {
            let (answer, sent, waited) = bought(Some(&machine()), vec![refused(code)]);
            assert!(answer.is_err_and(|error| error.starts_with(code)), "{code}");
            assert_eq!((sent.len(), waited), (1, None), "{code}");
        }
    }

    #[test]
    fn without_a_secret_no_passcode_is_sent() {
        let (answer, sent, waited) = bought(None, vec![refused("otp_invalid")]);
        assert!(answer.is_err());
        assert_eq!((sent, waited), (vec![None], None));
    }
}
