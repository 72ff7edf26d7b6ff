use super::{
    load::{GivenValues, LoadError, command, flag, settings, variable},
    *,
};
use std::{ffi::OsString, path::Path};

fn given(file: &str, variables: &[(&str, &str)], flags: &[&str]) -> Result<Settings, LoadError> {
    let mut given = GivenValues::default();
    given.add_file(Path::new("twofold.toml"), file)?;
    given.add_variables(variables.iter().map(|(k, v)| (OsString::from(k), OsString::from(v))))?;
    let line: Vec<OsString> = std::iter::once("twofold")
        .chain(flags.iter().copied())
        .map(Into::into)
        .collect();
    let flags = command().try_get_matches_from(&line).expect("flags");
    Ok(given.complete(&flags, line)?.settings)
}

fn refused(file: &str, variables: &[(&str, &str)]) -> String {
    given(file, variables, &[]).expect_err("a refusal").to_string()
}

#[test]
fn defaults() {
    let settings = given("", &[("HOME", "/x")], &[]).expect("settings");
    assert_eq!(settings.name, "Twofold");
    assert_eq!(settings.listen.to_string(), "127.0.0.1:3000");
    assert_eq!(settings.origin.as_str(), "http://localhost:3000");
    assert_eq!(settings.keys().to_string(), "the key file ./data/keys.toml");
    assert_eq!(settings.database(), Database::Sqlite("./data/twofold.sqlite".into()));
    assert_eq!(settings.log_format, None);
}

#[test]
fn flags_win_over_variables_and_these_over_the_file() {
    let name = |variables: &[_], flags: &[_]| given("name = 'File'", variables, flags).expect("settings").name;
    assert_eq!(name(&[], &[]), "File");
    assert_eq!(name(&[("TWOFOLD_NAME", "Variable")], &[]), "Variable");
    assert_eq!(name(&[("TWOFOLD_NAME", "Variable")], &["--name", "Flag"]), "Flag");
    assert_eq!(name(&[], &["serve", "--name", "Flag"]), "Flag");
}

#[test]
fn days_are_a_whole_number_as_number_or_text() {
    for (file, days) in [("", 400), ("activity_days = 30", 30), ("activity_days = '3650'", 3650)] {
        assert_eq!(given(file, &[], &[]).expect("settings").activity_days, days, "{file}");
    }
    for value in ["0", "-1", "3651", "'many'", "''"] {
        let message = refused(&format!("activity_days = {value}"), &[]);
        assert!(
            message.starts_with("twofold.toml: activity_days: "),
            "{value}: {message}"
        );
    }
    for value in ["1.5", "true", "[400]"] {
        let message = refused(&format!("activity_days = {value}"), &[]);
        assert_eq!(message, "twofold.toml: activity_days: must be a number", "{value}");
    }
}

#[test]
fn scopes_are_tables_in_the_file_and_a_text_elsewhere() {
    let file = "[scopes.'servers:read']\n[scopes.'servers:write']\nmax_mfa_age = 300\n[scopes.'servers:delete']\napproval = true";
    let text = "servers:read, servers:write max_mfa_age=300, servers:delete approval";
    let expected = OperatorScopes::parse(text).expect("scopes");
    for (file, variables) in [(file, &[][..]), ("", &[("TWOFOLD_SCOPES", text)])] {
        assert_eq!(
            given(file, variables, &[]).expect("settings").scopes,
            expected,
            "{file}"
        );
    }
    for (file, fault) in [
        ("[scopes.me]", "“me” is a scope of Twofold itself"),
        (
            "[scopes.a]\nmax_mfa_age = 5",
            "max_mfa_age of “a” is a number of seconds",
        ),
        ("[scopes.a]\nmax_age = 500", "“max_age=500” of “a” is neither"),
        (
            "[scopes.a]\napproval = 'yes'",
            "must be tables of numbers, true and false",
        ),
        ("scopes = 5", "must be tables of numbers, true and false"),
    ] {
        let message = refused(file, &[]);
        assert!(
            message.starts_with("twofold.toml: scopes: ") && message.contains(fault),
            "{file}: {message}"
        );
    }
}

