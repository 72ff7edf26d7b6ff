//! Who is calling. Every request reads its session from the store: an ended one is refused from the next request on.

pub mod session;
pub(crate) mod step_up;

pub use step_up::{Proofs, Renewed};

use crate::Result;
use crate::service::Service;
use crate::{
    kernel::token::PlainToken,
    sessions::session::{SEEN_EVERY, SignIn},
    store::SignedIn,
};
use terms::{Rejection, SessionKind};

impl Service {
    /// The live session behind a cookie; `NotSignedIn` otherwise.
    pub async fn session(&self, token: &str) -> Result<SignedIn> {
        let token = PlainToken::parse(token).ok_or(Rejection::NotSignedIn)?;
        let digest = token.digest();
        let now = self.now();
        let signed_in = self.store().session(&digest).await?.ok_or(Rejection::NotSignedIn)?;
        if !signed_in.session.live(now) {
            // For good, whatever the clock says next.
            self.store().end_session(&signed_in.session.id).await?;
            return Err(Rejection::NotSignedIn.into());
        }
        if now.since(signed_in.session.last_seen_at) >= SEEN_EVERY {
            self.store().touch_session(&digest, now).await?;
        }
        Ok(signed_in)
    }

    /// The member's last sign-in, in whichever browser; a repair session learns of its own only.
    pub async fn last_sign_in(&self, who: &SignedIn) -> Result<SignIn> {
        let newest = match who.session.kind {
            SessionKind::Full => self.store().newest_sign_in(&who.member.id, self.now()).await?,
            SessionKind::Repair => None,
        };
        Ok(newest.unwrap_or_else(|| SignIn::from(&who.session)))
    }

    /// Ends the session behind a cookie; a token nobody knows is no error: the browser is signed out either way.
    pub async fn sign_out(&self, token: &str) -> Result<()> {
        if let Some(token) = PlainToken::parse(token)
            && let Some(signed_in) = self.store().session(&token.digest()).await?
        {
            self.store().end_session(&signed_in.session.id).await?;
        }
        Ok(())
    }
}

/// Refuses a repair session what it may not do.
pub(crate) fn full_only(who: &SignedIn) -> Result<(), Rejection> {
    match who.session.kind {
        SessionKind::Full => Ok(()),
        SessionKind::Repair => Err(Rejection::Repair),
    }
}
