//! The page of an opened link, made by the server.

use super::api::{Freeze, SendUnfreeze, UndoChange};
use crate::{
    form::{FormState, PostForm, alert::FormAlert, sure::SureBox, use_form},
    page,
    shell::served::fragment,
    text::{alert::AlertContext, text},
    ui::{Alert, AlertKind, Disclosure, Field, FieldKind, SubmitButton, TimeIn, Username},
};
use domain::freeze::{ChangeView, NotMeView, Stage};
use leptos::prelude::*;
use terms::{ChangeKind, Field as At};

/// What comes next.
pub(super) fn html(view: NotMeView) -> String {
    let NotMeView {
        address,
        stage,
        mailed,
        changes,
    } = view;
    let email = address.as_str().to_owned();
    fragment(|| match stage {
        Stage::Asks => view! { <Asks email=email /> }.into_any(),
        Stage::Frozen(since) => view! { <Frozen email=email since=since.0 mailed=mailed changes=changes /> }.into_any(),
        Stage::GoesOn => view! { <GoesOn email=email changes=changes /> }.into_any(),
    })
}

/// Before anything has happened.
#[component]
fn Asks(email: String) -> AnyView {
    let words = text().freeze();
    let form = use_form::<Freeze>();
    view! {
        <p class="lead">{words.asks_lead()}</p>
        <p>{words.asks_stops()}</p>
        <p dir="auto">{words.asks_then(&email)}</p>
        <FormAlert error=form.error />
        <PostForm form=form class="stack">
            <SureBox form=form label=words.sure() />
            <SubmitButton label=words.button() pending=form.pending class="wide danger" />
        </PostForm>
        <p><a href=page::SIGN_IN.path>{words.was_me()}</a></p>
    }
    .into_any()
}

/// While the account is frozen.
#[component]
fn Frozen(email: String, since: i64, mailed: bool, changes: Vec<ChangeView>) -> AnyView {
    let words = text().freeze();
    let form = use_form::<SendUnfreeze>();
    let (about, label, class) = match mailed {
        true => (words.sent(&email), words.send_again(), "wide quiet"),
        false => (words.password_lead(&email), words.send(), "wide"),
    };
    view! {
        <Alert kind=AlertKind::Info title=words.frozen_title()>
            <p><TimeIn words=words.frozen_since() at=since /></p>
        </Alert>
        <section class="stack tight">
            <h2>{words.password_title()}</h2>
            <p dir="auto">{about}</p>
            <FormAlert error=form.error context=AlertContext::Resend />
            <PostForm form=form>
                <SubmitButton label=label pending=form.pending class=class />
            </PostForm>
        </section>
        <Changes email=email changes=changes />
    }
    .into_any()
}

/// After the new password.
#[component]
fn GoesOn(email: String, changes: Vec<ChangeView>) -> AnyView {
    let (title, next) = text().freeze().goes_on();
    view! {
        <Alert kind=AlertKind::Good title=title>
            <p>{next}</p>
        </Alert>
        <Changes email=email changes=changes />
        <a class="button wide" href=page::SIGN_IN.path>{page::SIGN_IN.title()}</a>
    }
    .into_any()
}

/// What can be undone.
#[component]
fn Changes(email: String, changes: Vec<ChangeView>) -> AnyView {
    let words = text().freeze();
    let form = use_form::<UndoChange>();
    let list = match changes.is_empty() {
        true => view! { <p>{words.nothing()}</p> }.into_any(),
        false => {
            let rows = changes
                .into_iter()
                .map(|change| view! { <Change change=change email=email.clone() form=form /> });
            view! {
                <p class="small lead">{words.undo_lead()}</p>
                <FormAlert error=form.error />
                <ul class="stack parted">{rows.collect_view()}</ul>
            }
            .into_any()
        }
    };
    view! {
        <section class="stack tight">
            <h2>{words.undo_title()}</h2>
            {list}
        </section>
    }
    .into_any()
}

#[component]
fn Change(change: ChangeView, email: String, form: FormState) -> AnyView {
    let words = text().freeze();
    let what = sentence(&change);
    let id = change.id.clone();
    let failed = form.typed("id") == id;
    let undo = change.undo.then(|| {
        let label = words.undo_named(&what);
        let hidden = view! { <input type="hidden" name="id" value=id.clone() /> };
        match change.needs_password() {
            false => view! {
                <PostForm form=form>
                    {hidden}
                    <button type="submit" class="button quiet small" aria-label=label>{words.undo()}</button>
                </PostForm>
            }
            .into_any(),
            true => {
                let error = Signal::derive(move || form.error_at(At::Password).get().filter(|_| failed));
                view! {
                    <Disclosure label=words.undo() open=failed>
                        <PostForm form=form class="stack">
                            {hidden}
                            <Username email=email />
                            <Field
                                id=format!("password-{id}")
                                name="password"
                                label=words.before()
                                kind=FieldKind::CurrentPassword
                                error=error
                                autofocus=failed
                            />
                            <button type="submit" class="button quiet" aria-label=label>{words.undo()}</button>
                        </PostForm>
                    </Disclosure>
                }
                .into_any()
            }
        }
    });
    view! {
        <li class="stack tight">
            <div>
                <span dir="auto">{what}</span>
                <br />
                <span class="small lead"><TimeIn words=words.at() at=change.at.0 /></span>
            </div>
            {undo}
        </li>
    }
    .into_any()
}

/// What was changed.
fn sentence(change: &ChangeView) -> String {
    let words = text().freeze();
    let name = change.name.as_deref().unwrap_or_default();
    match change.kind {
        ChangeKind::Email => words.email(name),
        ChangeKind::Password => words.password().to_owned(),
        ChangeKind::DeviceAdded => words.device_added(name),
        ChangeKind::DeviceRemoved => {
            let added = change.added.map(|added| text().exact(added.0));
            words.device_removed(name, &added.unwrap_or_default())
        }
        ChangeKind::TwoFactorOn => words.two_factor_on().to_owned(),
        ChangeKind::TwoFactorOff => words.two_factor_off().to_owned(),
        ChangeKind::RecoveryCodes => words.codes().to_owned(),
        ChangeKind::ApiKeyMade => words.key_made(name),
    }
}
