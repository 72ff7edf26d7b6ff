//! *Leave the team*.

use super::{api::LeaveTeam, remove::Ends};
use crate::{
    form::{PostForm, alert::FormAlert, step_up::StepUpFields, use_form},
    page,
    shell::{head::PageHead, served::served},
    text::text,
    ui::{Alert, AlertKind, Card, SubmitButton},
    wire::{Asks, Page, Viewer, error::ApiError, server as wire},
};
use domain::{sessions::rights::UseCase, team::LeavingPreview};
use leptos::prelude::*;

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadTeam).await?;
    let preview = service.leaving_preview(&who).await?;
    let asks = wire::asks(&service, &who, UseCase::LeaveTeam);
    let content = |viewer| view! { <Content viewer=viewer preview=preview asks=asks /> }.into_any();
    Ok(served(wire::viewer(&who), page::LEAVE.title(), content))
}

#[component]
fn Content(viewer: Viewer, preview: LeavingPreview, asks: Asks) -> AnyView {
    let words = text().team();
    let form = use_form::<LeaveTeam>();
    if preview.last_owner {
        let (title, about) = words.last_owner();
        return view! {
            <PageHead title=page::LEAVE.title() lead="" viewer=viewer />
            <Card>
                <Alert kind=AlertKind::Info title=title>
                    <p>{about}</p>
                </Alert>
                <div class="row">
                    <a class="button" href=page::TEAM.path>{page::TEAM.title()}</a>
                </div>
            </Card>
        }
        .into_any();
    }
    view! {
        <PageHead title=page::LEAVE.title() lead=words.leave_lead() viewer=viewer />
        <Card>
            <Ends preview=preview.ends keys=true />
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="stack">
                    <StepUpFields asks=asks error=form.error id="leave" />
                    <div class="row">
                        <SubmitButton label=words.leave_button() pending=form.pending class="danger" />
                        <a class="button text" href=page::TEAM.path>{words.keep()}</a>
                    </div>
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}
