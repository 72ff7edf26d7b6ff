//! The browsers that a member trusts, a section of *Sessions*.

use super::api::EndTrust;
use crate::{
    form::{FormState, PostForm, alert::FormAlert, use_form},
    places::with_place,
    text::text,
    ui::{Icon, IconName, TimeIn},
};
use domain::sessions::trusted::rules::TrustedBrowser;
use leptos::prelude::*;

/// The section, which says how a browser becomes trusted while none is.
#[component]
pub(super) fn Trusted(browsers: Vec<TrustedBrowser>) -> AnyView {
    let words = text().sessions();
    let form = use_form::<EndTrust>();
    let list = (!browsers.is_empty()).then(|| {
        let rows = browsers
            .into_iter()
            .map(|trusted| view! { <Row trusted=trusted form=form /> });
        view! {
            <ul class="card rows sessions" aria-label=words.trusted()>
                {rows.collect_view()}
            </ul>
        }
    });
    let hint = if list.is_some() {
        words.trusted_hint()
    } else {
        words.none_trusted()
    };
    view! {
        <section class="stack tight">
            <h2>{words.trusted()}</h2>
            <p class="lead small">{hint}</p>
            <FormAlert error=form.error />
            {list}
        </section>
    }
    .into_any()
}

#[component]
fn Row(trusted: TrustedBrowser, form: FormState) -> AnyView {
    let words = text().sessions();
    let browser = text().browser(&trusted.agent);
    let ends = format!("{}: {browser}, {}", words.end_trust(), trusted.address);
    view! {
        <li>
            <span class="icon-box">
                <Icon name=IconName::ShieldCheck />
            </span>
            <div>
                <b class="title">{browser}</b>
                <span class="detail"><TimeIn words=words.trusted_since() at=trusted.created_at.0 /></span>
                <span class="detail"><TimeIn words=words.trusted_until() at=trusted.expires_at.0 /></span>
            </div>
            <div class="status"></div>
            <div class="used detail">
                <TimeIn words=words.seen() at=trusted.rotated_at.0 />
                <br />
                {with_place(&trusted.address)}
            </div>
            <div class="inside">
                <PostForm form=form>
                    <input type="hidden" name="id" value=trusted.id.to_string() />
                    <button type="submit" class="button quiet small" aria-label=ends>{words.end_trust()}</button>
                </PostForm>
            </div>
        </li>
    }
    .into_any()
}
