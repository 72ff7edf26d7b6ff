//! One-time links: a GET shows, a POST exchanges the token for one the browser holds.

use crate::Result;
use crate::service::Service;
use crate::{
    kernel::token::PlainToken,
    registration::link::{HELD_LIFE, Link, SET_UP_LIFE},
};
use terms::{Ended, LinkKind, Rejection};

/// An exchanged link: the browser keeps the token in `__Host-link`, for [`HELD_LIFE`] seconds.
#[derive(Debug)]
pub struct OpenedLink {
    /// The token to hold.
    pub held: PlainToken,
}

impl Service {
    /// A new set-up link's token while no member exists; it ends the older ones.
    pub async fn issue_set_up_link(&self) -> Result<Option<PlainToken>> {
        if self.store().has_member().await? {
            return Ok(None);
        }
        let token = PlainToken::random(self.entropy());
        let expires_at = self.now().plus(SET_UP_LIFE);
        self.store()
            .put_link(&Link {
                digest: token.digest(),
                kind: LinkKind::SetUp,
                subject: String::new(),
                expires_at,
            })
            .await?;
        Ok(Some(token))
    }

    /// Whether the page of this link has a button: it is live and of this kind. Changes nothing.
    pub async fn look_at_link(&self, kind: LinkKind, token: &str) -> Result<()> {
        let token = PlainToken::parse(token).ok_or(GONE)?;
        match self.store().link(&token.digest(), self.now()).await? {
            Some(link) if link.kind == kind => Ok(()),
            _ => Err(GONE.into()),
        }
    }

    /// Exchanges the link, once. `Gone(Link)` if it was used, replaced or is over.
    pub async fn open_link(&self, kind: LinkKind, token: &str) -> Result<OpenedLink> {
        self.look_at_link(kind, token).await?;
        let token = PlainToken::parse(token).ok_or(GONE)?;
        let held = PlainToken::random(self.entropy());
        let now = self.now();
        let until = now.plus(HELD_LIFE);
        self.store()
            .exchange_link(&token.digest(), &held.digest(), now, until)
            .await?
            .ok_or(GONE)?;
        Ok(OpenedLink { held })
    }

    /// The link this browser holds.
    pub async fn held_link(&self, kind: LinkKind, held: &str) -> Result<Link> {
        let held = PlainToken::parse(held).ok_or(GONE)?;
        Ok(self
            .store()
            .held_link(&held.digest(), kind, self.now())
            .await?
            .ok_or(GONE)?)
    }
}

const GONE: Rejection = Rejection::Gone(Ended::Link);
