//! What Home says about devices that colleagues carry. The server renders it, so that it costs the client nothing.

use crate::{
    approvals::pending,
    form::{PostForm, use_form},
    page,
    policy::home_card,
    shell::{live::LiveVersion, served::fragment},
    team::StopOwnReset,
    text::text,
    ui::{Alert, AlertKind, SubmitButton},
    wire::error::ApiError,
};
use domain::{
    Service,
    devices::{device::Device, renewal::Renewal},
    sessions::{SignedIn, session::SignIn},
};
use leptos::prelude::*;
use terms::RenewalKind;

/// All that a sign-in-only session sees of Home.
pub(super) async fn card(service: &Service, who: &SignedIn) -> Result<String, ApiError> {
    let words = text().colleagues();
    let device = service.signed_in_with(who, &SignIn::from(&who.session)).await?;
    let title = device.and_then(|device| {
        let holder = device.holder?;
        Some(words.home_with(device.label.as_str(), &holder.name))
    });
    let title = title.unwrap_or_else(|| words.signs_in_only().to_owned());
    let member = words.home_lead(&who.member.name);
    Ok(fragment(|| {
        view! {
            <Alert kind=AlertKind::Info title=title>
                <p>{member} " " {words.home_text()}</p>
            </Alert>
        }
        .into_any()
    }))
}

/// What waits for the member: a reset, a deadline, what to renew, and requests for approval. The page looks for all of it
/// while it is open.
pub(super) async fn waiting(service: &Service, who: &SignedIn) -> Result<String, ApiError> {
    let version = service.waiting_version(who).await?;
    let version = fragment(|| view! { <LiveVersion version=version of=page::HOME.path /> }.into_any());
    let reset = reset_card(service, who).await?;
    Ok(version + &reset + &home_card(who) + &renewals(service, who).await? + &pending::card(service, who).await?)
}

/// A reset of the member's own second factor, with the button that stops it, or nothing.
async fn reset_card(service: &Service, who: &SignedIn) -> Result<String, ApiError> {
    let Some(found) = service.own_reset(who).await? else {
        return Ok(String::new());
    };
    let words = text().reset();
    Ok(fragment(|| {
        let title = found
            .by
            .map_or_else(|| words.home_operator().to_owned(), |by| words.home(&by));
        let date = text().exact(found.reset.available_at.0);
        let form = use_form::<StopOwnReset>();
        view! {
            <Alert kind=AlertKind::Warn title=title>
                <div class="stack tight">
                    <p>{words.home_text(&date)} " " {words.because(&found.reset.reason)}</p>
                    <PostForm form=form>
                        <SubmitButton label=words.stop() pending=form.pending class="quiet" />
                    </PostForm>
                </div>
            </Alert>
        }
        .into_any()
    }))
}

/// What the member should renew, or nothing.
async fn renewals(service: &Service, who: &SignedIn) -> Result<String, ApiError> {
    let due = service.renewals(who).await?;
    if due.is_empty() {
        return Ok(String::new());
    }
    let (title, about) = text().colleagues().due();
    Ok(fragment(|| {
        let rows = due.into_iter().map(|renewal| view! { <Due renewal=renewal /> });
        view! {
            <Alert kind=AlertKind::Warn title=title>
                <p>{about}</p>
                <ul class="stack tight">{rows.collect_view()}</ul>
            </Alert>
        }
        .into_any()
    }))
}

#[component]
fn Due(renewal: Renewal) -> AnyView {
    let words = text().colleagues();
    let holder = renewal.because_of.unwrap_or_default();
    let (sentence, href, label) = match renewal.kind {
        RenewalKind::Password => (
            words.due_password(&holder),
            "/profile?change=password",
            words.change_password(),
        ),
        RenewalKind::RecoveryCodes => (words.due_codes(&holder), page::RECOVERY_CODES.path, words.make_codes()),
    };
    view! {
        <li>
            <span dir="auto">{sentence}</span> " " <a href=href>{label}</a>
        </li>
    }
    .into_any()
}

/// Whose device it was.
pub(super) fn with(device: &Device) -> String {
    let holder = device.holder.as_ref().map_or("", |holder| holder.name.as_str());
    text().colleagues().with_device(device.label.as_str(), holder)
}
