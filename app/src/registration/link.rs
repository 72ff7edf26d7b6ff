//! The pages of one-time links. Opening one changes nothing; its button exchanges it.

use crate::{
    form::{
        FormState, PostForm,
        alert::FormAlert,
        read::{Read, read_once},
    },
    registration::api::{ReadHeldLink, ReadLink},
    shell::{address, load::signed_out_page, signed_out::SignedOutPage},
    ui::SubmitButton,
    wire::secret::Secret,
};
use leptos::prelude::*;
use terms::LinkKind;

/// The page of a link, with its purpose and the button that exchanges it.
#[component]
pub(crate) fn LinkPage(
    kind: LinkKind,
    title: &'static str,
    leads: Vec<&'static str>,
    button: &'static str,
    /// The form that exchanges the link; its only field is the token.
    form: FormState,
    /// Renders the page of a link that is invalid or has expired.
    ended: fn() -> AnyView,
) -> AnyView {
    let data = link_works(kind);
    let token = token();
    let (error, pending) = (form.error, form.pending);
    let render = move |()| {
        let token = token.clone();
        let leads = leads
            .iter()
            .map(|lead| view! { <p class="lead">{*lead}</p> })
            .collect_view();
        view! {
            <SignedOutPage title=title>
                {leads}
                <FormAlert error=error />
                <PostForm form=form>
                    <input type="hidden" name="token" value=token />
                    <SubmitButton label=button pending=pending class="wide" />
                </PostForm>
            </SignedOutPage>
        }
        .into_any()
    };
    signed_out_page(data, render, move |_| ended())
}

/// The token in the page's address.
fn token() -> String {
    address::param()
}

/// Whether the link in the page's address still works.
fn link_works(kind: LinkKind) -> Read {
    let token = Secret::from(token());
    read_once(move || ReadLink {
        kind,
        token: token.clone(),
    })
}

/// The data of the exchanged link that this browser holds.
pub(crate) fn held_link(kind: LinkKind) -> Read {
    read_once(move || ReadHeldLink { kind })
}
