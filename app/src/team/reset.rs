//! The card of a verified reset on the page of a member.

use super::reset_api::{ApproveReset, ReadResetCode, StartReset, StopReset};
use crate::{
    form::{FormState, PostForm, alert::FormAlert, step_up::StepUpFields, use_form},
    text::text,
    ui::{Card, Disclosure, Field, FieldKind, SubmitButton, TimeIn},
    wire::Asks,
};
use domain::{
    profile::member::Member,
    team::reset::{ResetState, ResetView},
};
use leptos::prelude::*;
use terms::{Field as At, Role};

/// The reset that is under way, or the form that starts one.
#[component]
pub(super) fn ResetCard(member: Member, viewer: Member, view: Option<ResetView>, asks: Asks) -> AnyView {
    let body = match view {
        Some(view) => view! { <UnderWay member=member viewer=viewer view=view asks=asks /> }.into_any(),
        None => view! { <Start member=member asks=asks /> }.into_any(),
    };
    view! { <Card>{body}</Card> }.into_any()
}

#[component]
fn Start(member: Member, asks: Asks) -> AnyView {
    let words = text().reset();
    let form = use_form::<StartReset>();
    let hours = u32::try_from(member.policy.reset_hours).unwrap_or(u32::MAX);
    let owner = (member.role == Role::Owner).then(|| view! { <p>{words.about_owner()}</p> });
    view! {
        <div class="stack tight">
            <h2>{words.title()}</h2>
            <p>{words.about(&text().policy().hours(hours))}</p>
            {owner}
        </div>
        <Disclosure label=words.title() open=form.error.get_untracked().is_some()>
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="stack">
                    <input type="hidden" name="id" value=member.id.to_string() />
                    <Field
                        id="reason"
                        name="reason"
                        label=words.reason()
                        kind=FieldKind::Text
                        hint=words.reason_hint()
                        value=form.typed("reason")
                        error=form.error_at(At::Reason)
                    />
                    <StepUpFields asks=asks error=form.error id="start-reset" />
                    <div class="row">
                        <SubmitButton label=words.start() pending=form.pending class="danger" />
                    </div>
                </div>
            </PostForm>
        </Disclosure>
    }
    .into_any()
}

#[component]
fn UnderWay(member: Member, viewer: Member, view: ResetView, asks: Asks) -> AnyView {
    let words = text().reset();
    let id = member.id.to_string();
    let ResetView { reset, state, by, code } = view;
    let by = by.map_or_else(|| words.by_operator().to_owned(), |by| words.by(&by));
    let next = match state {
        ResetState::NeedsApproval => {
            let approve = reset.may_be_approved_by(&viewer).then(|| {
                let form = use_form::<ApproveReset>();
                step(form, id.clone(), asks, ("approve-reset", words.approve()))
            });
            view! { <p>{words.needs_approval()}</p> {approve} }.into_any()
        }
        ResetState::Waits(until) => view! { <p><TimeIn words=words.waits() at=until.0 /></p> }.into_any(),
        ResetState::Ready(until) => {
            let read = match reset.may_be_read_by(&viewer) {
                true => {
                    let form = use_form::<ReadResetCode>();
                    let step = step(form, id.clone(), asks, ("read-reset", words.read()));
                    view! { <p>{words.read_hint()}</p> {step} }.into_any()
                }
                false => view! { <p>{words.not_yours()}</p> }.into_any(),
            };
            view! { <p><TimeIn words=words.ready() at=until.0 /></p> {read} }.into_any()
        }
        ResetState::Read(until) => view! { <p><TimeIn words=words.was_read() at=until.0 /></p> }.into_any(),
        ResetState::Over => ().into_any(),
    };
    let code = code.map(|code| {
        view! {
            <div class="stack tight">
                <h3>{words.code()}</h3>
                <p><code class="credential" translate="no">{code.to_string()}</code></p>
                <p class="small lead">{words.read_hint()}</p>
            </div>
        }
    });
    let stop = use_form::<StopReset>();
    view! {
        <div class="stack tight">
            <h2>{words.title()}</h2>
            <p dir="auto">{by} " " {words.because(&reset.reason)}</p>
        </div>
        {code}
        {next}
        <FormAlert error=stop.error />
        <PostForm form=stop>
            <input type="hidden" name="id" value=id />
            <div class="row">
                <SubmitButton label=words.stop() pending=stop.pending class="quiet" />
            </div>
        </PostForm>
    }
    .into_any()
}

/// A form with the step-up and one button.
fn step(form: FormState, id: String, asks: Asks, (name, label): (&'static str, &'static str)) -> AnyView {
    view! {
        <FormAlert error=form.error />
        <PostForm form=form>
            <div class="stack">
                <input type="hidden" name="id" value=id />
                <StepUpFields asks=asks error=form.error id=name />
                <div class="row">
                    <SubmitButton label=label pending=form.pending />
                </div>
            </div>
        </PostForm>
    }
    .into_any()
}
