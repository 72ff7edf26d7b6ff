//! Writes that concern trusted browsers.

use super::{
    super::trusted_browsers::{Held, browser, trust},
    Write, reports,
};
use domain::{
    InternalError, Store,
    kernel::{id::DeviceId, token::TokenDigest},
    profile::member::Member,
    sessions::{
        session::{KnownBrowser, Session},
        trusted::store::FactorSkip,
    },
    sign_in::store::Verified,
    store::Effects,
};
use std::sync::Arc;
use terms::SessionKind;
use testing::{Fixtures, T0};

/// A sign-in in a trusted browser, as values.
struct SignIn {
    session: Session,
    member: Member,
    known: KnownBrowser,
    held: Held,
    next: TokenDigest,
    theft: Effects,
}

/// Returns what a member does in trusted browsers: a sign-in, one with a copied token, and the end of the trust.
pub(super) async fn writes(w: &Fixtures, member: &Member, device: &DeviceId) -> Vec<Write> {
    let mut held = Vec::new();
    for step in 198..=200 {
        held.push(trust(w, member, device, step, T0).await);
    }
    let [used, mut copied, ended] = held.try_into().map_err(drop).expect("three");
    copied.digest = w.digest();
    let sign_in = |held| SignIn {
        session: w.new_session(member, SessionKind::Full, T0),
        member: member.clone(),
        known: w.known(member, T0),
        held,
        next: w.digest(),
        theft: Effects::mails(reports(w, member)),
    };
    let (used, copied, owner) = (sign_in(used), sign_in(copied), member.id.clone());
    vec![
        write!(|store| skip(store, &used)),
        write!(|store| skip(store, &copied)),
        write!(|store| store.end_trust(&owner, &ended.id, &Effects::none())),
    ]
}

async fn skip(store: Arc<dyn Store>, sign_in: &SignIn) -> Result<(), InternalError> {
    let presented = [(sign_in.held.id.clone(), sign_in.held.digest.clone())];
    let skip = FactorSkip {
        session: &sign_in.session,
        password: &Verified::of(&sign_in.member.password),
        known: &sign_in.known,
        presented: &presented,
        next: &sign_in.next,
        browser: &browser(),
        now: T0,
        effects: &Effects::none(),
        theft: &sign_in.theft,
    };
    store.skip_factor(&skip).await.map(drop)
}
