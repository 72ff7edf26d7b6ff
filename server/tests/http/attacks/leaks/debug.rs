//! B61: no type that holds a secret shows it by `Debug`, through which logs, traces and panics write values.
//!
//! A new type is found in the sources, so that it cannot be forgotten: what holds a `Zeroizing` value or a typed secret,
//! has a method `expose_secret` or is called a secret, and what [`TEXTS`] lists. Such a type has either no `Debug` or that of
//! `terms::redacted!`.

use domain::{
    Timestamp,
    freeze::kept::{Kept, KeptCode, KeptCodes, KeptDevice},
    kernel::{
        credential::{CredentialKind, PlainCredential},
        email::Email,
        id::{DeviceId, MailId, RecoveryCodeId, TrustedBrowserId},
        mailed_code::MailedCode,
        password::{Password, PasswordHash},
        ports::NewKeyPair,
        token::PlainToken,
    },
    mail::{About, Mail, SecretCode, SecretLink},
    oidc::{parameters::Parameters, scope::AppScopes, tokens::Tokens},
    recovery::code::{NewCode, PlainCode, RecoveryCode},
    sessions::trusted::SeriesToken,
    sign_in::{
        passcode::{Passcode, SharedSecret},
        store::Verified,
    },
};
use server::entropy::OsEntropy;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};
use terms::Language;
use testing::Fixtures;
use zeroize::Zeroizing;

/// Types that hold a secret as a plain text, because they are sent or stored in that form.
const TEXTS: [&str; 7] = [
    "Kept",
    "KeptCode",
    "KeptCodes",
    "KeptDevice",
    "Message",
    "PasswordHash",
    "RecoveryView",
];

/// What the sources say about a type.
#[derive(Debug, Default)]
struct Found {
    secret: bool,
    derives_debug: bool,
    redacted: bool,
    file: String,
}

#[test]
fn b61_every_type_that_holds_a_secret_is_redacted_or_has_no_debug() {
    let types = all_types();
    let secrets: Vec<_> = types.iter().filter(|(_, found)| found.secret).collect();
    for (name, found) in &secrets {
        assert!(!found.derives_debug, "{name} in {} derives Debug", found.file);
    }
    // Whatever implements `Debug` by hand may show anything, so only the macro is allowed.
    let redacted: Vec<_> = secrets
        .iter()
        .filter(|(_, found)| found.redacted)
        .map(|(name, _)| name.as_str())
        .collect();
    let known = [
        "Kept",
        "KeptCode",
        "KeptCodes",
        "KeptDevice",
        "KeyText",
        "MailedCode",
        "Message",
        "NewKeyPair",
        "Parameters",
        "Passcode",
        "Password",
        "PasswordHash",
        "PlainCode",
        "PlainCredential",
        "PlainToken",
        "RecoveryView",
        "ScanSecret",
        "Secret",
        "SecretCode",
        "SecretLink",
        "SeriesToken",
        "SharedSecret",
        "SmtpServer",
    ];
    assert_eq!(
        redacted, known,
        "a new one is also tested below, or in `app/src/wire/secret.rs`"
    );
    assert!(
        secrets.len() > known.len() + 5,
        "those without `Debug` are found as well: {secrets:#?}"
    );
}

const SECRET: &str = "7K3QX-9ABCD-1EFGH-2JKM4";

/// What rows of recovery codes show.
fn recovery_codes() -> String {
    let (id, hash) = (
        RecoveryCodeId::from_store("0".into()),
        PasswordHash::from_phc(SECRET.into()),
    );
    let new = NewCode {
        id: id.clone(),
        selector: "7K3QX".into(),
        hash: hash.clone(),
    };
    let stored = RecoveryCode { id, hash, of_set: true };
    format!("{new:?} {stored:?}")
}

/// What the state before a change shows.
fn kept() -> String {
    let code = KeptCode {
        id: RecoveryCodeId::from_store("0".into()),
        selector: "7K3QX".into(),
        hash: SECRET.into(),
        created_at: 0,
        used_at: None,
    };
    let codes = KeptCodes {
        rows: vec![code.clone()],
        saved_at: None,
    };
    let device = KeptDevice {
        id: DeviceId::from_store("0".into()),
        label: "phone".into(),
        key_label: None,
        secret: SECRET.into(),
        algorithm: "SHA1".into(),
        digits: 6,
        holder: None,
        sign_in_only: 0,
        usable_until: None,
        created_at: 0,
        confirmed_at: 0,
        last_step: 0,
        used: None,
    };
    let password = Kept::Password {
        hash: SECRET.into(),
        by_link: false,
    };
    format!("{code:?} {codes:?} {device:?} {password:?}")
}

/// What a cookie of a trusted browser with this token holds.
fn series_token(token: &str) -> Option<SeriesToken> {
    let series = TrustedBrowserId::from_store("0".into());
    PlainToken::parse(token).map(|token| SeriesToken { series, token })
}

/// What settings with the password of a mail server show.
fn settings_with_a_mail_server() -> String {
    let url = format!("smtps://ana:{SECRET}@mail.example.com");
    let settings = server::config::load(["twofold".into()], [("TWOFOLD_SMTP".into(), url.into())]);
    let settings = settings.unwrap().settings;
    format!("{settings:?} {:?}", settings.mail_server())
}

