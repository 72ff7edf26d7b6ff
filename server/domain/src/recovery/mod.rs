//! Recovery codes: created, shown for a while in one session, saved, replaced.

pub mod code;
pub mod store;

use crate::{
    Result, Service, Timestamp,
    devices::renewal::Renewal,
    kernel::{id::RecoveryCodeId, ports::Lane, seal::AssociatedData, throttle::Window, token::PlainToken},
    mail::About,
    sessions::{
        SignedIn,
        session::{REVEAL_LIFE, Reveal},
    },
    store::Effects,
};
use code::{NewCode, NewCodes, PlainCode};
use subtle::ConstantTimeEq;
use terms::{EventKind, Rejection, RenewalKind};
use zeroize::Zeroizing;

/// What the page *Recovery codes* shows.
pub struct RecoveryStatus {
    /// The codes, for a while and only in the session that made them.
    pub codes: Option<Vec<Zeroizing<String>>>,
    /// When the codes stop being shown.
    pub shown_until: Option<Timestamp>,
    /// Number of unused codes.
    pub left: u32,
    /// When the set was saved.
    pub saved_at: Option<Timestamp>,
}

impl Service {
    /// Returns what the page *Recovery codes* shows.
    pub async fn recovery_status(&self, who: &SignedIn) -> Result<RecoveryStatus> {
        let reveal = self.store().reveal(&who.session.id, who.now).await?;
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

    /// Replaces all codes and returns the session's new token.
    ///
    /// # Errors
    /// `Conflict(TwoFactorOff)`; `StepUpNeeded`; `Wait`; `Busy`.
    pub async fn replace_codes(&self, who: &SignedIn) -> Result<PlainToken> {
        who.require_two_factor()?;
        let codes = self.noting(EventKind::CodesMade, who, self.new_codes(who).await)?;
        let token = PlainToken::random(self.entropy());
        let events = vec![self.event_by(EventKind::CodesMade, who)];
        let mut change = self.change(who, Some(&token), [About::RecoveryCodesReplaced], events)?;
        change.effects.renewals = vec![Renewal::done(&who.member.id, RenewalKind::RecoveryCodes, who.now)];
        let replaced = self.store().replace_codes(&codes, &change).await?.into_result();
        self.noting(EventKind::CodesMade, who, replaced.map(|()| token).map_err(Into::into))
    }

    /// Records that the set was copied, printed or downloaded, while it is still shown.
    pub async fn codes_were_saved(&self, who: &SignedIn) -> Result<()> {
        self.shown(who).await?;
        self.save_codes(who).await
    }

    /// Records that the set was saved, because one of the shown codes was typed back. The code is not used up.
    pub async fn type_back(&self, who: &SignedIn, typed: &str) -> Result<()> {
        let codes = self.shown(who).await?;
        let code = PlainCode::parse(typed)?;
        let fits = codes.iter().fold(false, |fits, shown| {
            fits | bool::from(shown.as_bytes().ct_eq(code.expose_secret().as_bytes()))
        });
        if !fits {
            // Wrong codes are not counted: the page shows the right ones.
            return Err(Rejection::WrongCode {
                tries_left: None,
                wait: None,
                clock: None,
            }
            .into());
        }
        self.save_codes(who).await
    }

    async fn save_codes(&self, who: &SignedIn) -> Result<()> {
        let effects = Effects::events(vec![self.event_by(EventKind::CodesSaved, who)]);
        Ok(self.store().codes_saved(&who.member.id, who.now, &effects).await?)
    }

    /// Stops showing the codes: they cannot be read again.
    pub async fn leave_codes(&self, who: &SignedIn) -> Result<()> {
        Ok(self.store().forget_reveal(&who.session.id).await?)
    }

    /// Returns the codes that this session may still show.
    ///
    /// # Errors
    /// `NotFound` if they are not shown any more.
    pub async fn shown(&self, who: &SignedIn) -> Result<Vec<Zeroizing<String>>> {
        let reveal = self
            .store()
            .reveal(&who.session.id, who.now)
            .await?
            .ok_or(Rejection::NotFound)?;
        self.open_reveal(who, &reveal)
    }

    /// Creates a set of codes with their hashes, one set at a time and three an hour. The ten slow hashes run one after
    /// the other, so that they do not crowd out sign-ins.
    pub(crate) async fn new_codes(&self, who: &SignedIn) -> Result<NewCodes> {
        let member = &who.member.id;
        let windows = vec![Window::code_sets(member), Window::code_set_in_progress(member)];
        let reserved = self.reserve(windows, Lane::recovery(member), who.now).await?;
        let set = code::new_set(self.entropy());
        let mut rows = Vec::with_capacity(set.len());
        for code in &set {
            let hash = self.hash(code.secret(), &reserved).await?;
            rows.push(NewCode {
                id: RecoveryCodeId::random(self.entropy()),
                selector: code.selector().to_owned(),
                hash,
            });
        }
        self.release(&reserved).await?;
        let sheet = Zeroizing::new(set.iter().map(PlainCode::expose_secret).collect::<Vec<_>>().join("\n"));
        let codes = self
            .vault()
            .seal(sheet.as_bytes(), associated_data(who), self.entropy())?;
        let at = who.now;
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
        let sheet = self.vault().open(&reveal.codes, associated_data(who))?;
        Ok(String::from_utf8_lossy(&sheet)
            .lines()
            .map(|line| Zeroizing::new(line.to_owned()))
            .collect())
    }
}

fn associated_data(who: &SignedIn) -> AssociatedData<'_> {
    AssociatedData {
        table: "session",
        column: "reveal",
        row: who.session.id.as_str(),
        owner: who.member.id.as_str(),
    }
}
