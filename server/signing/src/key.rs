//! Key pairs: RSA of 2048 bits for RS256, P-256 for ES256.
//!
//! Tokens are signed with AWS-LC directly: jsonwebtoken reads and checks the private key again for every token, which takes
//! 0.16 ms of RSA's 0.41 ms, and wants it as PKCS#1, which AWS-LC does not write.

use aws_lc_rs::{
    encoding::AsDer,
    rand::SystemRandom,
    rsa::KeySize,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents,
    },
};
use data_encoding::BASE64URL_NOPAD;
use domain::{
    InternalError,
    kernel::{
        id::SigningKeyId,
        ports::{NewKeyPair, SigningKey},
    },
    oidc::clients::client::SigningAlgorithm,
};
use serde_json::{Value, json};
use std::fmt::Display;
use zeroize::Zeroizing;

/// An opened private key. AWS-LC erases the memory of its keys when it frees it.
pub(crate) struct OpenKey {
    kid: String,
    algorithm: SigningAlgorithm,
    pair: Pair,
}

enum Pair {
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair),
}

/// Generates a key pair. RSA's takes some 60 ms.
pub(crate) fn generate(kid: &SigningKeyId, algorithm: SigningAlgorithm) -> Result<NewKeyPair, InternalError> {
    let (private, public) = match algorithm {
        SigningAlgorithm::Rs256 => generate_rsa()?,
        SigningAlgorithm::Es256 => generate_ec()?,
    };
    let mut jwk = json!({ "use": "sig", "alg": algorithm.as_str(), "kid": kid.as_str() });
    if let (Value::Object(jwk), Value::Object(public)) = (&mut jwk, public) {
        jwk.extend(public);
    }
    Ok(NewKeyPair {
        private,
        public: jwk.to_string(),
    })
}

fn generate_rsa() -> Result<(Zeroizing<Vec<u8>>, Value), InternalError> {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(failed("generating an RSA key"))?;
    let private = pair.as_der().map_err(failed("writing an RSA key"))?;
    let public = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public_key());
    let (n, e) = (BASE64URL_NOPAD.encode(&public.n), BASE64URL_NOPAD.encode(&public.e));
    Ok((
        Zeroizing::new(private.as_ref().to_vec()),
        json!({ "kty": "RSA", "n": n, "e": e }),
    ))
}

fn generate_ec() -> Result<(Zeroizing<Vec<u8>>, Value), InternalError> {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map_err(failed("generating a key on P-256"))?;
    let private = pair.to_pkcs8v1().map_err(failed("writing a key on P-256"))?;
    // An uncompressed point: 4, and two coordinates of 32 bytes (SEC 1 section 2.3.3).
    let point = pair.public_key().as_ref();
    let coordinates = point.strip_prefix(&[4]).and_then(|rest| rest.split_at_checked(32));
    let (x, y) = coordinates.ok_or_else(|| InternalError::new("writing a key on P-256", "no uncompressed point"))?;
    let (x, y) = (BASE64URL_NOPAD.encode(x), BASE64URL_NOPAD.encode(y));
    Ok((
        Zeroizing::new(private.as_ref().to_vec()),
        json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y }),
    ))
}

impl OpenKey {
    pub(crate) fn open(kid: &SigningKeyId, algorithm: SigningAlgorithm, private: &[u8]) -> Result<Self, InternalError> {
        let pair = match algorithm {
            SigningAlgorithm::Rs256 => RsaKeyPair::from_pkcs8(private).map(Pair::Rsa),
            SigningAlgorithm::Es256 => {
                EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, private).map(Pair::Ec)
            }
        };
        Ok(Self {
            kid: kid.to_string(),
            algorithm,
            pair: pair.map_err(failed("opening a key that signs"))?,
        })
    }
}

impl SigningKey for OpenKey {
    fn sign(&self, typ: &str, claims: &Value) -> Result<String, InternalError> {
        let header = json!({ "typ": typ, "alg": self.algorithm.as_str(), "kid": self.kid });
        let encode = |part: &Value| BASE64URL_NOPAD.encode(part.to_string().as_bytes());
        let message = format!("{}.{}", encode(&header), encode(claims));
        let signature = self.pair.sign(message.as_bytes())?;
        Ok(format!("{message}.{}", BASE64URL_NOPAD.encode(&signature)))
    }
}

impl Pair {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, InternalError> {
        let random = SystemRandom::new();
        match self {
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                let signed = pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature);
                signed.map(|()| signature).map_err(failed("signing with RSA"))
            }
            Self::Ec(pair) => {
                let signed = pair.sign(&random, message);
                signed
                    .map(|signature| signature.as_ref().to_vec())
                    .map_err(failed("signing on P-256"))
            }
        }
    }
}

fn failed<E: Display>(doing: &'static str) -> impl Fn(E) -> InternalError {
    move |error| InternalError::new(doing, error)
}
