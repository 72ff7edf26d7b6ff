//! The clients of server/docs/clients and `twofold token`, as programs of their own: each against a server on a port,
//! on the system's clock, with a key and a machine device of its own.

use super::{Key, machine_devices::confirm, with_key};
use crate::{browser::Browser, people::ANA, test_app::TestApp};
use domain::Clock;
use http::Method;
use server::clock::SystemClock;
use std::{
    env,
    ffi::OsStr,
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};
use tempfile::TempDir;
use testing::{ORIGIN, Plan, phone::code_of};
use tokio::net::TcpListener;

/// A member's key on a server that programs reach.
struct Stage {
    app: TestApp,
    browser: Browser,
    key: Key,
    url: String,
    folder: TempDir,
}

/// What a machine device's page shows.
#[derive(Clone, Copy)]
enum Shown {
    /// The secret of a device with the usual parameters.
    Base32,
    /// The URI of a device with 8 digits of SHA-512.
    Uri,
}

impl Stage {
    /// Makes a key of a member without two-factor authentication.
    async fn new() -> Self {
        let plan = Plan {
            start: SystemClock.now().0,
            ..Plan::default()
        };
        let app = TestApp::planned(plan).await;
        let person = app.join(ANA).await;
        let mut browser = app.signed_in(&person).await;
        let key = app.made_key(&mut browser, "Nightly backup", "me").await;
        let url = app.on_a_port().await;
        Self {
            app,
            browser,
            key,
            url,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// Switches two-factor on.
    async fn protect(&mut self) {
        self.app.confirmed(&mut self.browser, "My phone").await;
    }

    /// Gives the key a machine device and returns the file of its secret. The passcode of this time step stays unused,
    /// and the clock runs from now on.
    async fn machine(&mut self, shown: Shown) -> PathBuf {
        let (algorithm, digits, element) = match shown {
            Shown::Base32 => ("SHA1", 6, "secret"),
            Shown::Uri => ("SHA512", 8, "uri"),
        };
        let (key, chosen) = (&self.key.id, digits.to_string());
        let machine = self.app.machine(&mut self.browser, key, (algorithm, &chosen)).await;
        let page = self
            .browser
            .get(&format!("/security/api-keys/{key}/device"))
            .await
            .ok()
            .body;
        let code = code_of(algorithm, digits, &machine.secret, self.app.step() - 1);
        confirm(&mut self.browser, key, &code).await.ok();
        self.app.clock.follow(SystemClock);
        let (_, rest) = page.split_once(&format!("id=\"{element}\"")).unwrap();
        let (_, rest) = rest.split_once('>').unwrap();
        let (text, _) = rest.split_once('<').unwrap();
        self.file("machine-secret", &text.replace("&amp;", "&"))
    }

    /// Writes a file that only its owner can access.
    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        let mut open = OpenOptions::new();
        let mut file = open.write(true).create_new(true).mode(0o600).open(&path).unwrap();
        writeln!(file, "{text}").unwrap();
        path
    }

    /// What every client does: it works with its key alone until two-factor is on, and then with a passcode.
    async fn works(&mut self, client: impl Fn() -> Command, shown: Shown) {
        assert!(printed(self.run(client(), None).await).contains(ANA));
        self.protect().await;
        let needed = "otp_required: Two-factor authentication is on for this member";
        refused(&self.run(client(), None).await, needed);
        let secret = self.machine(shown).await;
        assert!(printed(self.run(client(), Some(&secret)).await).contains(ANA));
    }

    /// Runs a program beside the server and checks that it gives away no secret.
    async fn run(&self, mut command: Command, secret: Option<&Path>) -> Output {
        let path = command
            .get_envs()
            .find(|(name, _)| *name == "PATH")
            .and_then(|(_, path)| path.map(OsStr::to_owned));
        let path = path.or_else(|| env::var_os("PATH")).map(|path| ("PATH", path));
        command
            .env_clear()
            .envs(path)
            .env("TWOFOLD_URL", &self.url)
            .env("TWOFOLD_KEY", &self.key.text)
            .stdin(Stdio::null());
        if let Some(file) = secret {
            command.env("TWOFOLD_SECRET_FILE", file);
        }
        let ran = tokio::task::spawn_blocking(move || command.output());
        let output = ran.await.unwrap().unwrap();
        let secret = secret.map(|file| fs::read_to_string(file).unwrap());
        for text in [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes)) {
            assert!(!text.contains(&self.key.text), "{text}");
            assert!(
                secret.as_ref().is_none_or(|secret| !text.contains(secret.trim())),
                "{text}"
            );
        }
        output
    }
}

