//! *Apps*: where the member has signed in with this account. A served page, because it only shows and sends forms.

use super::{consent::Known, decisions::TakeBack};
use crate::{
    form::{FormState, PostForm, alert::FormAlert, use_form},
    page,
    shell::{head::PageHead, served::served},
    text::text,
    ui::{Icon, IconName, TimeIn},
    wire::{Page, Viewer, error::ApiError, server as wire},
};
use domain::{oidc::access::Access, sessions::rights::UseCase};
use leptos::prelude::*;

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadAccesses).await?;
    let accesses = service.accesses(&who).await?;
    let content = |viewer| view! { <Content viewer=viewer accesses=accesses /> }.into_any();
    Ok(served(wire::viewer(&who), page::MY_APPS.title(), content))
}

#[component]
fn Content(viewer: Viewer, accesses: Vec<Access>) -> AnyView {
    let words = text().consent();
    let form = use_form::<TakeBack>();
    let list = match accesses.is_empty() {
        true => view! { <Empty /> }.into_any(),
        false => {
            let rows = accesses
                .into_iter()
                .map(|access| view! { <Row access=access form=form /> });
            view! {
                <ul class="card rows sessions" aria-label=words.mine_list()>
                    {rows.collect_view()}
                </ul>
                <p class="small faint">{words.take_back_hint()}</p>
            }
            .into_any()
        }
    };
    view! {
        <PageHead title=page::MY_APPS.title() lead=words.mine_lead() viewer=viewer />
        <div class="stack">
            <FormAlert error=form.error />
            {list}
        </div>
    }
    .into_any()
}

#[component]
fn Empty() -> AnyView {
    let (title, about) = text().consent().mine_empty();
    view! {
        <section class="card empty">
            <span class="icon-box accent">
                <Icon name=IconName::External />
            </span>
            <h2>{title}</h2>
            <p>{about}</p>
        </section>
    }
    .into_any()
}

#[component]
fn Row(access: Access, form: FormState) -> AnyView {
    let words = text().consent();
    let name = access.name.as_str().to_owned();
    let ends = format!("{}: {name}", words.take_back());
    let by = if access.account.is_some() {
        words.mine_team()
    } else {
        words.mine_operator()
    };
    view! {
        <li>
            <span class="icon-box">
                <Icon name=IconName::External />
            </span>
            <div>
                <b class="title">{name}</b>
                <span class="detail">{by}", "<TimeIn words=words.mine_since() at=access.allowed_at.0 /></span>
                <Known scopes=access.scopes />
            </div>
            <div class="status"></div>
            <div class="used detail">
                <TimeIn words=words.mine_used() at=access.used_at.0 />
            </div>
            <div class="inside">
                <PostForm form=form>
                    <input type="hidden" name="id" value=access.client.to_string() />
                    <button type="submit" class="button quiet small" aria-label=ends>{words.take_back()}</button>
                </PostForm>
            </div>
        </li>
    }
    .into_any()
}