#[test]
fn b61_no_value_with_a_secret_shows_it() {
    let hash = || PasswordHash::from_phc(SECRET.into());
    let token = "A".repeat(43);
    let mail = Mail {
        to: Email::from_store("ana@example.com".into()),
        about: About::ConfirmEmail {
            link: SecretLink::new(format!("https://a.example/confirm-email/{token}")),
        },
        at: Timestamp(0),
        language: Language::English,
        not_me: Some(SecretLink::new(format!("https://a.example/not-me/{token}"))),
    };
    let message = server::mail::Message {
        id: MailId::from_store("0".into()),
        to: "ana@example.com".into(),
        from_name: "Twofold".into(),
        from: "no-reply@a.example".into(),
        host: "a.example".into(),
        subject: "Confirm".into(),
        body: format!("https://a.example/confirm-email/{token}"),
        html: format!("<p>https://a.example/confirm-email/{token}</p>"),
        at: Timestamp(0),
    };
    let shown = [
        format!("{:?}", server::config::KeyText::new(SECRET.into())),
        format!("{:?}", Password::from_secret(SECRET)),
        format!("{:?}", hash()),
        format!("{:?}", Verified::of(&hash())),
        format!("{:?}", PlainCode::parse(SECRET)),
        format!("{:?}", PlainToken::parse(&token)),
        format!("{:?}", series_token(&token)),
        format!(
            "{:?}",
            PlainCredential::random(CredentialKind::ApiKey, SECRET, &OsEntropy)
        ),
        format!("{:?}", Passcode::parse("284019")),
        format!("{:?}", MailedCode::parse("28401957")),
        format!("{:?}", SecretCode::new("28401957".into())),
        format!("{:?}", SharedSecret::from_bytes(SECRET.as_bytes())),
        recovery_codes(),
        kept(),
        format!("{mail:?}"),
        format!("{message:?}"),
        [settings_with_a_mail_server(), of_apps()].join(" "),
    ];
    let secrets = [
        SECRET,
        "9ABCD",
        &token,
        "284019",
        "57, 65, 66",
        "[50, 56",
        "/confirm-email",
        "/not-me",
    ];
    for text in &shown {
        assert!(text.contains("(redacted)"), "{text}");
        for secret in secrets {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

/// What apps send and get.
fn of_apps() -> String {
    let pair = NewKeyPair {
        private: Zeroizing::new(SECRET.into()),
        public: "{}".into(),
    };
    let parameters = Parameters::read([("client_secret".to_owned(), SECRET.to_owned())]);
    let credential = |kind| PlainCredential::random(kind, SECRET, &OsEntropy);
    let tokens = Tokens {
        access: credential(CredentialKind::AppToken),
        expires_in: 900,
        refresh: credential(CredentialKind::RefreshToken),
        id_token: SECRET.into(),
        scopes: AppScopes::default(),
    };
    format!("{pair:?} {parameters:?} {tokens:?}")
}

#[tokio::test]
async fn b61_no_row_shows_its_hash() {
    let w = Fixtures::on(testing::Database::Memory).await;
    let (member, session, _) = w.protected("ana@example.com").await;
    let sign_up = w.sign_up("ben@example.com");
    let codes = w.codes(&member.id, session.created_at);
    let shown = format!("{member:?} {sign_up:?} {codes:?}");
    assert!(shown.contains("PasswordHash(redacted)"));
    for hash in [&member.password, &sign_up.password]
        .into_iter()
        .chain(codes.rows.iter().map(|code| &code.hash))
    {
        assert!(!shown.contains(&format!("{:?}", hash.as_phc())), "{shown}");
    }
}

/// All types of the shipped packages by name.
fn all_types() -> BTreeMap<String, Found> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folders = [
        "app/src",
        "server/domain/src",
        "server/src",
        "server/store-sql",
        "server/terms/src",
    ];
    let mut files = Vec::new();
    for folder in folders {
        sources(&root.join(folder), &mut files);
    }
    assert!(files.len() > 150, "{}", files.len());
    let mut types = BTreeMap::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        read(&text, &file.display().to_string(), &mut types);
    }
    types
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => sources(&path, files),
            false if path.extension().is_some_and(|end| end == "rs") => files.push(path),
            false => {}
        }
    }
}

/// Reads the types of one formatted file.
fn read(text: &str, file: &str, types: &mut BTreeMap<String, Found>) {
    let mut derives_debug = false;
    let mut implemented = "";
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let item = line
            .trim_start()
            .trim_start_matches("pub(crate) ")
            .trim_start_matches("pub(super) ");
        let item = item.trim_start_matches("pub ");
        if let Some(name) = item.strip_prefix("struct ").or_else(|| item.strip_prefix("enum ")) {
            let name = word(name);
            let mut body = line.to_owned();
            while !body.ends_with([';', '}']) {
                let Some(next) = lines.next() else { break };
                body = if next == "}" { body + next } else { body + next + " " };
            }
            let found = types.entry(name.to_owned()).or_default();
            found.secret |= body.contains("Zeroizing") || name.contains("Secret") || TEXTS.contains(&name);
            found.secret |= ["password: &", "passcode: &", "code: &"]
                .iter()
                .any(|field| body.contains(field));
            found.derives_debug |= derives_debug;
            file.clone_into(&mut found.file);
        }
        derives_debug = match line.trim_start() {
            attribute if attribute.starts_with("#[derive(") => attribute.contains("Debug"),
            attribute => derives_debug && (attribute.starts_with("#[") || attribute.starts_with("///")),
        };
        if let Some(name) = line.strip_prefix("impl ") {
            implemented = name.rsplit(" for ").next().map_or("", word);
            assert!(
                !line.contains("Debug for") || !types.get(implemented).is_some_and(|found| found.secret),
                "{implemented} in {file} implements Debug by hand"
            );
        }
        if line.contains("fn expose_secret") {
            types.entry(implemented.to_owned()).or_default().secret = true;
        }
        if let Some(names) = line.trim_start().strip_prefix("terms::redacted!(") {
            for name in names.trim_end_matches(");").split(", ") {
                types.entry(name.to_owned()).or_default().redacted = true;
            }
        }
    }
}

/// The name at the beginning of a declaration.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}