/// Checks that a program failed with this problem, which it names on standard error only.
#[track_caller]
fn refused(output: &Output, problem: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains(problem), "{said}");
    assert!(output.stdout.is_empty(), "{output:?}");
}

#[track_caller]
fn printed(output: Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

async fn works(client: impl Fn() -> Command) {
    for shown in [Shown::Base32, Shown::Uri] {
        Stage::new().await.works(&client, shown).await;
    }
}

/// Returns a file of the documented clients.
fn documented(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/clients").join(name)
}

fn script(interpreter: &str, name: &str) -> Command {
    let mut command = Command::new(interpreter);
    command.arg(documented(name));
    command
}

/// Returns the Python that has pyotp: Debian's package is for the system's, which need not be the first in `PATH`.
fn python() -> &'static str {
    let has_pyotp = |python: &&str| {
        let found = Command::new(python).args(["-c", "import pyotp"]).output();
        found.is_ok_and(|output| output.status.success())
    };
    let found = ["python3", "/usr/bin/python3"].into_iter().find(has_pyotp);
    found.expect("a Python with pyotp: scripts/setup installs it")
}

#[tokio::test]
async fn the_shell_client_works() {
    works(|| script("sh", "shell.sh")).await;
}

#[tokio::test]
async fn the_python_client_works() {
    works(|| script(python(), "python.py")).await;
}

#[tokio::test]
async fn the_javascript_client_works() {
    works(|| script("node", "javascript.mjs")).await;
}

/// Generates a client from the document that this server sends, beside the documented program that uses it, and returns
/// how that is run.
async fn generated(stage: &Stage) -> (PathBuf, PathBuf) {
    let path = env::var_os("PATH").unwrap();
    let tools = env::split_paths(&path).map(|folder| folder.join("openapi-python-client"));
    let tool = tools.into_iter().find_map(|file| fs::canonicalize(file).ok());
    let tool = tool.expect("openapi-python-client: scripts/setup installs it, scripts/test finds it");
    let (folder, url) = (stage.folder.path(), format!("{}/api/v1/openapi.json", stage.url));
    let program = folder.join("generated.py");
    fs::copy(documented("generated.py"), &program).unwrap();
    let mut generate = Command::new(&tool);
    generate
        .args([
            "generate",
            "--meta",
            "none",
            "--fail-on-warning",
            "--url",
            &url,
            "--output-path",
        ])
        .arg(folder.join("twofold"))
        // It formats what it writes with a program beside it.
        .env("PATH", tool.parent().unwrap());
    let output = stage.run(generate, None).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    (tool.with_file_name("python3"), program)
}