#[test]
fn unknown_names_are_reported() {
    assert!(refused("nmae = 'x'", &[]).starts_with("twofold.toml: nmae: is no setting of Twofold"));
    assert!(refused("", &[("TWOFOLD_NMAE", "x")]).starts_with("TWOFOLD_NMAE: is no setting"));
    assert!(refused("", &[("TWOFOLD_SMPT", "x")]).starts_with("TWOFOLD_SMPT: is no setting"));
}

#[test]
fn invalid_values_are_reported_by_the_name_they_were_given() {
    assert!(refused("listen = 'here'", &[]).starts_with("twofold.toml: listen: “here” is not an address"));
    assert!(refused("", &[("TWOFOLD_ORIGIN", "http://example.com")]).contains("in the clear"));
    assert!(refused("", &[("TWOFOLD_NAME", "a:b")]).starts_with("TWOFOLD_NAME: “a:b” contains a colon"));
    assert!(refused("", &[("TWOFOLD_NAME", "1234567890123456789012345")]).contains("longer than 24"));
    assert!(refused("", &[("TWOFOLD_REGISTRATION", "all")]).contains("none of invite, open, closed"));
    assert!(refused("", &[("TWOFOLD_TRUSTED_PROXIES", "10.0.0.0/33")]).starts_with("TWOFOLD_TRUSTED_PROXIES: "));
    assert!(refused("name = 7", &[]).contains("must be a text"));
    assert!(refused("name", &[]).starts_with("twofold.toml: "));
    let message = refused("database = 'mysql://u:geheim@h'", &[]);
    assert!(
        message.contains("postgres://") && !message.contains("geheim"),
        "{message}"
    );
}

fn loaded(line: &[&str], variables: &[(&str, &str)]) -> Result<CommandLine, LoadError> {
    let line = std::iter::once("twofold")
        .chain(line.iter().copied())
        .map(OsString::from);
    load(
        line,
        variables.iter().map(|(k, v)| (OsString::from(k), OsString::from(v))),
    )
}

#[test]
fn an_invalid_flag_is_reported_without_its_value() {
    for line in [
        &["serve", "--database", "mysql://u:geheim@h"][..],
        &["--database=mysql://u:geheim@h"],
    ] {
        let message = loaded(line, &[]).expect_err("a refusal").to_string();
        assert!(
            message.starts_with("--database: must begin with postgres://"),
            "{message}"
        );
        assert!(!message.contains("geheim"), "{message}");
    }
    let message = loaded(&["--log-format", "xml"], &[])
        .expect_err("a refusal")
        .to_string();
    assert_eq!(message, "--log-format: “xml” is neither human nor json");
}

#[test]
fn an_overridden_value_is_not_validated() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("settings.toml");
    std::fs::write(&file, "listen = 'bad'\norigin = 'bad'\nname = 'File'").expect("a file");
    let flags = [
        "--config",
        file.to_str().expect("a path"),
        "serve",
        "--listen",
        "[::1]:1",
    ];
    let read = loaded(
        &flags,
        &[("TWOFOLD_ORIGIN", "https://a.example"), ("TWOFOLD_LISTEN", "bad")],
    );
    let settings = read.expect("settings").settings;
    assert_eq!(
        (settings.listen.to_string().as_str(), settings.origin.as_str()),
        ("[::1]:1", "https://a.example")
    );
    assert_eq!(settings.name, "File");
}

#[test]
fn a_file_that_is_given_must_exist() {
    let message = loaded(&["--config", "/nowhere/at.all"], &[])
        .expect_err("a refusal")
        .to_string();
    assert!(message.starts_with("/nowhere/at.all: cannot be read"), "{message}");
}

#[test]
fn a_syntax_error_is_reported_by_line_and_never_quoted() {
    for (line, file) in [
        (1, "database = \"postgres://u:geheim@db/x"),
        (1, "database = \"postgres://u:geheim@db/x\n"),
        (2, "\ndatabase = \"postgres://u:geheim@db/x\nname = 'x'\n"),
        (2, "name = 'x'\r\ndatabase = 'postgres://u:geheim@db/x\r\n"),
        (1, "database = \"postgres://u:geheim\\q@db/x\""),
        (1, "database = \"postgres://u:geheim\u{1}@db/x\""),
        (1, "database = postgres://u:geheim@db/x"),
        (1, "database: 'postgres://u:geheim@db/x'"),
        (1, "database 'postgres://u:geheim@db/x'"),
        (1, "postgres://u:geheim@db/x"),
        (1, "database = 'postgres://u:geheim@db/x' name = 'x'"),
        (1, "database = ['postgres://u:geheim@db/x'"),
        (1, "database = { url = 'postgres://u:geheim@db/x'"),
        (3, "\n\ndatabase = 'postgres://u:geheim'@db/x'\n"),
        (2, "database = 'x'\ndatabase = 'postgres://u:geheim@db/x'\n"),
        (2, "database = 'postgres://u:geheim@db/x'\ndatabase.url = 'x'\n"),
    ] {
        let message = refused(file, &[]);
        assert!(
            message.starts_with(&format!("twofold.toml: line {line}: ")) && !message.contains("geheim"),
            "{file:?}: {message}"
        );
    }
}

