//! What the server renders of a closed account, and the card on *My profile*.

use super::api::KeepAccount;
use crate::{
    form::{PostForm, alert::FormAlert, use_form},
    page,
    profile::SettingCard,
    shell::served::fragment,
    text::text,
    ui::{SubmitButton, TimeIn},
};
use domain::closing::{KeepView, rules::Closed};
use leptos::prelude::*;
use terms::Role;

/// The page in the browser that closed the account. Nothing here needs a session.
pub(super) fn here(closed: Closed) -> String {
    fragment(|| {
        view! {
            <Dates closed=closed />
            <p>{text().closing().here()}</p>
        }
        .into_any()
    })
}

/// The page of an opened link, with the button that keeps the account.
pub(super) fn keep(view: KeepView) -> String {
    fragment(|| {
        let words = text().closing();
        let form = use_form::<KeepAccount>();
        view! {
            <Dates closed=view.closed />
            <p dir="auto">{words.keep_lead(view.address.as_str())}</p>
            <FormAlert error=form.error />
            <PostForm form=form>
                <SubmitButton label=words.keep() pending=form.pending class="wide" />
            </PostForm>
        }
        .into_any()
    })
}

#[component]
fn Dates(closed: Closed) -> AnyView {
    let words = text().closing();
    view! {
        <p class="lead"><TimeIn words=words.since() at=closed.at.0 /></p>
        <p>{words.until(&text().exact(closed.until().0))}</p>
    }
    .into_any()
}

/// The last card of *My profile*: owners close the account, others leave it.
pub(crate) fn profile_card(role: Role) -> String {
    let (page, about) = match role {
        Role::Owner => (page::CLOSE, text().closing().profile()),
        Role::Admin | Role::Member => (page::LEAVE, text().team().leave().1),
    };
    fragment(|| {
        let link = view! { <a class="button quiet" href=page.path>{page.title()}</a> };
        view! {
            <SettingCard title=page.title() about=about link=link.into_any() />
        }
        .into_any()
    })
}
