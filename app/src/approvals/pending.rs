//! What Home shows of requests that wait for approval. The server renders it, so that it costs the client next to nothing.

use crate::{
    page,
    shell::{live::Refresh, served::fragment},
    text::text,
    ui::{Icon, IconName},
    wire::error::ApiError,
};
use domain::{Service, approvals::approval::ApprovalView, sessions::SignedIn};
use leptos::prelude::*;

/// The card, or nothing if no request waits.
pub(crate) async fn card(service: &Service, who: &SignedIn) -> Result<String, ApiError> {
    let waiting = service.pending_approvals(who).await?;
    if waiting.is_empty() {
        return Ok(String::new());
    }
    Ok(fragment(|| view! { <Waiting waiting=waiting /> }.into_any()))
}

#[component]
fn Waiting(waiting: Vec<ApprovalView>) -> AnyView {
    let words = text().approvals();
    let count = u32::try_from(waiting.len()).unwrap_or(u32::MAX);
    let rows = waiting.into_iter().map(|view| view! { <Row view=view /> });
    view! {
        <section class="card padded waiting">
            <div class="row top">
                <span class="icon-box accent">
                    <Icon name=IconName::Clock />
                </span>
                <h2>{words.waiting(count)}</h2>
            </div>
            <ul>{rows.collect_view()}</ul>
            <Refresh href=page::HOME.path />
        </section>
    }
    .into_any()
}

#[component]
fn Row(view: ApprovalView) -> AnyView {
    let words = text().approvals();
    let who = super::program(&view);
    let approval = view.approval;
    let href = page::APPROVE.path_of(approval.id.as_str());
    view! {
        <li>
            <a class="title clamped" href=href dir="auto">{approval.request.summary}</a>
            <span class="detail"><code>{approval.request.action}</code> " · " {who}</span>
            <span class="detail">
                {words.two()} ": " <b translate="no">{approval.words}</b>
            </span>
        </li>
    }
    .into_any()
}
