//! Damaged, long and odd tokens.

use super::{Pair, encode, refusal, verify};
use crate::AwsLcSigner;
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use domain::{
    kernel::{
        id::SigningKeyId,
        ports::{JWT_BYTES, JwtError, Signer, VerifiedJwt},
    },
    oidc::clients::client::SigningAlgorithm::Es256,
};
use serde_json::{Value, json};

#[tokio::test]
async fn a_damaged_token_is_refused() {
    let pair = Pair::new("own", Es256).await;
    let token = pair.sign(&json!({ "sub": "ana" }));
    for end in 0..token.len() {
        refusal(&token[..end], &[&pair.public]);
    }
    for at in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        // Another letter of the alphabet, or none of it in place of a dot.
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        refusal(&String::from_utf8(bytes).expect("ASCII"), &[&pair.public]);
    }
    let (message, signature) = token.rsplit_once('.').expect("a token");
    let shapes = [
        String::new(),
        "token".into(),
        "header.payload".into(),
        token.replace('.', ""),
        token.replacen('.', "", 1),
        format!("{token}."),
        format!(".{token}"),
        format!("{token}.{signature}"),
        format!("{message}.{signature}.{signature}.{signature}"),
        format!(" {token}"),
        format!("{token}\n"),
        format!("{token}="),
        "..".into(),
        "e30.e30.e30".into(),
    ];
    for token in shapes {
        assert_eq!(refusal(&token, &[&pair.public]), JwtError::Malformed, "{token:?}");
    }
}

#[tokio::test]
async fn a_token_that_is_too_long_is_not_read() {
    let pair = Pair::new("own", Es256).await;
    let token = pair.sign(&json!({ "filler": "x".repeat(12_000) }));
    assert!(token.len() < JWT_BYTES && verify(&token, &[&pair.public]).is_ok());
    let token = pair.sign(&json!({ "filler": "x".repeat(13_000) }));
    assert!(token.len() > JWT_BYTES);
    assert_eq!(refusal(&token, &[&pair.public]), JwtError::TooLong);
    assert_eq!(refusal(&"x".repeat(JWT_BYTES + 1), &[]), JwtError::TooLong);
    // Depth, which a reader that calls itself would run out of stack for.
    let deep = format!("{}.{}.AA", encode("[".repeat(6_000)), encode("{}"));
    assert_eq!(refusal(&deep, &[&pair.public]), JwtError::Malformed);
}

/// A pair whose key signs any text, to make tokens that `sign` makes not.
struct Raw(EcdsaKeyPair, Value);

impl Raw {
    async fn new() -> Self {
        let kid = SigningKeyId::from_store("own".into());
        let new = AwsLcSigner.generate(&kid, Es256).await.expect("a pair");
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, &new.private);
        Self(
            pair.expect("a key"),
            serde_json::from_str(&new.public).expect("a public key"),
        )
    }

    fn answer(&self, header: &str, claims: &str) -> Result<VerifiedJwt, JwtError> {
        let message = format!("{}.{}", encode(header), encode(claims));
        let random = SystemRandom::new();
        let signature = self.0.sign(&random, message.as_bytes()).expect("a signature");
        verify(&format!("{message}.{}", encode(signature)), &[&self.1])
    }
}

#[tokio::test]
async fn a_signature_does_not_excuse_an_odd_header() {
    let raw = Raw::new().await;
    assert!(raw.answer(r#"{"alg":"ES256"}"#, "{}").is_ok());
    let odd = [
        r#"{"alg":"ES256","alg":"ES256"}"#,
        r#"{"alg":"none","alg":"ES256"}"#,
        r#"{"alg":"ES256","kid":"own","kid":"own"}"#,
        r#"{"alg":"ES256","crit":["exp"],"exp":1}"#,
        r#"{"alg":"ES256","crit":[]}"#,
        r#"{"alg":"ES256","crit":["b64"],"b64":false}"#,
        r#"{"alg":"ES256","b64":false}"#,
        r#"{"alg":["ES256"]}"#,
        r#"{"alg":"es256"}"#,
        r#"{"kid":"own"}"#,
        r#"["ES256"]"#,
        "",
    ];
    for header in odd {
        assert_eq!(raw.answer(header, "{}"), Err(JwtError::Malformed), "{header}");
    }
    // Keys that the header brings along are not looked at.
    let brings = json!({ "alg": "ES256", "jwk": Pair::new("evil", Es256).await.public, "jku": "https://evil.example" });
    assert!(raw.answer(&brings.to_string(), "{}").is_ok());
}

#[tokio::test]
async fn claims_are_one_object_and_name_nobody_twice() {
    let raw = Raw::new().await;
    for claims in ["", "[]", "1", "null", "\"x\"", "{", "{}{}", "\u{feff}{}"] {
        assert_eq!(
            raw.answer(r#"{"alg":"ES256"}"#, claims),
            Err(JwtError::Malformed),
            "{claims:?}"
        );
    }
    for name in ["iss", "sub", "aud", "exp", "nbf"] {
        let twice = format!(r#"{{"{name}":"1","{name}":"2"}}"#);
        assert_eq!(
            raw.answer(r#"{"alg":"ES256"}"#, &twice),
            Err(JwtError::Malformed),
            "{name}"
        );
    }
    // The last one counts of others (RFC 7519 section 4).
    let twice = raw
        .answer(r#"{"alg":"ES256"}"#, r#"{"jti":"1","jti":"2"}"#)
        .expect("verified");
    assert_eq!(twice.claims, json!({ "jti": "2" }));
}
