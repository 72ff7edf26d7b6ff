//! The page of one key: its text while it is new, what it may do, and *Revoke*.

use super::{
    api::{LeaveApiKey, RevokeApiKey},
    start_of, state, used, valid,
};
use crate::{
    activity::Asked,
    form::{PostForm, alert::FormAlert, use_form},
    page,
    shell::{address, head::PageHead, served::served},
    text::text,
    ui::{Alert, AlertKind, Card, CopyLine, SubmitButton, TimeIn},
    wire::{Page, Viewer, error::ApiError, server as wire},
};
use domain::{
    Timestamp,
    api_keys::{
        KeyView,
        key::{ApiKey, KeyOfMember},
        machine::MachineDevice,
        scope::OperatorScopes,
    },
    service::ServiceSettings,
    sessions::rights::UseCase,
};
use leptos::prelude::*;
use terms::Scope;
use zeroize::Zeroizing;

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadApiKeys).await?;
    let view = service.api_key(&who, &address::param()).await?;
    let own = view.key.member.id == who.member.id;
    let settings = service.settings().clone();
    let content =
        |viewer| view! { <Content viewer=viewer view=view own=own settings=settings now=who.now /> }.into_any();
    Ok(served(wire::viewer(&who), page::API_KEY.title(), content))
}

#[component]
fn Content(viewer: Viewer, view: KeyView, own: bool, settings: ServiceSettings, now: Timestamp) -> AnyView {
    let words = text().api_keys();
    let KeyView {
        key,
        text: secret,
        shown_until,
        machine,
    } = view;
    let KeyOfMember { key, member, .. } = key;
    let covered = member.calls_need_factor(now);
    let name = key.label.as_str();
    let lead = if own {
        name.to_owned()
    } else {
        format!("{name} {}", words.held_by(&member.name))
    };
    let id = key.id.to_string();
    let suspended = key.suspended_at.map(|_| {
        view! {
            <Alert kind=AlertKind::Warn title=words.is_suspended().0>
                <p>{words.is_suspended().1}</p>
            </Alert>
        }
    });
    let shown = secret.zip(shown_until);
    let usage = usage(covered, &settings.origin);
    let shown = shown.map(|(secret, until)| view! { <Shown id=id.clone() secret=secret until=until usage=usage /> });
    view! {
        <PageHead title=page::API_KEY.title() lead=lead viewer=viewer />
        <div class="stack">
            {shown}
            {suspended}
            <About key=key operators=settings.scopes now=now />
            {own.then(|| view! { <SecondFactor id=id.clone() machine=machine /> })}
            <Revoke id=id />
        </div>
    }
    .into_any()
}