#[test]
fn a_value_of_the_wrong_type_is_not_quoted() {
    for value in [
        "['postgres://u:geheim@db/x', 7]",
        "[['postgres://u:geheim@db/x']]",
        "{ url = 'postgres://u:geheim@db/x' }",
        "2027-01-15",
        "7215",
        "72.15",
    ] {
        let message = refused(&format!("name = 'x'\ndatabase = {value}"), &[]);
        assert_eq!(message, "twofold.toml: database: must be a text", "{value}");
    }
    // The TOML parser itself refuses these numbers, which exceed 64 or 128 bits.
    for digits in [19, 20, 50] {
        let message = refused(&format!("name = 'x'\ndatabase = {}", "9".repeat(digits)), &[]);
        assert_eq!(message, "twofold.toml: line 2: this value cannot be used", "{digits}");
    }
}

#[test]
fn help_documents_every_setting_with_its_default() {
    let help = command().term_width(0).render_long_help().to_string();
    for key in settings() {
        let documented = help
            .split("\n      --")
            .find(|part| part.starts_with(flag(&key).trim_start_matches('-')));
        let documented = documented.unwrap_or_else(|| panic!("{key}: {help}"));
        assert!(documented.contains("[default: "), "{documented}");
        assert!(
            documented.contains(&format!("[variable: {}]", variable(&key))),
            "{documented}"
        );
    }
    assert!(help.contains("[default: 127.0.0.1:3000]"));
}

#[test]
fn lists_in_the_file_are_joined() {
    let settings = given("trusted_proxies = ['10.0.0.0/8', '::1']", &[], &[]).expect("settings");
    assert_eq!(settings.trusted_proxies.len(), 2);
}

fn passed_over(variables: &[(&str, &str)]) -> Vec<String> {
    loaded(&["--config", "/dev/null"], variables)
        .expect("settings")
        .passed_over
}

#[test]
fn variables_of_kubernetes_and_docker_are_passed_over() {
    let kubernetes = [
        ("TWOFOLD_SERVICE_HOST", "10.0.0.7"),
        ("TWOFOLD_SERVICE_PORT", "3000"),
        ("TWOFOLD_SERVICE_PORT_HTTP", "3000"),
        ("TWOFOLD_PORT", "tcp://10.0.0.7:3000"),
        ("TWOFOLD_PORT_3000_TCP", "tcp://10.0.0.7:3000"),
        ("TWOFOLD_PORT_3000_TCP_PROTO", "tcp"),
        ("TWOFOLD_PORT_3000_TCP_PORT", "3000"),
        ("TWOFOLD_PORT_3000_TCP_ADDR", "10.0.0.7"),
        ("TWOFOLD_DB_SERVICE_HOST", "10.0.0.8"),
        ("TWOFOLD_DB_PORT", "tcp://10.0.0.8:5432"),
    ];
    assert_eq!(passed_over(&kubernetes).len(), kubernetes.len());
    let docker = [
        ("TWOFOLD_NAME", "/proxy/twofold"),
        ("TWOFOLD_PORT", "tcp://172.17.0.2:3000"),
        ("TWOFOLD_PORT_3000_TCP", "tcp://172.17.0.2:3000"),
        ("TWOFOLD_ENV_PATH", "/bin"),
    ];
    assert_eq!(passed_over(&docker).len(), docker.len());
    assert_eq!(passed_over(&[("TWOFOLD_PORT_3000_TCP_ADDR", "10.0.0.7")]).len(), 1);
}

