//! Storage of resource keys.

use super::transaction::{Outcome, at_most_one, internal, transaction};
use crate::SqlStore;
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    introspection::{
        resource::{NewResourceKey, ResourceKey},
        store::{Added, ResourceStore},
    },
    kernel::{id::ResourceKeyId, label::Label, token::TokenDigest},
};
use sqlx::query;

#[async_trait]
impl ResourceStore for SqlStore {
    async fn add_resource_key(&self, new: &NewResourceKey, most: i64) -> Result<Added, InternalError> {
        transaction!(self, "adding a resource key", |conn| {
            let key = &new.key;
            let row = query!(r#"SELECT COUNT(*) AS "count!: i64" FROM resource_key"#)
                .fetch_one(&mut *conn)
                .await?;
            if row.count >= most {
                return Ok(Outcome::Rollback(Added::TooMany));
            }
            let done = query!(
                "INSERT INTO resource_key (id, digest, name, name_key, created_at) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (name_key) DO NOTHING",
                key.id.as_str(),
                new.digest.as_str(),
                key.name.as_str(),
                key.name.key(),
                key.created_at.0
            )
            .execute(&mut *conn)
            .await?;
            Ok(match at_most_one(done.rows_affected())? {
                true => Outcome::Commit(Added::Done),
                false => Outcome::Rollback(Added::NameTaken),
            })
        })
    }

    async fn resource_keys(&self) -> Result<Vec<ResourceKey>, InternalError> {
        let rows = query!("SELECT id, name, created_at FROM resource_key ORDER BY name_key")
            .fetch_all(self.read())
            .await;
        let rows = rows.map_err(internal("reading the resource keys"))?;
        let key = |(id, name, created_at)| ResourceKey {
            id: ResourceKeyId::from_store(id),
            name: Label::from_store(name),
            created_at: Timestamp(created_at),
        };
        Ok(rows
            .into_iter()
            .map(|row| key((row.id, row.name, row.created_at)))
            .collect())
    }

    async fn is_resource_key(&self, digest: &TokenDigest) -> Result<bool, InternalError> {
        let row = query!("SELECT id FROM resource_key WHERE digest = $1", digest.as_str())
            .fetch_optional(self.read())
            .await;
        let row = row.map_err(internal("looking for a resource key"))?;
        Ok(row.is_some())
    }

    async fn remove_resource_key(&self, name: &Label) -> Result<bool, InternalError> {
        let done = query!("DELETE FROM resource_key WHERE name_key = $1", name.key())
            .execute(self.write())
            .await;
        let done = done.and_then(|done| at_most_one(done.rows_affected()));
        done.map_err(internal("removing a resource key"))
    }
}
