//! *Sessions*: where the member is signed in. A served page, because it only shows and sends forms.

mod api;
mod trusted;

use crate::{
    activity,
    form::{FormState, PostForm, alert::FormAlert, use_form},
    page,
    places::with_place,
    shell::{head::PageHead, served::served},
    sign_in::api::SignOut,
    text::text,
    ui::{Chip, ChipKind, Icon, IconName, SubmitButton, TimeIn},
    wire::{Page, Viewer, error::ApiError, server as wire},
};
use api::{EndEverySession, EndOtherSessions, EndSession};
use domain::sessions::{list::ListedSession, rights::UseCase, trusted::rules::TrustedBrowser};
use leptos::prelude::*;
use terms::SessionKind;
use trusted::Trusted;

/// What the page shows.
struct Data {
    sessions: Vec<ListedSession>,
    trusted: Vec<TrustedBrowser>,
}

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadSessions).await?;
    let data = Data {
        sessions: service.sessions(&who).await?,
        trusted: service.trusted_browsers(&who).await?,
    };
    let content = |viewer| view! { <Content viewer=viewer data=data /> }.into_any();
    Ok(served(wire::viewer(&who), page::SESSIONS.title(), content))
}

#[component]
fn Content(viewer: Viewer, data: Data) -> AnyView {
    let words = text().sessions();
    let sign_out = use_form::<SignOut>();
    let (here, others): (Vec<_>, Vec<_>) = data.sessions.into_iter().partition(|listed| listed.here);
    view! {
        <PageHead title=page::SESSIONS.title() lead=words.lead() viewer=viewer />
        <div class="stack">
            <section class="stack tight">
                <h2>{words.here()}</h2>
                <List sessions=here label=words.here() form=sign_out />
            </section>
            <Others sessions=others />
            <Trusted browsers=data.trusted />
            <Everywhere />
        </div>
    }
    .into_any()
}

#[component]
fn Others(sessions: Vec<ListedSession>) -> AnyView {
    let words = text().sessions();
    let (one, all) = (use_form::<EndSession>(), use_form::<EndOtherSessions>());
    let list = match sessions.is_empty() {
        true => view! { <p class="lead small">{words.no_others()}</p> }.into_any(),
        false => view! {
            <p class="lead small">{words.others_hint()}</p>
            <List sessions=sessions label=words.others() form=one />
            <PostForm form=all>
                <div class="row">
                    <SubmitButton label=words.end_others() pending=all.pending class="quiet" />
                </div>
            </PostForm>
        }
        .into_any(),
    };
    view! {
        <section class="stack tight">
            <h2>{words.others()}</h2>
            <FormAlert error=one.error />
            <FormAlert error=all.error />
            {list}
        </section>
    }
    .into_any()
}

#[component]
fn List(
    sessions: Vec<ListedSession>,
    label: &'static str,
    /// Ends one of them.
    form: FormState,
) -> AnyView {
    let rows = sessions
        .into_iter()
        .map(|listed| view! { <Row listed=listed form=form /> });
    view! {
        <ul class="card rows sessions" aria-label=label>
            {rows.collect_view()}
        </ul>
    }
    .into_any()
}

#[component]
fn Row(listed: ListedSession, form: FormState) -> AnyView {
    let words = text().sessions();
    let ListedSession { session, here, device } = &listed;
    let browser = text().browser(&session.agent);
    let kind = limits(session.kind).map(|(kind, state)| view! { <Chip kind=kind text=state /> });
    let proof = match (device, session.kind) {
        _ if session.trusted.is_some() => words.by_trust().to_owned(),
        (_, SessionKind::Repair) => words.by_recovery_code().to_owned(),
        (Some(device), _) => match &device.holder {
            Some(holder) => text().colleagues().with_device(device.label.as_str(), &holder.name),
            None => text().activity().with_device(device.label.as_str()),
        },
        (None, _) => words.by_password().to_owned(),
    };
    let ends = format!("{}: {browser}, {}", text().frame().sign_out(), session.address);
    let id = (!here).then(|| view! { <input type="hidden" name="id" value=session.id.to_string() /> });
    view! {
        <li>
            <span class="icon-box">
                <Icon name=IconName::Screen />
            </span>
            <div>
                <b class="title">{browser.clone()}</b>
                <span class="detail" dir="auto">{proof}</span>
                <span class="detail"><TimeIn words=words.signed_in() at=session.created_at.0 /></span>
            </div>
            <div class="status">{kind}</div>
            <div class="used detail">
                <TimeIn words=words.seen() at=session.last_seen_at.0 />
                <br />
                {with_place(&session.address)}
                <br />
                <a href=activity::Asked::of_session(&session.id).path(page::ACTIVITY.path, None)>{text().activity().this_session()}</a>
            </div>
            <div class="inside">
                <PostForm form=form>
                    {id}
                    <button type="submit" class="button quiet small" aria-label=ends>{text().frame().sign_out()}</button>
                </PostForm>
            </div>
        </li>
    }
    .into_any()
}

/// What a session of this kind cannot do.
fn limits(kind: SessionKind) -> Option<(ChipKind, &'static str)> {
    let words = text().sessions();
    match kind {
        SessionKind::Full => None,
        SessionKind::Repair => Some((ChipKind::Warn, words.repair())),
        SessionKind::SignInOnly => Some((ChipKind::Plain, words.sign_in_only())),
        SessionKind::Restricted => Some((ChipKind::Plain, words.restricted())),
    }
}

/// *Sign out everywhere*.
#[component]
fn Everywhere() -> AnyView {
    let words = text().sessions();
    let form = use_form::<EndEverySession>();
    let (title, about) = words.everywhere();
    view! {
        <section class="stack tight">
            <h2>{title}</h2>
            <p class="lead small">{about}</p>
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="row">
                    <SubmitButton label=title pending=form.pending class="quiet danger" />
                </div>
            </PostForm>
        </section>
    }
    .into_any()
}