#[test]
fn a_mistyped_variable_still_stops_the_start() {
    let service = ("TWOFOLD_SERVICE_HOST", "10.0.0.7");
    for name in [
        "TWOFOLD_LISTEM",
        "TWOFOLD_PORT",
        "TWOFOLD_PORTS",
        "TWOFOLD_PORT_HTTP",
        "TWOFOLD_PORT_3000",
        "TWOFOLD_SERVICE",
    ] {
        let message = loaded(&["--config", "/dev/null"], &[service, (name, "127.0.0.1:80")]).expect_err("a refusal");
        assert!(
            message.to_string().starts_with(&format!("{name}: is no setting")),
            "{message}"
        );
    }
    let settings = loaded(&["--config", "/dev/null"], &[service, ("TWOFOLD_NAME", "Ours")]).expect("settings");
    assert_eq!(settings.settings.name, "Ours");
}

#[test]
fn keys_from_the_environment_are_taken_and_never_shown() {
    let read = given("", &[("TWOFOLD_KEYS_TOML", "geheim")], &[]).expect("settings");
    assert_eq!(read.keys().to_string(), "the variable TWOFOLD_KEYS_TOML");
    assert!(!format!("{read:?}{:?}", read.keys()).contains("geheim"));
    assert!(
        given("keys_toml = 'x'", &[], &[]).is_err(),
        "not in the file, which others may read"
    );
}

const TOKEN: [&str; 5] = ["token", "--url", "https://a.example", "--key-file", "key"];

#[test]
fn a_token_is_bought_without_settings() {
    let variables = [
        ("TWOFOLD_KEY", "tfk_"),
        ("TWOFOLD_SECRET_FILE", "secret"),
        ("TWOFOLD_LISTEN", "bad"),
    ];
    let Some(Task::Token(options)) = loaded(&TOKEN, &variables).expect("options").task else {
        panic!("another command");
    };
    assert_eq!(
        (options.url.as_str(), options.key_file.as_path()),
        ("https://a.example", Path::new("key"))
    );
    assert_eq!((options.secret_file, options.scope, options.ttl), (None, None, None));
    let refused = |line: &[&str]| loaded(line, &[]).expect_err("a refusal").to_string();
    for (more, refusal) in [
        (["--listen", "127.0.0.1:1"], "--listen: is for the server"),
        (["--config", "twofold.toml"], "--config: is for the server"),
        (["--ttl", "59"], "--ttl: "),
    ] {
        let message = refused(&[&TOKEN[..], &more].concat());
        assert!(message.starts_with(refusal), "{message}");
    }
    let message = refused(&["token", "--key-file", "key", "--url", "http://a.example"]);
    assert!(
        message.starts_with("--url: http would send secrets to a.example in the clear"),
        "{message}"
    );
}

#[test]
fn help_for_a_token_has_its_own_options_only() {
    for line in [["token", "--help"], ["help", "token"]] {
        let help = loaded(&line, &[("TWOFOLD_KEY", "tfk_")]).expect_err("help").to_string();
        assert!(
            help.contains("--key-file <FILE>") && help.contains("--secret-file <FILE>"),
            "{help}"
        );
        assert!(!help.contains("--listen") && !help.contains("--config"), "{help}");
    }
}

#[test]
fn a_secret_in_place_of_its_file_is_not_quoted() {
    let hex = "0123456789abcdef".repeat(7);
    let [key, resource] = ["tfk_", "tfr_"].map(|prefix| format!("{prefix}{}", &hex[..104]));
    for secret in [
        &key,
        &resource,
        "otpauth://totp/x?secret=GEHEIM",
        &"A2".repeat(16),
        &"A7".repeat(13),
    ] {
        for line in [
            &["token", "--url", "https://a.example", "--key-file", secret][..],
            &["token", &format!("--secret-file={secret}")],
            &["token", secret],
            &[secret],
        ] {
            let message = loaded(line, &[]).expect_err("a refusal").to_string();
            assert!(
                message.starts_with("the command line: holds a key or a secret"),
                "{message}"
            );
            assert!(!message.contains(secret), "{message}");
        }
    }
    for path in [
        "/etc/tfk_backup",
        "key",
        "/run/secrets/MACHINE_SECRET_OF_THE_NIGHTLY_BACKUP",
        "./BACKUP",
    ] {
        let line = ["token", "--url", "https://a.example", "--key-file", path];
        assert!(loaded(&line, &[]).is_ok(), "{path}");
    }
}
