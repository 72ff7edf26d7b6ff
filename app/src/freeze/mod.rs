//! *This wasn't me*: the pages of the link in a mail about one's account, and of the link that ends a freeze.

mod api;
#[cfg(feature = "ssr")]
mod content;

use crate::{
    form::{read::read_once, use_form},
    page,
    password_reset::ChoosePassword,
    registration::link::LinkPage,
    shell::{load::signed_out_page, refusal::ended_page, signed_out::SignedOutPage},
    text::text,
};
use api::{OpenNotMe, OpenUnfreeze, ReadNotMe, Unfreeze as End};
use leptos::prelude::*;
use terms::LinkKind;

/// The page of the mailed link, with the button that exchanges it.
#[component]
pub(crate) fn NotMeLink() -> impl IntoView {
    let form = use_form::<OpenNotMe>();
    view! {
        <LinkPage
            kind=LinkKind::NotMe
            title=page::NOT_ME.title()
            leads=vec![text().not_me().open_lead()]
            button=text().confirm_email().go_on()
            form=form
            ended=link_ended
        />
    }
}

/// *This wasn't me*: the step that comes next. Its content is made by the server and its forms are plain ones.
#[component]
pub(crate) fn NotMe() -> impl IntoView {
    let render = |html: String| {
        view! {
            <SignedOutPage title=page::NOT_ME.title()>
                <div class="stack" inner_html=html></div>
            </SignedOutPage>
        }
        .into_any()
    };
    signed_out_page(read_once(|| ReadNotMe {}), render, |_| link_ended())
}

/// The page of the link that ends a freeze, with the button that exchanges it.
#[component]
pub(crate) fn UnfreezeLink() -> impl IntoView {
    let form = use_form::<OpenUnfreeze>();
    view! {
        <LinkPage
            kind=LinkKind::Unfreeze
            title=page::UNFREEZE.title()
            leads=vec![text().not_me().unfreeze_lead()]
            button=text().confirm_email().go_on()
            form=form
            ended=link_ended
        />
    }
}

/// *Choose a new password*, which ends the freeze.
#[component]
pub(crate) fn Unfreeze() -> impl IntoView {
    let form = use_form::<End>();
    view! { <ChoosePassword page=page::UNFREEZE kind=LinkKind::Unfreeze form=form ended=link_ended /> }
}

fn link_ended() -> AnyView {
    ended_page(
        text().errors().link().0,
        text().not_me().over(),
        &[page::FORGOT_PASSWORD.link(), page::SIGN_IN.link()],
    )
}
