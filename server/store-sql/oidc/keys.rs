//! Storage of the keys that sign tokens for apps.

use crate::{
    SqlStore,
    shared::{
        rows::known_value,
        transaction::{Outcome, at_most_one, internal, transaction},
    },
};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    kernel::{id::SigningKeyId, seal::Sealed},
    oidc::{
        clients::client::SigningAlgorithm,
        keys::store::{KeyStore, StoredKey},
    },
};
use sqlx::query;

#[async_trait]
impl KeyStore for SqlStore {
    async fn signing_keys(&self) -> Result<Vec<StoredKey>, InternalError> {
        let read = async {
            let rows = query!(
                "SELECT id, algorithm, private, public, created_at, signs_from, follows
                 FROM oidc_key ORDER BY signs_from, algorithm, id"
            )
            .fetch_all(self.read())
            .await?;
            let keys = rows.into_iter().map(|row| {
                Ok(StoredKey {
                    id: SigningKeyId::from_store(row.id),
                    algorithm: known_value("oidc_key.algorithm", SigningAlgorithm::parse(&row.algorithm))?,
                    private: Sealed(row.private),
                    public: row.public,
                    created_at: Timestamp(row.created_at),
                    signs_from: Timestamp(row.signs_from),
                    follows: (!row.follows.is_empty()).then(|| SigningKeyId::from_store(row.follows)),
                })
            });
            keys.collect::<Result<_, sqlx::Error>>()
        };
        read.await.map_err(internal("reading the keys that sign"))
    }

    async fn put_signing_key(&self, key: &StoredKey) -> Result<bool, InternalError> {
        transaction!(self, "storing a key that signs", |conn| {
            let private = key.private.0.as_slice();
            let follows = key.follows.as_ref().map_or("", SigningKeyId::as_str);
            let done = query!(
                "INSERT INTO oidc_key (id, algorithm, private, public, created_at, signs_from, follows)
                 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (algorithm, follows) DO NOTHING",
                key.id.as_str(),
                key.algorithm.as_str(),
                private,
                key.public,
                key.created_at.0,
                key.signs_from.0,
                follows
            );
            Ok(Outcome::Commit(at_most_one(done.execute(conn).await?.rows_affected())?))
        })
    }

    async fn erase_signing_key(&self, key: &SigningKeyId) -> Result<(), InternalError> {
        transaction!(self, "erasing a key that signs", |conn| {
            let done = query!("DELETE FROM oidc_key WHERE id = $1", key.as_str());
            at_most_one(done.execute(conn).await?.rows_affected())?;
            Ok(Outcome::Commit(()))
        })
    }
}
