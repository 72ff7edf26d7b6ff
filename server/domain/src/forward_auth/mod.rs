//! Forward-auth: whether a request to an application behind a proxy may pass, and in whose name.
//!
//! The proxy asks before each request. The answer changes nothing but when a session or key was last used.

pub mod app;
mod demand;
pub mod store;

use crate::{
    Result, Service, Timestamp,
    api_keys::{Credential, Program, scope::Scopes},
    approvals::approval::Approved,
    kernel::{browser::Browser, id::DeviceId},
    profile::member::Member,
    sessions::{SignedIn, rights::UseCase, session::Session},
};
use terms::{EventKind, Refused, Rejection, Scope, SessionKind};

pub use demand::Demand;

/// What a request that may pass brings along.
#[derive(Clone, Debug)]
pub struct Passed {
    /// The member in whose name it is made.
    pub member: Member,
    /// What was proved (RFC 8176).
    pub amr: Vec<&'static str>,
    /// When all of that was proved; an API key alone proves itself with every request.
    pub auth_time: Timestamp,
    /// What a program may do by the settings of now, separated by spaces; `None` for a browser.
    pub scope: Option<String>,
    /// The device whose passcode was proved.
    pub device: Option<DeviceId>,
    /// Whether a colleague's device opened the session, which may sign in only.
    pub sign_in_only: bool,
    /// What a person approved.
    pub approval: Option<Approved>,
}

/// What is refused, and what the activity is told.
type Refusal = (Rejection, Refused);

impl Service {
    /// Checks a request that a program makes with an API key or access token.
    ///
    /// # Errors
    /// `NotSignedIn` for a credential that is not valid here and now; `SecondFactorNeeded` if none was proved, or too long
    /// ago; `Forbidden` without the scope or role.
    pub async fn pass_program(&self, text: &str, demand: &Demand, browser: &Browser) -> Result<Passed> {
        let program = self.presenting(text, browser).await?;
        let checked = program.valid().and_then(|()| self.meets(&program, demand));
        checked.map_err(|refusal| self.refuse_program(EventKind::AppAccess, &program, refusal))?;
        self.touch_key(&program).await?;
        Ok(self.passed(program))
    }

    /// Checks a request that a browser makes with the token of its session.
    ///
    /// # Errors
    /// `NotSignedIn` without a live session; `Repair` in a repair session; `SignInOnly` in a sign-in-only session if the
    /// application demands a recent second factor; `SecondFactorNeeded` and `Forbidden` as for a program. A scope that a person approves for each use is of programs only.
    pub async fn pass_browser(&self, token: &str, demand: &Demand, browser: &Browser) -> Result<Passed> {
        let who = self.signed_in(token, UseCase::PassToApps, browser).await?;
        self.pass_signed_in(who, demand).await
    }

    async fn pass_signed_in(&self, who: SignedIn, demand: &Demand) -> Result<Passed> {
        if let Err((rejection, reason)) = self.admits(&who, demand) {
            let refused = self.event_by(EventKind::AppAccess, &who).refused(reason);
            self.refusals().note(refused);
            return Err(rejection.into());
        }
        self.touch(&who).await?;
        Ok(Passed::browser(who))
    }

    /// Returns how long ago the second factor may have been proved at most, in seconds; `None` if that does not matter.
    pub fn demanded_age(&self, demand: &Demand) -> Option<i64> {
        let named = demand.scope.iter().chain(&demand.approval);
        let rules = named.filter_map(|name| self.settings().scopes.rule(name));
        let of_rules = rules.filter_map(|rule| rule.max_mfa_age);
        of_rules.chain(demand.max_mfa_age).min()
    }

    /// Whether neither we nor the operator have this scope.
    pub fn knows_no_scope(&self, name: &str) -> bool {
        Scope::parse(name).is_none() && self.settings().scopes.rule(name).is_none()
    }

