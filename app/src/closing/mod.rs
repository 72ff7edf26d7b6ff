//! *Close my account*, and the page of a closed account, on which an owner keeps it.

mod api;
#[cfg(feature = "ssr")]
mod close;
#[cfg(feature = "ssr")]
mod content;

#[cfg(feature = "ssr")]
pub(crate) use close::content as close_content;
#[cfg(feature = "ssr")]
pub(crate) use content::profile_card;

use crate::{
    form::{read::read_once, use_form},
    page,
    registration::link::LinkPage,
    shell::{load::signed_out_page, refusal::ended_page, signed_out::SignedOutPage},
    text::text,
};
use api::{OpenKeepAccount, ReadClosed};
use leptos::prelude::*;
use terms::LinkKind;

/// The page of the mailed link, with the button that exchanges it.
#[component]
pub(crate) fn KeepLink() -> impl IntoView {
    let form = use_form::<OpenKeepAccount>();
    view! {
        <LinkPage
            kind=LinkKind::KeepAccount
            title=page::CLOSED.title()
            leads=vec![text().closed_account().open_lead()]
            button=text().confirm_email().go_on()
            form=form
            ended=link_ended
        />
    }
}

/// *Your account is closed*. Its content is made by the server and its form is a plain one.
#[component]
pub(crate) fn Closed() -> impl IntoView {
    let render = |html: String| {
        view! {
            <SignedOutPage title=page::CLOSED.title()>
                <div class="stack" inner_html=html></div>
            </SignedOutPage>
        }
        .into_any()
    };
    signed_out_page(read_once(|| ReadClosed {}), render, |_| link_ended())
}

fn link_ended() -> AnyView {
    ended_page(
        text().errors().link().0,
        text().closed_account().over(),
        &[page::SIGN_IN.link(), page::FORGOT_PASSWORD.link()],
    )
}