/// The text of a new key, and how a program uses it.
#[component]
fn Shown(id: String, secret: Zeroizing<String>, until: Timestamp, usage: String) -> AnyView {
    let words = text().api_keys();
    let form = use_form::<LeaveApiKey>();
    view! {
        <Card>
            <div class="stack tight">
                <h2>{words.ready().0}</h2>
                <p>{words.ready().1}</p>
                <p class="small lead"><TimeIn words=words.shown_until() at=until.0 /></p>
            </div>
            <CopyLine id="key" label=page::API_KEY.title() value=secret.to_string() />
            <div class="stack tight">
                <h3>{words.usage()}</h3>
                <p>{words.usage_hint()}</p>
                <pre class="snippet"><code translate="no">{usage}</code></pre>
            </div>
            <FormAlert error=form.error />
            <PostForm form=form>
                <input type="hidden" name="id" value=id />
                <div class="row">
                    <SubmitButton label=words.done() pending=form.pending />
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}

/// How a program calls the API with a key: where that needs a second factor it buys a token with a passcode first.
fn usage(covered: bool, origin: &str) -> String {
    let key = "curl --header \"Authorization: Bearer $TWOFOLD_KEY\"";
    match covered {
        false => format!("{key} {origin}/api/v1/me"),
        true => format!("{key} --header \"X-OTP: $PASSCODE\" --request POST {origin}/api/v1/tokens"),
    }
}

#[component]
fn About(key: ApiKey, operators: OperatorScopes, now: Timestamp) -> AnyView {
    let words = text().api_keys();
    let scopes = key.scopes.names().map(|name| {
        view! { <li><code>{name.to_owned()}</code> " " {about_scope(name, &operators)}</li> }
    });
    let scopes: Vec<_> = scopes.collect();
    let networks: Vec<_> = key.networks.iter().map(ToString::to_string).collect();
    let networks = if networks.is_empty() {
        words.from_anywhere().to_owned()
    } else {
        words.from_networks(&networks.join(", "))
    };
    let activity = Asked::of_key(&key.id).path(page::ACTIVITY.path, None);
    view! {
        <Card>
            <div class="row between">
                <code>{start_of(&key)}</code>
                {state(&key, now)}
            </div>
            <ul class="bare">
                <li><TimeIn words=words.created() at=key.created_at.0 /></li>
                <li>{used(key.last_use.as_ref())}</li>
                <li>{valid(&key, now)}</li>
                <li>{networks}</li>
            </ul>
            <div class="stack tight">
                <h2>{words.may()}</h2>
                <ul class="bare">{scopes}</ul>
            </div>
            <p class="small"><a href=activity>{words.activity()}</a></p>
        </Card>
    }
    .into_any()
}

/// What counts as second factor of programs with this key.
#[component]
fn SecondFactor(id: String, machine: Option<MachineDevice>) -> AnyView {
    let words = text().machine_device();
    let link = if machine.is_some() {
        words.manage()
    } else {
        words.set_up()
    };
    let about = match machine {
        None => view! { <p>{words.has_none()}</p> }.into_any(),
        Some(machine) => {
            let (name, digits) = (
                super::machine::name(machine.parameters.algorithm),
                machine.parameters.digits.to_string(),
            );
            let confirmed = machine
                .confirmed_at
                .map(|at| view! { <li><TimeIn words=words.confirmed() at=at.0 /></li> });
            view! {
                <ul class="bare">
                    <li>{words.has(name, &digits)}</li>
                    {confirmed}
                    <li>{used(machine.last_use.as_ref())}</li>
                </ul>
            }
            .into_any()
        }
    };
    view! {
        <Card>
            <h2>{words.second_factor()}</h2>
            {about}
            <div class="row">
                <a class="button quiet" href=page::MACHINE_DEVICE.path_of(&id)>{link}</a>
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn Revoke(id: String) -> AnyView {
    let words = text().api_keys();
    let form = use_form::<RevokeApiKey>();
    view! {
        <Card>
            <h2>{words.revoke().0}</h2>
            <p>{words.revoke().1}</p>
            <FormAlert error=form.error />
            <PostForm form=form>
                <input type="hidden" name="id" value=id />
                <div class="row">
                    <SubmitButton label=words.revoke_button() pending=form.pending class="danger" />
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}

/// What a scope lets a program do.
pub(super) fn about_scope(name: &str, operators: &OperatorScopes) -> String {
    let words = text().scopes();
    let about = match Scope::parse(name) {
        Some(Scope::Me) => words.me(),
        Some(Scope::Devices) => words.devices(),
        Some(Scope::Sessions) => words.sessions(),
        Some(Scope::Activity) => words.activity(),
        Some(Scope::Members) => words.members(),
        Some(Scope::Verify) => words.verify(),
        Some(Scope::Approvals) => words.approvals(),
        None => match operators.rule(name).and_then(|rule| rule.max_mfa_age) {
            None => words.operators(),
            Some(age) => {
                let minutes = u32::try_from(age.max(1)).unwrap_or(u32::MAX).div_ceil(60);
                return words.operators_fresh(minutes);
            }
        },
    };
    about.to_owned()
}
