//! *Approve an action*: who asks for what, the two words, and a passcode for this very action. A served page, because it is
//! opened once and then decided.

mod api;
pub(crate) mod approver;
pub(crate) mod pending;

use crate::{
    form::{PostForm, alert::FormAlert, use_form},
    page,
    places::with_place,
    shell::{address, head::PageHead, refusal::set_status, served::served},
    text::{alert::AlertContext, text},
    ui::{Alert, AlertKind, Card, PasscodeInput, SubmitButton, Time, TimeIn, client::ShownInPlace},
    wire::{Page, Viewer, error::ApiError, server as wire},
};
use api::{Approve, Reject};
use domain::{
    Error, Timestamp,
    approvals::approval::{ApprovalView, State},
    sessions::rights::UseCase,
};
use leptos::prelude::*;
use terms::{Field as At, Rejection};

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadApprovals).await?;
    let title = page::APPROVE.title();
    let found = match service.approval(&who, &address::param()).await {
        Ok(found) => found,
        Err(Error::Rejected(Rejection::NotFound)) => {
            // In place the page has no status of its own.
            if use_context::<ShownInPlace>().is_none() {
                set_status(404);
            }
            return Ok(served(wire::viewer(&who), title, unknown));
        }
        Err(error) => return Err(error.into()),
    };
    let may_approve = found.asker.may_be_approved_by(&who.member);
    let own = found.asker.member == who.member.id;
    let content =
        |viewer| view! { <Content viewer=viewer found=found may=(may_approve, own) now=who.now /> }.into_any();
    Ok(served(wire::viewer(&who), title, content))
}