    fn meets(&self, program: &Program, demand: &Demand) -> Result<(), Refusal> {
        let approved = demand.approval.as_deref().map(|action| program.is_approved(action));
        if approved == Some(false) {
            return Err((Rejection::Forbidden, Refused::NotApproved));
        }
        let needed = match (&demand.scope, &demand.approval) {
            (Some(scope), _) => scope,
            (None, Some(action)) => action,
            (None, None) => Scope::Verify.as_str(),
        };
        if !self.permits(program, needed) {
            return Err((Rejection::Forbidden, Refused::MissingScope));
        }
        let proved_at = match &program.credential {
            Credential::Token(token) => {
                let proved = token.device.is_some() || token.approval.is_some();
                proved.then(|| token.proved_at())
            }
            Credential::Key => None,
        };
        self.fresh(proved_at, demand, program.now)?;
        demand.role_of(&program.member)
    }

    fn admits(&self, who: &SignedIn, demand: &Demand) -> Result<(), Refusal> {
        if demand.approval.is_some() {
            return Err((Rejection::Forbidden, Refused::NotApproved));
        }
        if demand.scope.as_deref().is_some_and(|name| !self.grants(name)) {
            return Err((Rejection::Forbidden, Refused::MissingScope));
        }
        // A colleague's passcode is no step-up, however recent it is.
        if who.session.kind == SessionKind::SignInOnly && self.demanded_age(demand).is_some() {
            return Err((Rejection::SignInOnly, Refused::SignInOnlySession));
        }
        self.fresh(who.session.factor_at, demand, who.now)?;
        demand.role_of(&who.member)
    }

    /// Whether a program may do what this scope stands for. The settings of now decide what a stored scope is good for.
    fn permits(&self, program: &Program, name: &str) -> bool {
        program.has(name) && (self.grants(name) || program.is_approved(name) && !self.knows_no_scope(name))
    }

    /// Describes a program that is valid. Of its scopes it has those that are good for something.
    pub(crate) fn passed(&self, program: Program) -> Passed {
        let names = program.scopes().into_iter().flat_map(Scopes::names);
        let permitted: Vec<_> = names.filter(|name| self.permits(&program, name)).collect();
        let scope = Some(permitted.join(" "));
        let Program {
            credential,
            member,
            now,
            ..
        } = program;
        match credential {
            Credential::Token(token) => Passed {
                member,
                amr: token.amr(),
                auth_time: token.proved_at(),
                scope,
                device: token.device,
                sign_in_only: false,
                approval: token.approval,
            },
            Credential::Key => Passed {
                member,
                amr: vec!["api_key"],
                auth_time: now,
                scope,
                device: None,
                sign_in_only: false,
                approval: None,
            },
        }
    }

    /// Whether a scope grants anything by itself: it is ours, or the settings have it and no person approves each use.
    fn grants(&self, name: &str) -> bool {
        let rule = self.settings().scopes.rule(name);
        Scope::parse(name).is_some() || rule.is_some_and(|rule| !rule.approval)
    }

    fn fresh(&self, proved_at: Option<Timestamp>, demand: &Demand, now: Timestamp) -> Result<(), Refusal> {
        match (self.demanded_age(demand), proved_at) {
            (None, _) => Ok(()),
            (Some(_), None) => Err((Rejection::SecondFactorNeeded, Refused::NoSecondFactor)),
            (Some(age), Some(at)) if at.is_recent(now, age) => Ok(()),
            (Some(_), Some(_)) => Err((Rejection::SecondFactorNeeded, Refused::NotSteppedUp)),
        }
    }
}

impl Passed {
    fn browser(who: SignedIn) -> Self {
        let Session {
            password_at,
            factor_at,
            device,
            kind,
            ..
        } = who.session;
        let sign_in_only = kind == SessionKind::SignInOnly;
        let second = factor_at.map(|_| "otp");
        Self {
            member: who.member,
            amr: std::iter::once("pwd").chain(second).collect(),
            auth_time: factor_at.map_or(password_at, |at| at.min(password_at)),
            scope: None,
            device,
            sign_in_only,
            approval: None,
        }
    }
}