#[tokio::test]
async fn a_client_generated_from_the_document_works() {
    for shown in [Shown::Base32, Shown::Uri] {
        let mut stage = Stage::new().await;
        let (python, program) = generated(&stage).await;
        let client = || {
            let mut command = Command::new(&python);
            command.arg(&program);
            command
        };
        stage.works(client, shown).await;
        let secret = stage.folder.path().join("machine-secret");
        fs::set_permissions(&secret, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
        refused(&stage.run(client(), Some(&secret)).await, "run: chmod 600 ");
    }
}

/// Returns the example of this package that is the Rust client.
fn rust_client() -> Command {
    let built = Path::new(env!("CARGO_BIN_EXE_twofold")).with_file_name("examples/rust-client");
    assert!(
        built.is_file(),
        "first run: cargo build -p server --example rust-client"
    );
    Command::new(built)
}

#[tokio::test]
async fn the_rust_client_works() {
    works(rust_client).await;
}

#[tokio::test]
async fn no_client_reads_a_secret_that_others_can_read() {
    let stage = Stage::new().await;
    let file = stage.file("machine-secret", &"A".repeat(32));
    fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    for client in [
        script("sh", "shell.sh"),
        script(python(), "python.py"),
        script("node", "javascript.mjs"),
        rust_client(),
    ] {
        refused(&stage.run(client, Some(&file)).await, "run: chmod 600 ");
    }
}

#[tokio::test]
async fn the_shell_client_puts_no_secret_into_a_command_line() {
    let mut stage = Stage::new().await;
    stage.protect().await;
    let secret = stage.machine(Shown::Base32).await;
    let (bin, log) = (stage.folder.path().join("bin"), stage.folder.path().join("log"));
    fs::create_dir(&bin).unwrap();
    let path = env::var("PATH").unwrap();
    for tool in ["curl", "oathtool", "sed", "cat"] {
        let real = env::split_paths(&path)
            .map(|folder| folder.join(tool))
            .find(|file| file.is_file());
        let text = format!(
            "#!/bin/sh\necho {tool} \"$@\" >>'{}'\nexec '{}' \"$@\"\n",
            log.display(),
            real.unwrap().display()
        );
        let mut open = OpenOptions::new();
        let mut file = open
            .write(true)
            .create_new(true)
            .mode(0o700)
            .open(bin.join(tool))
            .unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }
    let mut traced = Command::new("sh");
    let script = documented("shell.sh");
    traced.args([
        "-c",
        &format!("PATH='{}':$PATH; . '{}'", bin.display(), script.display()),
    ]);
    assert!(printed(stage.run(traced, Some(&secret)).await).contains(ANA));
    let log = fs::read_to_string(log).unwrap();
    assert!(log.contains("curl --") && log.contains("oathtool --totp"), "{log}");
    let machine = fs::read_to_string(&secret).unwrap();
    for secret in ["tfk_", "tfa_", "Bearer", "X-OTP", machine.trim()] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
}

/// `twofold token` with these options besides the server and the key's file.
fn token(stage: &Stage, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_twofold"));
    let key = stage.folder.path().join("key");
    command
        .args(["token", "--url", &stage.url, "--key-file"])
        .arg(key)
        .args(more);
    command
}

#[tokio::test]
async fn the_token_command_prints_a_token_and_nothing_else() {
    for shown in [Shown::Base32, Shown::Uri] {
        let mut stage = Stage::new().await;
        stage.file("key", &stage.key.text);
        stage.protect().await;
        let output = stage.run(token(&stage, &[]), None).await;
        refused(
            &output,
            "twofold: otp_required: Two-factor authentication is on for this member",
        );
        let said = String::from_utf8_lossy(&output.stderr);
        let page = format!("See {ORIGIN}/security/api-keys/{}/device\n", stage.key.id);
        assert!(said.ends_with(&page), "{said}");

        let secret = stage.machine(shown).await;
        let secret = secret.to_str().unwrap();
        let more = ["--secret-file", secret, "--scope", "me", "--ttl", "60"];
        let printed = printed(stage.run(token(&stage, &more), None).await);
        let bought = printed.strip_suffix('\n').unwrap();
        assert!(bought.starts_with("tfa_") && !bought.contains('\n'), "{bought}");
        let me = with_key(&stage.browser, Method::GET, "/api/v1/me", bought).await.ok();
        assert_eq!(me.json()["email"], ANA);
    }
}

#[tokio::test]
async fn the_token_command_says_what_is_wrong() {
    let stage = Stage::new().await;
    let key = stage.file("key", &stage.key.text);
    let same = stage
        .run(token(&stage, &["--secret-file", key.to_str().unwrap()]), None)
        .await;
    refused(&same, "both factors");
    let wide = stage.file("secret", &"A".repeat(32));
    fs::set_permissions(&wide, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    let wide = stage
        .run(token(&stage, &["--secret-file", wide.to_str().unwrap()]), None)
        .await;
    refused(&wide, "run: chmod 600 ");
    let scope = stage.run(token(&stage, &["--scope", "nothing"]), None).await;
    refused(&scope, "twofold: invalid: scope names scopes");
    // Nothing listens on a port that was just given back.
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let mut nobody = Command::new(env!("CARGO_BIN_EXE_twofold"));
    nobody
        .args(["token", "--url", &format!("http://{free}"), "--key-file"])
        .arg(&key);
    refused(&stage.run(nobody, None).await, "no answer from http://127.0.0.1:");
}
