//! Tokens that are right, and tokens that only look so.

mod shape;

use super::*;
use SigningAlgorithm::{Es256, Rs256};
use aws_lc_rs::{
    hmac,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

const BOTH: &[SigningAlgorithm] = &[Rs256, Es256];

struct Pair {
    key: Arc<dyn SigningKey>,
    public: Value,
}

impl Pair {
    async fn new(kid: &str, algorithm: SigningAlgorithm) -> Self {
        let kid = SigningKeyId::from_store(kid.to_owned());
        let new = AwsLcSigner.generate(&kid, algorithm).await.expect("a pair");
        Self {
            key: AwsLcSigner.open(&kid, algorithm, &new.private).expect("a key"),
            public: serde_json::from_str(&new.public).expect("a public key"),
        }
    }

    fn sign(&self, claims: &Value) -> String {
        self.key.sign("JWT", claims).expect("a token")
    }

    /// The public key with some of its members changed; null erases one.
    fn public_with(&self, changes: &Value) -> Value {
        let mut public = self.public.as_object().expect("an object").clone();
        for (name, value) in changes.as_object().expect("changes") {
            match value {
                Value::Null => drop(public.remove(name)),
                value => drop(public.insert(name.clone(), value.clone())),
            }
        }
        Value::Object(public)
    }
}

fn verify(token: &str, keys: &[&Value]) -> Result<VerifiedJwt, JwtError> {
    AwsLcSigner.verify(token, &json!({ "keys": keys }).to_string(), BOTH)
}

fn refusal(token: &str, keys: &[&Value]) -> JwtError {
    verify(token, keys).expect_err("refused")
}

fn encode(text: impl AsRef<[u8]>) -> String {
    BASE64URL_NOPAD.encode(text.as_ref())
}

/// The token with this text as its header, and the signature that it had.
fn with_header(token: &str, header: &str) -> String {
    let (_, rest) = token.split_once('.').expect("a token");
    format!("{}.{rest}", encode(header))
}

#[tokio::test]
async fn a_token_is_verified_with_the_public_key_of_its_pair() {
    for algorithm in BOTH {
        let (own, other) = (Pair::new("own", *algorithm).await, Pair::new("other", *algorithm).await);
        let claims =
            json!({ "sub": "ana", "aud": ["a", "b"], "exp": 1, "nbf": 99_999_999_999_i64, "n": { "ü": [null] } });
        let token = own.key.sign("logout+jwt", &claims).expect("a token");
        let header = BASE64URL_NOPAD.decode(token.split('.').next().expect("a part").as_bytes());
        let header: Value = serde_json::from_slice(&header.expect("base64url")).expect("JSON");
        assert_eq!(
            header,
            json!({ "typ": "logout+jwt", "alg": algorithm.as_str(), "kid": "own" })
        );
        let verified = verify(&token, &[&other.public, &own.public]).expect("verified");
        assert_eq!((verified.typ.as_deref(), verified.claims), (Some("logout+jwt"), claims));
        assert_eq!(refusal(&token, &[&other.public]), JwtError::UnknownKey);
        let posing = other.public_with(&json!({ "kid": "own" }));
        assert_eq!(refusal(&token, &[&posing]), JwtError::Signature);
        // Two keys with one id, as no set should have.
        assert!(verify(&token, &[&posing, &own.public]).is_ok());
    }
}

#[tokio::test]
async fn a_public_key_says_what_it_is_for_and_holds_nothing_private() {
    let members = [
        (Rs256, "RSA", vec!["alg", "e", "kid", "kty", "n", "use"]),
        (Es256, "EC", vec!["alg", "crv", "kid", "kty", "use", "x", "y"]),
    ];
    for (algorithm, kind, expected) in members {
        let public = Pair::new("own", algorithm).await.public;
        let mut names: Vec<&str> = public
            .as_object()
            .expect("an object")
            .keys()
            .map(String::as_str)
            .collect();
        names.sort_unstable();
        assert_eq!(names, expected);
        let said = ["kty", "use", "alg", "kid"].map(|name| public[name].as_str().expect("a text"));
        assert_eq!(said, [kind, "sig", algorithm.as_str(), "own"]);
    }
    let rsa = Pair::new("own", Rs256).await.public;
    let modulus = BASE64URL_NOPAD
        .decode(rsa["n"].as_str().expect("a text").as_bytes())
        .expect("base64url");
    assert!(modulus.len() == 256 && modulus[0] >= 0x80, "2048 bits");
}

#[tokio::test]
async fn a_token_without_a_signature_is_refused() {
    let pair = Pair::new("own", Es256).await;
    let token = pair.sign(&json!({ "sub": "ana" }));
    for none in ["none", "None", "nOnE", "NONE", ""] {
        let forged = with_header(&token, &format!(r#"{{"alg":"{none}","kid":"own"}}"#));
        let (bare, _) = forged.rsplit_once('.').expect("a token");
        for token in [forged.clone(), format!("{bare}.")] {
            assert_eq!(refusal(&token, &[&pair.public]), JwtError::Malformed, "{token}");
        }
    }
    let (bare, _) = token.rsplit_once('.').expect("a token");
    assert_eq!(refusal(&format!("{bare}."), &[&pair.public]), JwtError::Signature);
}

/// What everybody knows, used as the secret of an HMAC (RFC 8725 section 2.1).
#[tokio::test]
async fn a_public_key_is_no_secret() {
    for algorithm in BOTH {
        let pair = Pair::new("own", *algorithm).await;
        let raw = |name: &str| {
            BASE64URL_NOPAD
                .decode(pair.public[name].as_str().unwrap_or_default().as_bytes())
                .expect("bytes")
        };
        let secrets = [
            pair.public.to_string().into_bytes(),
            raw("n"),
            [&[4], raw("x").as_slice(), raw("y").as_slice()].concat(),
        ];
        for (alg, mac) in [
            ("HS256", hmac::HMAC_SHA256),
            ("HS384", hmac::HMAC_SHA384),
            ("HS512", hmac::HMAC_SHA512),
        ] {
            for secret in &secrets {
                let message = format!(
                    "{}.{}",
                    encode(format!(r#"{{"alg":"{alg}","kid":"own"}}"#)),
                    encode(r#"{"sub":"ana"}"#)
                );
                let tag = hmac::sign(&hmac::Key::new(mac, secret), message.as_bytes());
                let forged = format!("{message}.{}", encode(tag));
                // A set with that secret as a key changes nothing.
                let shared = json!({ "kty": "oct", "kid": "own", "alg": alg, "k": encode(secret) });
                assert_eq!(refusal(&forged, &[&pair.public, &shared]), JwtError::Algorithm);
                let lying = with_header(&forged, &format!(r#"{{"alg":"{}","kid":"own"}}"#, algorithm.as_str()));
                assert_eq!(refusal(&lying, &[&shared]), JwtError::UnknownKey);
            }
        }
    }
}

#[tokio::test]
async fn an_algorithm_and_a_key_of_another_type_do_not_go_together() {
    for (algorithm, other) in [(Rs256, Es256), (Es256, Rs256)] {
        let pair = Pair::new("own", algorithm).await;
        let token = pair.sign(&json!({ "sub": "ana" }));
        let confused = with_header(&token, &format!(r#"{{"alg":"{}","kid":"own"}}"#, other.as_str()));
        for public in [pair.public.clone(), pair.public_with(&json!({ "alg": null }))] {
            assert_eq!(refusal(&confused, &[&public]), JwtError::UnknownKey);
        }
        let keys = json!({ "keys": [pair.public] }).to_string();
        let answer = AwsLcSigner.verify(&token, &keys, &[other]);
        assert_eq!(answer, Err(JwtError::Algorithm), "not an algorithm that was asked for");
        assert_eq!(AwsLcSigner.verify(&token, &keys, &[]), Err(JwtError::Algorithm));
        for alg in ["PS256", "RS384", "RS512", "ES384", "EdDSA"] {
            let foreign = with_header(&token, &format!(r#"{{"alg":"{alg}","kid":"own"}}"#));
            assert_eq!(refusal(&foreign, &[&pair.public]), JwtError::Algorithm, "{alg}");
        }
    }
}

#[tokio::test]
async fn a_key_for_something_else_verifies_nothing() {
    let pair = Pair::new("own", Es256).await;
    let token = pair.sign(&json!({ "sub": "ana" }));
    let bad = [
        json!({ "use": "enc" }),
        json!({ "key_ops": ["sign"] }),
        json!({ "alg": "ES384" }),
        json!({ "alg": "RS256" }),
        json!({ "crv": "P-384" }),
        json!({ "kid": "another" }),
        json!({ "kid": null }),
        json!({ "kty": "OKP" }),
    ];
    for change in bad {
        assert_eq!(
            refusal(&token, &[&pair.public_with(&change)]),
            JwtError::UnknownKey,
            "{change}"
        );
    }
    for change in [json!({ "use": null, "alg": null }), json!({ "key_ops": ["verify"] })] {
        assert!(verify(&token, &[&pair.public_with(&change)]).is_ok(), "{change}");
    }
    for change in [
        json!({ "x": "" }),
        json!({ "x": "AAAA" }),
        json!({ "y": pair.public["x"] }),
    ] {
        assert_eq!(
            refusal(&token, &[&pair.public_with(&change)]),
            JwtError::Signature,
            "{change}"
        );
    }
    for keys in [
        "",
        "[]",
        "{}",
        r#"{"keys":{}}"#,
        r#"{"keys":[]}"#,
        r#"{"keys":[{}]}"#,
        r#"{"keys":[{"kty":"RSA"}]}"#,
    ] {
        assert_eq!(
            AwsLcSigner.verify(&token, keys, BOTH),
            Err(JwtError::UnknownKey),
            "{keys}"
        );
    }
}

#[tokio::test]
async fn a_key_is_found_by_its_id_or_tried() {
    let (first, second) = (Pair::new("first", Es256).await, Pair::new("second", Es256).await);
    let token = first.sign(&json!({ "sub": "ana" }));
    let renamed = with_header(&token, r#"{"typ":"JWT","alg":"ES256","kid":"second"}"#);
    assert_eq!(refusal(&renamed, &[&first.public, &second.public]), JwtError::Signature);
    let unknown = with_header(&token, r#"{"typ":"JWT","alg":"ES256","kid":"third"}"#);
    assert_eq!(
        refusal(&unknown, &[&first.public, &second.public]),
        JwtError::UnknownKey
    );
    // Of a token without an id, made with a key that AWS-LC opens by itself.
    let kid = SigningKeyId::from_store("third".into());
    let new = AwsLcSigner.generate(&kid, Es256).await.expect("a pair");
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &new.private).expect("a key");
    let message = format!("{}.{}", encode(r#"{"alg":"ES256"}"#), encode(r#"{"sub":"ana"}"#));
    let random = SystemRandom::new();
    let signature = pair.sign(&random, message.as_bytes()).expect("a signature");
    let nameless = format!("{message}.{}", encode(signature));
    let third = serde_json::from_str(&new.public).expect("a public key");
    assert!(verify(&nameless, &[&first.public, &second.public, &third]).is_ok());
    assert_eq!(
        refusal(&nameless, &[&first.public, &second.public]),
        JwtError::Signature
    );
    let mut crowd = vec![&first.public; 16];
    crowd.push(&third);
    assert_eq!(
        refusal(&nameless, &crowd),
        JwtError::Signature,
        "no more than 16 are tried"
    );
}

/// Made with OpenSSL: the signature is right, and the key has 1024 bits.
#[tokio::test]
async fn a_short_rsa_key_verifies_nothing() {
    let n = "osR5YmjihIr-HAFIjcL5dw_8xLjZl1WQojTC2FGcJdFl8FY5QuXIs2qc5GinaFAkxlEYriLCwZaWkUYMfMRPgrF4HQZf842rIFbfk1RqMlcHuatE7B2Wi\
             XSrIotC1MuiBzdZ5OUJ0oEAASQNM4i4qmIDaWOSlFVZGldaD5nlBlE";
    let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ3ZWFrIn0.aJoGncMW3yl2hY8ZncnOPPYdAB1JMogjqrR6rsuu5KOn8_6JBUpRpYDasB2ePz4eGBCwDFqu76x\
                 sz9hA8rkTAPDZqFBevVKX06Bo1hdQB_c7w1AOm7yy-4BYlinHJiSalAKwkDIy9NFJuOoNqnx0NP_cDi2zNkyezBV_-W-g170";
    assert_eq!(
        refusal(token, &[&json!({ "kty": "RSA", "n": n, "e": "AQAB" })]),
        JwtError::Signature
    );
}

#[tokio::test]
async fn a_private_key_is_not_shown_and_opens_as_what_it_is() {
    let kid = SigningKeyId::from_store("own".into());
    for (algorithm, other) in [(Rs256, Es256), (Es256, Rs256)] {
        let new = AwsLcSigner.generate(&kid, algorithm).await.expect("a pair");
        assert_eq!(format!("{new:?}"), "NewKeyPair(redacted)");
        assert!(AwsLcSigner.open(&kid, other, &new.private).is_err());
        assert!(AwsLcSigner.open(&kid, algorithm, &new.private[1..]).is_err());
    }
}
