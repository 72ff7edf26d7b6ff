//! Signed tokens (RFC 7519).

use super::clients::client::SigningAlgorithm;
use crate::{InternalError, Service};
use serde_json::Value;

impl Service {
    pub(crate) async fn verified_jwt(&self, _keys: &str, _token: &str) -> Result<Option<Value>, InternalError> {
        Ok(None)
    }
    pub(crate) async fn signed(
        &self,
        _a: SigningAlgorithm,
        _typ: &str,
        _claims: &Value,
    ) -> Result<String, InternalError> {
        Ok(String::new())
    }
    pub(crate) async fn published_keys(&self) -> Result<String, InternalError> {
        Ok(String::new())
    }
}
