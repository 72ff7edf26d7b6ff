use super::*;

fn given(file: &str, variables: &[(&str, &str)], flags: &[&str]) -> Result<Settings, BadSetting> {
    let mut given = Given::default();
    given.add_file(Path::new("twofold.toml"), file)?;
    given.add_variables(variables.iter().map(|(k, v)| (OsString::from(k), OsString::from(v))))?;
    let line = std::iter::once("twofold").chain(flags.iter().copied());
    given.add_flags(&command().try_get_matches_from(line).expect("flags"));
    Settings::from_given(&given)
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
    assert_eq!(settings.keys, Path::new("./data/keys.toml"));
    assert_eq!(settings.database, Database::Sqlite("./data/twofold.sqlite".into()));
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
fn unknown_names_are_named() {
    assert!(refused("nmae = 'x'", &[]).starts_with("twofold.toml: nmae: is no setting of Twofold"));
    assert!(refused("", &[("TWOFOLD_NMAE", "x")]).starts_with("TWOFOLD_NMAE: is no setting"));
    assert!(refused("", &[("TWOFOLD_SMTP", "x")]).starts_with("TWOFOLD_SMTP: is no setting"));
}

#[test]
fn bad_values_are_named_as_they_were_given() {
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

#[test]
fn help_documents_every_setting_with_its_default() {
    let help = command().render_long_help().to_string();
    for setting in SETTINGS {
        assert!(
            help.contains(&format!("--{}", setting.flag())) && help.contains(setting.variable),
            "{}",
            setting.key
        );
    }
    assert!(help.contains("[default: 127.0.0.1:3000]"));
}

#[test]
fn lists_in_the_file_are_joined() {
    let settings = given("trusted_proxies = ['10.0.0.0/8', '::1']", &[], &[]).expect("settings");
    assert_eq!(settings.trusted_proxies.len(), 2);
}
