use super::discard::DiscardForm;
use crate::{
    devices::api::{DiscardDevice, ScanView},
    form::{alert::FormAlert, use_form},
    page,
    shell::head::PageHead,
    text::{alert::Asked, frame, new_device, scan as words, two_factor},
    ui::{Alert, AlertKind, Card, Time},
    wire::Viewer,
};
use leptos::prelude::*;

/// A device that another session is setting up: its secret is not for this one, which may only discard it.
#[component]
pub(super) fn Elsewhere(viewer: Viewer, scan: ScanView) -> AnyView {
    let form = use_form::<DiscardDevice>();
    view! {
        <PageHead title=new_device::TITLE lead=words::elsewhere_lead(&scan.name) viewer=viewer />
        <Card>
            <Alert kind=AlertKind::Info title=words::ELSEWHERE_TITLE>
                <p>{words::ELSEWHERE}</p>
            </Alert>
            <FormAlert error=form.error asked=Asked::Device />
            <p class="small faint">{words::EXPIRES} <Time at=scan.expires_at /> "."</p>
            <div class="row">
                <DiscardForm id=scan.id form=form label=two_factor::DISCARD class="quiet" />
                <a class="button text" href=page::TWO_FACTOR.path>{frame::BACK}</a>
            </div>
        </Card>
    }
    .into_any()
}
