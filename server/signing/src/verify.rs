//! Verification of tokens with a set of public keys.
//!
//! A token chooses neither its algorithm nor its key's kind (RFC 8725 sections 3.1 and 3.2): the algorithm must be one that
//! the caller names, and only keys of that algorithm's type are tried.

use domain::{
    kernel::ports::{JWT_BYTES, JwtError, VerifiedJwt},
    oidc::clients::client::SigningAlgorithm,
};
use jsonwebtoken::{
    Algorithm, DecodingKey, Header, Validation, decode, decode_header,
    errors::ErrorKind,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, KeyOperations, PublicKeyUse},
};
use serde_json::{Map, Value};

/// Maximum number of keys that are tried: a set of thousands must not cost as many verifications.
const TRIES: usize = 16;

pub(crate) fn verify(token: &str, keys: &str, algorithms: &[SigningAlgorithm]) -> Result<VerifiedJwt, JwtError> {
    if token.len() > JWT_BYTES {
        return Err(JwtError::TooLong);
    }
    let header = decode_header(token).map_err(|error| fault(error.kind()))?;
    let algorithm = algorithms
        .iter()
        .map(|asked| known(*asked))
        .find(|asked| *asked == header.alg);
    let algorithm = algorithm.ok_or(JwtError::Algorithm)?;
    let keys: JwkSet = serde_json::from_str(keys).map_err(|_| JwtError::UnknownKey)?;
    let mut answer = Err(JwtError::UnknownKey);
    for key in keys.keys.iter().filter(|key| fits(key, &header, algorithm)).take(TRIES) {
        answer = verify_with(key, token, algorithm);
        if !matches!(answer, Err(JwtError::Signature)) {
            break;
        }
    }
    answer
}

fn verify_with(key: &Jwk, token: &str, algorithm: Algorithm) -> Result<VerifiedJwt, JwtError> {
    // What the set says is no key at all verifies nothing.
    let key = DecodingKey::from_jwk(key).map_err(|_| JwtError::Signature)?;
    let mut validation = Validation::new(algorithm);
    // Times and audiences are judged by the domain, which has the clock.
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    let verified = decode::<Map<String, Value>>(token, &key, &validation).map_err(|error| fault(error.kind()))?;
    Ok(VerifiedJwt {
        typ: verified.header.typ,
        claims: Value::Object(verified.claims),
    })
}

/// Whether the token may be signed with this key, as far as both say.
fn fits(key: &Jwk, header: &Header, algorithm: Algorithm) -> bool {
    let common = &key.common;
    let named = header.kid.is_none() || common.key_id == header.kid;
    let meant = common
        .public_key_use
        .as_ref()
        .is_none_or(|purpose| *purpose == PublicKeyUse::Signature);
    let verifies = common
        .key_operations
        .as_ref()
        .is_none_or(|all| all.contains(&KeyOperations::Verify));
    let agreed = common.key_algorithm.is_none_or(|own| own == algorithm.into());
    named && meant && verifies && agreed && is_of_type(key, algorithm)
}

/// Whether the key is of the type that the algorithm needs (RFC 7518 section 3.1). An RSA key's length is checked by AWS-LC.
fn is_of_type(key: &Jwk, algorithm: Algorithm) -> bool {
    match (&key.algorithm, algorithm) {
        (AlgorithmParameters::RSA(_), Algorithm::RS256) => true,
        (AlgorithmParameters::EllipticCurve(point), Algorithm::ES256) => point.curve == EllipticCurve::P256,
        _ => false,
    }
}

const fn known(algorithm: SigningAlgorithm) -> Algorithm {
    match algorithm {
        SigningAlgorithm::Rs256 => Algorithm::RS256,
        SigningAlgorithm::Es256 => Algorithm::ES256,
    }
}

fn fault(kind: &ErrorKind) -> JwtError {
    match kind {
        ErrorKind::InvalidSignature => JwtError::Signature,
        _ => JwtError::Malformed,
    }
}
