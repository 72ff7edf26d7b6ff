//! The pages of an enrolment link, for a colleague without a session. Their content is made by the server and its forms are
//! plain ones, so that the door's client need not know them.

use super::enrol_api::{OpenEnrolment, ReadEnrol};
use crate::{
    form::{read::read_once, use_form},
    page,
    registration::link::LinkPage,
    shell::{load::signed_out_page, refusal::ended_page, signed_out::SignedOutPage},
    text::text,
};
use leptos::prelude::*;
use terms::LinkKind;

/// The page of the mailed link, with the button that exchanges it.
#[component]
pub(crate) fn EnrolLink() -> impl IntoView {
    let words = text().enrol();
    let form = use_form::<OpenEnrolment>();
    view! {
        <LinkPage
            kind=LinkKind::Enrolment
            title=words.title()
            leads=vec![words.open_lead()]
            button=words.go_on()
            form=form
            ended=link_ended
        />
    }
}

/// *Set up your device*: the step that comes next.
#[component]
pub(crate) fn Enrol() -> impl IntoView {
    let data = read_once(|| ReadEnrol {});
    let render = |html: String| {
        view! {
            <SignedOutPage title=page::ENROL.title()>
                <div class="stack" inner_html=html></div>
            </SignedOutPage>
        }
        .into_any()
    };
    signed_out_page(data, render, |_| link_ended())
}

fn link_ended() -> AnyView {
    ended_page(text().errors().link().0, text().enrol().over(), &[page::SIGN_IN.link()])
}
