//! What a member sees of a requirement: a card on Home before the deadline, and after it the page on which a sign-in ends
//! that has no second factor.

use super::api::{ProveMailbox, SendMailboxCode};
use crate::{
    devices::ProveByCode,
    form::use_form,
    page,
    shell::{
        head::PageHead,
        served::{fragment, served},
    },
    text::text,
    ui::{Alert, AlertKind, Card, TimeIn},
    wire::{Page, Viewer, error::ApiError, server as wire},
};
use domain::{
    policy::MailboxView,
    sessions::{SignedIn, rights::UseCase},
};
use leptos::prelude::*;

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ProveMailbox).await?;
    let view = service.mailbox_view(&who).await?;
    let content = |viewer| view! { <Content viewer=viewer view=view /> }.into_any();
    Ok(served(wire::viewer(&who), page::REQUIRED.title(), content))
}

#[component]
fn Content(viewer: Viewer, view: MailboxView) -> AnyView {
    let words = text().required();
    let email = viewer.email.clone();
    let overdue = viewer.limited;
    let lead = view.due.filter(|_| overdue).map(|due| {
        view! { <p class="lead"><TimeIn words=words.lead() at=due.0 /></p> }
    });
    let rest = match (overdue, view.proved) {
        (true, false) => view! { <Prove email=email sent=view.sent /> }.into_any(),
        (true, true) => next(AlertKind::Good, words.proved(), (page::NEW_DEVICE.path, words.set_up())),
        (false, _) => next(AlertKind::Info, words.not_required(), page::HOME.link()),
    };
    view! {
        <PageHead title=page::REQUIRED.title() lead="" viewer=viewer />
        <Card>
            {lead}
            {rest}
        </Card>
    }
    .into_any()
}

fn next<Path: Into<String>>(
    kind: AlertKind,
    (title, about): (&'static str, &'static str),
    (href, label): (Path, &'static str),
) -> AnyView {
    let href: String = href.into();
    view! {
        <Alert kind=kind title=title>
            <p>{about}</p>
        </Alert>
        <div class="row">
            <a class="button" href=href>{label}</a>
        </div>
    }
    .into_any()
}

#[component]
fn Prove(email: String, sent: bool) -> AnyView {
    let words = text().required();
    let (send, prove) = (use_form::<SendMailboxCode>(), use_form::<ProveMailbox>());
    let about = words.prove_lead(&email);
    view! { <ProveByCode title=words.prove_title() about=about email=email sent=sent forms=(send, prove) /> }.into_any()
}

/// What Home says of a deadline that is still to come, or nothing.
pub(crate) fn home_card(who: &SignedIn) -> String {
    let Some(due) = who.member.two_factor_due() else {
        return String::new();
    };
    let words = text().required();
    fragment(|| {
        let title = words.home_title(&text().exact(due.0));
        view! {
            <Alert kind=AlertKind::Warn title=title>
                <p>{words.home_text()} " " <a href=page::NEW_DEVICE.path>{words.home_link()}</a></p>
            </Alert>
        }
        .into_any()
    })
}
