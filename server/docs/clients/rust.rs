//! Asks Twofold's REST API who the holder of an API key is, with two factors.
//!
//! ```text
//! TWOFOLD_URL           https://accounts.example.com
//! TWOFOLD_KEY           the API key, tfk_…
//! TWOFOLD_SECRET_FILE   a file with the secret of the key's machine device (base32 or otpauth:// URI), mode 0600;
//!                       without it no passcode is sent
//! ```
//!
//! Key and secret come from two places, because they are two factors only as long as no single leak (a backup, a dump
//! of the environment, a repository) has both.
//!
//! ```toml
//! [dependencies]
//! serde_json = "1"
//! totp-rs = { version = "6", features = ["otpauth"] }
//! ureq = "3"
//! ```
#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "reads the clock, prints, and indexes JSON, where a missing field is null; leave this out of your program"
)]

use serde_json::Value;
use std::{
    env,
    error::Error,
    fs,
    os::unix::fs::PermissionsExt,
    process::ExitCode,
    time::{Duration, SystemTime},
};
use totp_rs::{Builder, Secret, Totp};
use ureq::Agent;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

struct Twofold {
    agent: Agent,
    url: String,
    key: String,
    secret_file: Option<String>,
    /// The access token, and the time from which a new one is needed.
    token: Option<(String, SystemTime)>,
}

impl Twofold {
    fn new(url: String, key: String, secret_file: Option<String>) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(10)))
            // A redirect could lead the key elsewhere.
            .max_redirects(0)
            .http_status_as_error(false);
        Self {
            agent: config.build().new_agent(),
            url,
            key,
            secret_file,
            token: None,
        }
    }

    fn get(&mut self, path: &str) -> Result<Value> {
        let token = self.access_token()?;
        let request = self.agent.get(format!("{}/api/v1/{path}", self.url));
        answer(request.header("authorization", format!("Bearer {token}")).call()?)
    }

    /// Buys a token, unless the one that is there lives for another 30 seconds.
    fn access_token(&mut self) -> Result<String> {
        if let Some((token, renew_at)) = &self.token
            && SystemTime::now() < *renew_at
        {
            return Ok(token.clone());
        }
        let mut request = self.agent.post(format!("{}/api/v1/tokens", self.url));
        request = request.header("authorization", format!("Bearer {}", self.key));
        if let Some(file) = &self.secret_file {
            request = request.header("x-otp", passcode(file)?);
        }
        let bought = answer(request.send_empty()?)?;
        let token = bought["access_token"].as_str().unwrap_or_default().to_owned();
        let life = bought["expires_in"].as_u64().unwrap_or_default();
        let renew_at = SystemTime::now() + Duration::from_secs(life.saturating_sub(30));
        self.token = Some((token.clone(), renew_at));
        Ok(token)
    }
}

/// Computes a new passcode. Each buys one token, so none is kept or sent again.
fn passcode(file: &str) -> Result<String> {
    if fs::metadata(file)?.permissions().mode() & 0o077 != 0 {
        return Err(format!("other users can read the secret; run: chmod 600 {file}").into());
    }
    let text = fs::read_to_string(file)?;
    let totp = match text.trim() {
        uri if uri.starts_with("otpauth://") => Totp::from_url(uri).ok(),
        base32 => Secret::try_from_base32(base32)
            .ok()
            .and_then(|secret| Builder::new().with_secret(secret).build().ok()),
    };
    Ok(totp.ok_or("the file holds no secret")?.generate_current().to_string())
}

/// Reads the JSON. What the API refuses is a problem (RFC 9457).
fn answer(mut response: ureq::http::Response<ureq::Body>) -> Result<Value> {
    let text = response.body_mut().read_to_string()?;
    let answer: Value = serde_json::from_str(&text)?;
    if response.status().is_success() {
        return Ok(answer);
    }
    let field = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    Err(format!("{}: {}", field("code"), field("detail")).into())
}

fn run() -> Result<()> {
    let secret_file = env::var("TWOFOLD_SECRET_FILE").ok();
    let mut twofold = Twofold::new(env::var("TWOFOLD_URL")?, env::var("TWOFOLD_KEY")?, secret_file);
    println!("{}", twofold.get("me")?);
    Ok(())
}

fn main() -> ExitCode {
    run().map_or_else(
        |error| {
            eprintln!("{error}");
            ExitCode::FAILURE
        },
        |()| ExitCode::SUCCESS,
    )
}
