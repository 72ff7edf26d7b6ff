//! Tells apps that a session of theirs has ended (OpenID Connect Back-Channel Logout 1.0).

use crate::outgoing;
use domain::{Error, InternalError, Service, oidc::logout::Notice};
use std::time::Duration;
use tokio::task::{JoinSet, spawn_blocking};
use ureq::Agent;

/// How long an app may take to answer.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The clients that tell apps.
#[derive(Clone)]
pub struct Logouts {
    /// For apps of the operator.
    anywhere: Agent,
    /// For apps of accounts.
    public: Agent,
}

impl Default for Logouts {
    fn default() -> Self {
        let config = || {
            outgoing::settings(TIMEOUT)
                .proxy(None)
                .tls_config(outgoing::tls())
                .build()
        };
        Self {
            anywhere: config().new_agent(),
            public: outgoing::to_public_addresses(config()),
        }
    }
}

impl Logouts {
    /// Tells the apps that are due, all at once: one that does not answer keeps no other one waiting.
    pub async fn tell(&self, service: &Service) -> Result<(), Error> {
        let mut telling = JoinSet::new();
        for notice in service.due_notices().await? {
            let token = service.logout_token(&notice).await?;
            let agent = if notice.of_operator {
                &self.anywhere
            } else {
                &self.public
            };
            let (agent, service) = (agent.clone(), service.clone());
            telling.spawn(async move { tell(&service, agent, notice, token).await });
        }
        while let Some(told) = telling.join_next().await {
            told.map_err(|error| InternalError::new("telling an app", error))??;
        }
        Ok(())
    }
}

async fn tell(service: &Service, agent: Agent, notice: Notice, token: String) -> Result<(), Error> {
    let uri = notice.backchannel_uri.clone().unwrap_or_default();
    let posted = spawn_blocking(move || agent.post(&uri).send_form([("logout_token", token)])).await;
    let posted = posted.map_err(|error| InternalError::new("telling an app", error))?;
    let (told, answer) = match posted {
        Ok(response) => (response.status().is_success(), response.status().to_string()),
        Err(error) => (false, error.to_string()),
    };
    let again = service.noticed(&notice, told).await?;
    if !told {
        let app = notice.client.as_str();
        tracing::warn!(app, answer, again, "an app could not be told of the end of a session");
    }
    Ok(())
}
