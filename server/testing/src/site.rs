//! An [`App`] behind the shipped router, with caught mails.

use crate::{App, NAME};
use async_trait::async_trait;
use axum::Router;
use domain::kernel::network::Network;
use server::{
    Web,
    config::Origin,
    jobs::Outbox,
    mail::{DeliveryError, Mailer, Message, Writer},
    remarks::Remarks,
};
use std::{
    ops::Deref,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::watch;

/// The delivered mails that no test has read yet.
#[derive(Clone, Debug, Default)]
pub struct Mailbox(Arc<Mutex<Vec<Message>>>);

impl Mailbox {
    /// Removes and returns the mails.
    pub fn drain(&self) -> Vec<Message> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl Mailer for Mailbox {
    async fn deliver(&self, message: &Message) -> Result<(), DeliveryError> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(message.clone());
        Ok(())
    }
}

/// The whole server.
#[derive(Clone)]
pub struct Site {
    app: App,
    /// The shipped router.
    pub router: Router,
    mailbox: Mailbox,
    /// The remarks that `/readyz` shows.
    pub remarks: Remarks,
}

impl Site {
    /// Creates a site; `proxies` are the trusted proxies, in the form of the setting.
    pub fn new(app: App, proxies: &str) -> Self {
        let origin = Origin::parse(&app.plan.origin).unwrap();
        let proxies = Network::parse_list(proxies).unwrap();
        let remarks = Remarks::default();
        let web = Web::new(origin, proxies, app.vault.clone(), app.plan.entropy.clone())
            .with_apps(Origin::parse_list(&app.plan.apps.join(",")).unwrap())
            .with_remarks(remarks.clone());
        let router = server::router(app.service.clone(), web);
        Self {
            app,
            router,
            mailbox: Mailbox::default(),
            remarks,
        }
    }

    /// Delivers the due mails and returns them.
    pub async fn mails(&self) -> Vec<Message> {
        let writer = Writer::new(NAME, &Origin::parse(&self.app.plan.origin).unwrap());
        let outbox = Outbox::new(self.app.service.clone(), writer, Arc::new(self.mailbox.clone()));
        let (_running, stop) = watch::channel(false);
        outbox.deliver_due(&stop).await.unwrap();
        self.mailbox.drain()
    }
}

impl Deref for Site {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}
