//! The keys that sign tokens for apps, and tokens that are signed.

mod ring;
pub mod schedule;
pub mod store;

pub(crate) use ring::KeyRing;

use crate::{
    InternalError, Service, Timestamp,
    kernel::{
        id::SigningKeyId,
        ports::{JwtError, SigningKey, VerifiedJwt},
        seal::AssociatedData,
    },
    oidc::clients::client::SigningAlgorithm,
};
use serde_json::Value;
use std::sync::Arc;
use store::StoredKey;

impl Service {
    /// Signs `claims` for apps, as a token whose header has this `typ`.
    pub async fn sign(&self, algorithm: SigningAlgorithm, typ: &str, claims: &Value) -> Result<String, InternalError> {
        self.signing_key(algorithm).await?.sign(typ, claims)
    }

    /// Returns the public keys as a JSON Web Key Set (RFC 7517): of each algorithm the one that signs, and those that are about
    /// to or did until recently.
    pub async fn published_keys(&self) -> Result<String, InternalError> {
        let now = self.now();
        let mut keys = self.keys(now).await?;
        for algorithm in SigningAlgorithm::ALL {
            keys = self.with_first_key(keys, *algorithm, now).await?;
        }
        let public: Vec<&str> = keys.iter().map(|key| key.public.as_str()).collect();
        Ok(format!(r#"{{"keys":[{}]}}"#, public.join(",")))
    }

    /// Verifies a token that this server has signed, as long as its key is published. Its times are not judged.
    pub async fn verify_own(&self, token: &str) -> Result<Result<VerifiedJwt, JwtError>, InternalError> {
        let keys = self.published_keys().await?;
        Ok(self.signer().verify(token, &keys, SigningAlgorithm::ALL))
    }

    /// Makes the keys that are due, and erases those that need not be published any more. While the clock is not believed
    /// (see [`crate::sweep`]) nothing happens.
    pub async fn tend_keys(&self) -> crate::Result<()> {
        let now = self.now();
        let record = self.store().sweep_record().await?;
        if record.is_some_and(|record| record.is_ahead(now)) {
            return Ok(());
        }
        let mut keys: Arc<[StoredKey]> = self.store().signing_keys().await?.into();
        for algorithm in SigningAlgorithm::ALL {
            keys = self.with_due_key(keys, *algorithm, now).await?;
        }
        for key in schedule::over(&keys, now) {
            self.store().erase_signing_key(key).await?;
            tracing::info!(%key, "a key that signed tokens for apps was erased");
        }
        self.key_ring().forget();
        Ok(())
    }

    /// Returns the key that signs now. There is always one: the first is made when it is needed.
    async fn signing_key(&self, algorithm: SigningAlgorithm) -> Result<Arc<dyn SigningKey>, InternalError> {
        let now = self.now();
        let keys = self.keys(now).await?;
        let keys = self.with_first_key(keys, algorithm, now).await?;
        let key = schedule::signing(&keys, algorithm, now);
        let key = key.ok_or_else(|| InternalError::new("signing", "no key"))?;
        if let Some(opened) = self.key_ring().opened(key) {
            return Ok(opened);
        }
        let private = self.vault().open(&key.private, associated_data(&key.id))?;
        let opened = self.signer().open(&key.id, algorithm, &private)?;
        self.key_ring().keep_opened(key, &opened);
        Ok(opened)
    }

    /// Returns the keys from memory, or as they are stored.
    async fn keys(&self, now: Timestamp) -> Result<Arc<[StoredKey]>, InternalError> {
        match self.key_ring().stored(now) {
            Some(keys) => Ok(keys),
            None => self.read_keys(now).await,
        }
    }

    async fn read_keys(&self, now: Timestamp) -> Result<Arc<[StoredKey]>, InternalError> {
        let keys = self.store().signing_keys().await?;
        Ok(self.key_ring().keep(keys, now))
    }

    /// Returns the keys, with the first one of this algorithm.
    async fn with_first_key(
        &self,
        keys: Arc<[StoredKey]>,
        algorithm: SigningAlgorithm,
        now: Timestamp,
    ) -> Result<Arc<[StoredKey]>, InternalError> {
        match keys.iter().any(|key| key.algorithm == algorithm) {
            true => Ok(keys),
            false => self.with_due_key(keys, algorithm, now).await,
        }
    }

    /// Returns the keys, with the one that is due. If another node makes it at the same moment, it is that node's.
    async fn with_due_key(
        &self,
        keys: Arc<[StoredKey]>,
        algorithm: SigningAlgorithm,
        now: Timestamp,
    ) -> Result<Arc<[StoredKey]>, InternalError> {
        let Some(due) = schedule::due(&keys, algorithm, now) else {
            return Ok(keys);
        };
        let id = SigningKeyId::random(self.entropy());
        let pair = self.signer().generate(&id, algorithm).await?;
        let key = StoredKey {
            private: self.vault().seal(&pair.private, associated_data(&id), self.entropy())?,
            public: pair.public,
            id,
            algorithm,
            created_at: now,
            signs_from: due.signs_from,
            follows: due.follows,
        };
        if self.store().put_signing_key(&key).await? {
            let (algorithm, signs_from) = (algorithm.as_str(), key.signs_from.0);
            tracing::info!(key = %key.id, algorithm, signs_from, "a new key for tokens for apps");
        }
        self.read_keys(now).await
    }
}

/// The place that a private key is sealed for.
fn associated_data(id: &SigningKeyId) -> AssociatedData<'_> {
    AssociatedData {
        table: "oidc_key",
        column: "private",
        row: id.as_str(),
        owner: "",
    }
}
