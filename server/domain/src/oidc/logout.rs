//! The end of a session: an app asks for it (OpenID Connect RP-Initiated Logout 1.0), and apps are told of it
//! (OpenID Connect Back-Channel Logout 1.0).
//!
//! A session ends in many ways. Whichever it is, the foreign key of the sign-ins that belong to it says so in the same
//! transaction, and a job tells their apps.

use super::{
    authorize::AppAnswer, claims::ID_TOKEN, clients::client::SigningAlgorithm, grants::store::GrantKey,
    parameters::Parameters,
};
use crate::{
    InternalError, Result, Service,
    kernel::{
        clock::{HOUR, MINUTE},
        id::{ClientId, GrantId, MemberId},
        ports::VerifiedJwt,
        token::PlainToken,
    },
    sessions::SignedIn,
};
use serde_json::{Value, json};

/// Lifetime of a logout token, in seconds.
const LOGOUT_TOKEN_LIFE: i64 = 2 * MINUTE;
/// How long a try may take until another node makes the next one, in seconds.
const CLAIM: i64 = MINUTE;
/// The waits before each further try to tell an app, in seconds. After the last one the app is not told.
const WAITS: [i64; 6] = [10, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR];
/// Maximum apps that one run tells.
const NOTICES_MAX: i64 = 50;
/// The event that a logout token names.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// A sign-in that has ended, and of which its app is not told yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The sign-in.
    pub grant: GrantId,
    /// The app.
    pub client: ClientId,
    /// Where the app is told; `None` if it does not want to be.
    pub backchannel_uri: Option<String>,
    /// The algorithm of its tokens.
    pub algorithm: SigningAlgorithm,
    /// The member that the app knows.
    pub subject: MemberId,
    /// Whether the operator added the app, and so says where it is told.
    pub of_operator: bool,
    /// The tries before.
    pub tries: i64,
}

/// What an ID token of ours says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hinted {
    /// The app that it was made for.
    pub(crate) client: ClientId,
    /// The member.
    pub(crate) member: MemberId,
    /// The sign-in.
    pub(crate) grant: Option<GrantId>,
}

/// What an app wants when it signs a person out.
pub struct SignOut {
    /// Whether the app has shown an ID token of this session, so the person need not be asked.
    pub is_proved: bool,
    /// Where the browser is sent afterwards.
    pub then: Option<AppAnswer>,
}

/// Why a request to sign out is refused: the address that it names is none of the app's, or its token is another app's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongSignOut;

impl Service {
    /// Reads a request to sign out, in this session if there is one.
    pub async fn read_sign_out(
        &self,
        parameters: &Parameters,
        who: Option<&SignedIn>,
    ) -> Result<Result<SignOut, WrongSignOut>> {
        let asked = parameters.get("client_id").map(ClientId::parse);
        // One that cannot be read any more is none: the person is asked.
        let hinted = match parameters.get("id_token_hint") {
            Some(hint) => self.hinted(hint, None).await?,
            None => None,
        };
        let other = |hinted: &Hinted| {
            asked
                .as_ref()
                .is_some_and(|asked| asked.as_ref() != Some(&hinted.client))
        };
        if hinted.as_ref().is_some_and(other) {
            return Ok(Err(WrongSignOut));
        }
        let id = hinted.as_ref().map(|hinted| hinted.client.clone()).or(asked.flatten());
        let client = match &id {
            Some(id) => self.store().client(id).await?,
            None => None,
        };
        let then = match (parameters.get("post_logout_redirect_uri"), &client) {
            (None, _) => None,
            (Some(uri), Some(client)) if client.logout_uris.iter().any(|own| own.is(uri)) => {
                Some(AppAnswer::after_sign_out(uri, parameters.get("state")))
            }
            (Some(_), _) => return Ok(Err(WrongSignOut)),
        };
        let is_proved = match (hinted.and_then(|hinted| hinted.grant), who) {
            (Some(grant), Some(who)) => self.is_of_session(&grant, who).await?,
            _ => false,
        };
        Ok(Ok(SignOut { is_proved, then }))
    }

    async fn is_of_session(&self, grant: &GrantId, who: &SignedIn) -> Result<bool> {
        let found = self.store().grant(&GrantKey::Id(grant.clone())).await?;
        let session = found.and_then(|found| found.session);
        Ok(session.is_some_and(|session| session.id == who.session.id))
    }

    /// Reads an ID token of ours, also one that is over; `None` if it is none, or of another app than `client`.
    pub(crate) async fn hinted(&self, token: &str, client: Option<&ClientId>) -> Result<Option<Hinted>> {
        let Ok(VerifiedJwt { typ, claims }) = self.verify_own(token).await? else {
            return Ok(None);
        };
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        // A logout token is signed with the same keys, and is none.
        let ours = typ.as_deref() == Some(ID_TOKEN) && text("iss") == Some(&self.settings().origin);
        let hinted = text("aud")
            .and_then(ClientId::parse)
            .zip(text("sub").and_then(MemberId::parse));
        Ok(hinted
            .filter(|(app, _)| ours && client.is_none_or(|client| client == app))
            .map(|(client, member)| Hinted {
                client,
                member,
                grant: text("sid").and_then(GrantId::parse),
            }))
    }

    /// Returns sign-ins that have ended and of which the app is to be told now, and puts off their next try.
    pub async fn due_notices(&self) -> Result<Vec<Notice>> {
        let now = self.now();
        let again = now.plus(CLAIM);
        let claimed = self.store().claim_notices(now, again, NOTICES_MAX).await?;
        let mut due = Vec::new();
        for notice in claimed {
            match notice.backchannel_uri {
                Some(_) => due.push(notice),
                None => self.store().settle_notice(&notice.grant, now).await?,
            }
        }
        Ok(due)
    }

    /// Creates the token that tells an app of an end.
    pub async fn logout_token(&self, notice: &Notice) -> Result<String> {
        let now = self.now();
        let id = PlainToken::random(self.entropy());
        let claims = json!({
            "iss": self.settings().origin,
            "sub": notice.subject.as_str(),
            "aud": notice.client.as_str(),
            "iat": now.0,
            "exp": now.plus(LOGOUT_TOKEN_LIFE).0,
            "jti": id.expose_secret(),
            "sid": notice.grant.as_str(),
            "events": { EVENT: {} },
        });
        Ok(self.sign(notice.algorithm, "logout+jwt", &claims).await?)
    }

    /// Records whether an app was told; if not, it is told later, unless it was tried too often. Returns whether another try
    /// follows.
    pub async fn noticed(&self, notice: &Notice, told: bool) -> Result<bool, InternalError> {
        let now = self.now();
        let wait = usize::try_from(notice.tries).ok().and_then(|tries| WAITS.get(tries));
        match wait.filter(|_| !told) {
            Some(wait) => self
                .store()
                .postpone_notice(&notice.grant, now.plus(*wait))
                .await
                .map(|()| true),
            None => self.store().settle_notice(&notice.grant, now).await.map(|()| false),
        }
    }
}
