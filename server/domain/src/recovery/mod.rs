//! Recovery codes: made, shown for a while in one session, saved, replaced.

pub mod code;

use crate::Result;
use crate::service::{Service, mail};
use crate::sessions::step_up::{self, Proofs};
use crate::{
    Timestamp,
    kernel::{browser::Browser, id::RecoveryCodeId, seal::Place, token::PlainToken},
    mail::About,
    recovery::code::{NewCode, NewCodes, PlainCode},
    sessions::session::{REVEAL_LIFE, Reveal},
    store::SignedIn,
};
use subtle::ConstantTimeEq;
use terms::{Conflict, Rejection};
use zeroize::Zeroizing;

/// What the page *Recovery codes* shows.
pub struct RecoveryStatus {
    /// The codes, only in the session that made them and only for a while.
    pub codes: Option<Vec<Zeroizing<String>>>,
    /// Until when they are shown.
    pub shown_until: Option<Timestamp>,
    /// Unused codes.
    pub left: u32,
    /// When the set counted as saved.
    pub saved_at: Option<Timestamp>,
}

impl Service {
    /// What the page shows.
    pub async fn recovery_status(&self, who: &SignedIn) -> Result<RecoveryStatus> {
        let reveal = self.store().reveal(&who.session.id, self.now()).await?;
        let codes = reveal
            .as_ref()
            .map(|reveal| self.open_reveal(who, reveal))
            .transpose()?;
        let left = self.store().codes_left(&who.member.id).await?;
        Ok(RecoveryStatus {
            codes,
            shown_until: reveal.map(|r| r.expires_at),
            left,
            saved_at: who.member.codes_saved_at,
        })
    }

    /// Replaces the whole set. Needs step-up, except in a repair session.
    pub async fn replace_codes(&self, who: &SignedIn, proofs: Proofs<'_>, browser: &Browser) -> Result<PlainToken> {
        if who.member.two_factor_since.is_none() {
            return Err(Rejection::Conflict(Conflict::TwoFactorOff).into());
        }
        let who = &self.prove(who, proofs, browser, false).await?;
        let codes = self.new_codes(who).await?;
        let token = PlainToken::random(self.entropy());
        let mails = vec![self.seal_mail(&mail(&who.member.email, About::RecoveryCodesReplaced, self.now()))?];
        step_up::done(
            self.store()
                .replace_codes(&codes, &self.change(who, Some(&token), mails))
                .await?,
        )?;
        Ok(token)
    }

    /// The set counts as saved because it was copied, printed or downloaded. Only while it is shown.
    pub async fn codes_were_saved(&self, who: &SignedIn) -> Result<()> {
        self.shown(who).await?;
        Ok(self.store().codes_saved(&who.member.id, self.now()).await?)
    }

    /// The set counts as saved because one of the shown codes was typed back. It is not used up.
    pub async fn type_back(&self, who: &SignedIn, typed: &str) -> Result<()> {
        let codes = self.shown(who).await?;
        let code = PlainCode::parse(typed)?;
        let fits = codes.iter().fold(false, |fits, shown| {
            fits | bool::from(shown.as_bytes().ct_eq(code.expose_secret().as_bytes()))
        });
        if !fits {
            // Nothing is counted: the codes stand above the field.
            return Err(Rejection::WrongCode {
                tries_left: None,
                wait: None,
                clock: None,
            }
            .into());
        }
        Ok(self.store().codes_saved(&who.member.id, self.now()).await?)
    }

    /// The person is done with the page: nobody reads the codes again.
    pub async fn leave_codes(&self, who: &SignedIn) -> Result<()> {
        Ok(self.store().forget_reveal(&who.session.id).await?)
    }

    /// The codes this session may show; `NotFound` afterwards.
    pub async fn shown(&self, who: &SignedIn) -> Result<Vec<Zeroizing<String>>> {
        let reveal = self
            .store()
            .reveal(&who.session.id, self.now())
            .await?
            .ok_or(Rejection::NotFound)?;
        self.open_reveal(who, &reveal)
    }

    /// A fresh set with its hashes: ten slow hashes, one after the other, so that they don't crowd out sign-ins.
    pub(crate) async fn new_codes(&self, who: &SignedIn) -> Result<NewCodes> {
        let set = code::new_set(self.entropy());
        let mut rows = Vec::with_capacity(set.len());
        for code in &set {
            let hash = self.0.hasher.hash(code.secret(), self.salt()).await?;
            rows.push(NewCode {
                id: RecoveryCodeId::random(self.entropy()),
                selector: code.selector().to_owned(),
                hash,
            });
        }
        let sheet = Zeroizing::new(set.iter().map(PlainCode::expose_secret).collect::<Vec<_>>().join("\n"));
        let codes = self.0.vault.seal(sheet.as_bytes(), place(who), self.entropy())?;
        let at = self.now();
        Ok(NewCodes {
            member: who.member.id.clone(),
            rows,
            reveal: Reveal {
                codes,
                expires_at: at.plus(REVEAL_LIFE),
            },
            at,
        })
    }

    fn open_reveal(&self, who: &SignedIn, reveal: &Reveal) -> Result<Vec<Zeroizing<String>>> {
        let sheet = self.0.vault.open(&reveal.codes, place(who))?;
        Ok(String::from_utf8_lossy(&sheet)
            .lines()
            .map(|line| Zeroizing::new(line.to_owned()))
            .collect())
    }
}

fn place(who: &SignedIn) -> Place<'_> {
    Place {
        table: "session",
        column: "reveal",
        row: who.session.id.as_str(),
        owner: who.member.id.as_str(),
    }
}
