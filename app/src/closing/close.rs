//! *Close my account*.

use super::api::CloseAccount;
use crate::{
    form::{PostForm, alert::FormAlert, step_up::StepUpFields, sure::SureBox, use_form},
    page,
    shell::{head::PageHead, served::served},
    text::text,
    ui::{Card, SubmitButton},
    wire::{Asks, Page, Viewer, error::ApiError, server as wire},
};
use domain::{
    closing::{rules::Closed, store::AccountCounts},
    sessions::rights::UseCase,
};
use leptos::prelude::*;
use terms::{Rejection, Role};

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadClosing).await?;
    if who.member.role != Role::Owner {
        return Err(Rejection::NotFound.into());
    }
    let counts = service.account_counts(&who).await?;
    let closed = Closed { at: who.now };
    let asks = wire::asks(&service, &who, UseCase::CloseAccount);
    let content = |viewer| view! { <Content viewer=viewer counts=counts closed=closed asks=asks /> }.into_any();
    Ok(served(wire::viewer(&who), page::CLOSE.title(), content))
}

#[component]
fn Content(
    viewer: Viewer,
    counts: AccountCounts,
    /// What the closing would be.
    closed: Closed,
    asks: Asks,
) -> AnyView {
    let words = text().closing();
    let form = use_form::<CloseAccount>();
    view! {
        <PageHead title=page::CLOSE.title() lead=words.lead() viewer=viewer />
        <Card>
            <div class="stack">
                <section class="stack tight">
                    <h2>{words.stops()}</h2>
                    <ul class="bullets">
                        <li>{words.stops_sessions()}</li>
                        <li>{words.stops_programs()}</li>
                        <li>{words.stops_invitations()}</li>
                        <li>{words.stops_mail()}</li>
                    </ul>
                </section>
                <section class="stack tight">
                    <h2>{words.erased(&text().exact(closed.until().0))}</h2>
                    <ul class="bullets">
                        <li>{words.erased_members(counts.members)}</li>
                        <li>{words.erased_devices(counts.devices)}</li>
                        <li>{words.erased_keys(counts.keys)}</li>
                        <li>{words.erased_rest()}</li>
                    </ul>
                    <p>{words.undo()}</p>
                </section>
            </div>
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="stack">
                    <SureBox form=form label=words.sure() />
                    <StepUpFields asks=asks error=form.error id="close" />
                    <div class="row">
                        <SubmitButton label=words.button() pending=form.pending class="danger" />
                        <a class="button text" href=page::PROFILE.path>{text().team().keep()}</a>
                    </div>
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}