/// The page of a request that does not exist for this person.
fn unknown(viewer: Viewer) -> AnyView {
    let words = text().approvals();
    let (title, about) = words.unknown();
    view! {
        <PageHead title=page::APPROVE.title() lead=words.lead_decided() viewer=viewer />
        <div class="stack">
            <Alert kind=AlertKind::Info title=title>
                <p>{about}</p>
            </Alert>
            <div class="row">
                <a class="button quiet" href=page::API_KEYS.path>{words.keys()}</a>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Content(
    viewer: Viewer,
    found: ApprovalView,
    /// Whether the viewer may approve, and whether the program asks in their name.
    may: (bool, bool),
    now: Timestamp,
) -> AnyView {
    let words = text().approvals();
    let (may_approve, own) = may;
    let pending = found.approval.state(now) == State::Pending;
    let lead = if pending { words.lead() } else { words.lead_decided() };
    let id = found.approval.id.to_string();
    let decide = pending.then(|| {
        let protected = viewer.two_factor_since.is_some();
        view! { <Decide id=id may_approve=may_approve protected=protected /> }
    });
    let outcome = (!pending).then(|| outcome(&found, now));
    view! {
        <PageHead title=page::APPROVE.title() lead=lead viewer=viewer />
        <div class="stack">
            {outcome}
            <Card>
                <What found=found.clone() pending=pending />
                {decide}
                <Who found=found own=own />
            </Card>
        </div>
    }
    .into_any()
}

/// What became of a request.
fn outcome(found: &ApprovalView, now: Timestamp) -> AnyView {
    let words = text().approvals();
    let approval = &found.approval;
    let name = found.decided_by.clone().unwrap_or_else(|| words.nobody().to_owned());
    let at = approval.decided.as_ref().map(|decided| decided.at.0);
    let when = at.map(|at| view! { <p class="small"><Time at=at /></p> });
    match (approval.state(now), approval.bought_at) {
        (State::Approved, Some(at)) => {
            let used = view! { <p><TimeIn words=words.used() at=at.0 /></p> };
            view! { <Alert kind=AlertKind::Good title=words.approved_title(&name)>{used} {when}</Alert> }.into_any()
        }
        (State::Approved, None) => {
            view! { <Alert kind=AlertKind::Good title=words.approved_title(&name)><p>{words.usable()}</p> {when}</Alert> }
                .into_any()
        }
        (State::Rejected, _) => view! {
            <Alert kind=AlertKind::Info title=words.rejected_title(&name)><p>{words.rejected_text()}</p> {when}</Alert>
        }
        .into_any(),
        (State::Pending | State::Expired, _) => {
            let (title, about) = if at.is_some() { words.not_used() } else { words.expired() };
            view! { <Alert kind=AlertKind::Warn title=title><p>{about}</p></Alert> }.into_any()
        }
    }
}

/// What the program wants to do. All of it is the program's text, shown as it is.
#[component]
fn What(found: ApprovalView, pending: bool) -> AnyView {
    let words = text().approvals();
    let by = program(&found);
    let approval = found.approval;
    let request = approval.request;
    let compare = pending.then(|| {
        view! {
            <div class="compare">
                <h3>{words.words()}</h3>
                <p class="two-words" translate="no">{approval.words}</p>
                <p class="small lead">{words.words_hint()}</p>
            </div>
        }
    });
    let details = request.details.map(|details| {
        view! {
            <div class="stack tight">
                <h3>{words.details()}</h3>
                <p class="snippet" dir="auto">{details}</p>
            </div>
        }
    });
    view! {
        <div class="stack tight">
            <h2 class="summary" dir="auto">{request.summary}</h2>
            <p><code>{request.action}</code></p>
            <p class="small lead"><span dir="auto">{by}</span> " · " <span translate="no">{with_place(&approval.address)}</span></p>
        </div>
        {details}
        {compare}
    }
    .into_any()
}

/// *Approve* and *Reject*, or why only the latter.
#[component]
fn Decide(id: String, may_approve: bool, protected: bool) -> AnyView {
    let words = text().approvals();
    let (approve, reject) = (use_form::<Approve>(), use_form::<Reject>());
    let of = id.clone();
    let note = |(title, about): (&'static str, &'static str), link: Option<AnyView>| {
        view! { <Alert kind=AlertKind::Warn title=title><p>{about}</p> {link}</Alert> }.into_any()
    };
    // Both buttons stand in one line; this one belongs to the form below.
    let reject_button =
        move || view! { <button type="submit" class="button quiet danger" form="reject">{words.reject()}</button> };
    let first = if !may_approve {
        let note = note(words.another_person(), None);
        view! { {note} <div class="row">{reject_button()}</div> }.into_any()
    } else if !protected {
        let link = view! { <p><a href=page::NEW_DEVICE.path>{words.set_up()}</a></p> }.into_any();
        let note = note(words.no_two_factor(), Some(link));
        view! { {note} <div class="row">{reject_button()}</div> }.into_any()
    } else {
        view! {
            <PostForm form=approve>
                <div class="stack">
                    <input type="hidden" name="id" value=of />
                    <PasscodeInput
                        id="approve-passcode"
                        hint=words.passcode_hint()
                        error=approve.error_at(At::Passcode)
                        send_when_full=false
                    />
                    <div class="row">
                        <SubmitButton label=words.approve() pending=approve.pending />
                        {reject_button()}
                    </div>
                </div>
            </PostForm>
        }
        .into_any()
    };
    view! {
        <FormAlert error=approve.error context=AlertContext::Passcode />
        <FormAlert error=reject.error />
        {first}
        <div hidden>
            <PostForm form=reject id="reject">
                <input type="hidden" name="id" value=id />
            </PostForm>
        </div>
    }
    .into_any()
}

/// In whose name and with which second factor the program asks, and until when.
#[component]
fn Who(found: ApprovalView, own: bool) -> AnyView {
    let words = text().approvals();
    let approval = found.approval;
    let device = match (found.device, approval.device, approval.key) {
        (Some(label), ..) => label.as_str().to_owned(),
        (None, Some(_), Some(_)) => words.machine_device().to_owned(),
        _ => words.no_device().to_owned(),
    };
    let member = (!own).then(|| {
        fact(
            words.as_member(),
            view! { <span dir="auto">{found.asker_name}</span> }.into_any(),
        )
    });
    let digest = approval.request.digest.map(|digest| {
        let value = view! {
            <code class="credential" translate="no">{digest}</code>
            <span class="detail">{words.digest_hint()}</span>
        };
        fact(words.digest(), value.into_any())
    });
    let until = text().exact(approval.expires_at.0);
    view! {
        <dl class="facts">
            {member}
            {fact(words.device(), view! { <span dir="auto">{device}</span> }.into_any())}
            {fact(words.asked(), view! { <Time at=approval.created_at.0 /> }.into_any())}
            {fact(words.waits(), until.into_any())}
            {digest}
        </dl>
    }
    .into_any()
}

fn fact(name: &'static str, value: AnyView) -> AnyView {
    view! { <div><dt>{name}</dt><dd>{value}</dd></div> }.into_any()
}

/// Which program asks.
fn program(found: &ApprovalView) -> String {
    let words = text().approvals();
    match &found.key {
        Some(key) => words.by_key(key.as_str()),
        None => words.by_password().to_owned(),
    }
}
