//! Key pairs and signatures of JSON Web Tokens, on AWS-LC.

mod key;
mod verify;

#[cfg(test)]
mod tests;

use async_trait::async_trait;
use domain::{
    InternalError,
    kernel::{
        id::SigningKeyId,
        ports::{JwtError, NewKeyPair, Signer, SigningKey, VerifiedJwt},
    },
    oidc::clients::client::SigningAlgorithm,
};
use std::sync::Arc;

/// The signer that the server uses, in tests as well.
#[derive(Clone, Copy, Debug)]
pub struct AwsLcSigner;

#[async_trait]
impl Signer for AwsLcSigner {
    async fn generate(&self, kid: &SigningKeyId, algorithm: SigningAlgorithm) -> Result<NewKeyPair, InternalError> {
        let kid = kid.clone();
        let generated = tokio::task::spawn_blocking(move || key::generate(&kid, algorithm)).await;
        generated.map_err(|error| InternalError::new("generating a key pair", error))?
    }

    fn open(
        &self,
        kid: &SigningKeyId,
        algorithm: SigningAlgorithm,
        private: &[u8],
    ) -> Result<Arc<dyn SigningKey>, InternalError> {
        Ok(Arc::new(key::OpenKey::open(kid, algorithm, private)?))
    }

    fn verify(&self, token: &str, keys: &str, algorithms: &[SigningAlgorithm]) -> Result<VerifiedJwt, JwtError> {
        verify::verify(token, keys, algorithms)
    }
}
