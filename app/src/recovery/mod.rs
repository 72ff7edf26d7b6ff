//! *Recovery codes*: the sheet while it is shown, later the number of unused codes.

pub(crate) mod api;
mod done;
mod make_new;
mod sheet;

use crate::{
    form::{FormState, read::read, use_form},
    page,
    recovery::api::{LeaveCodes, ReadRecoveryCodes, RecoveryView, ReplaceCodes, TypeBack},
    shell::{head::PageHead, load::signed_in_page},
    text::text,
    ui::{Alert, AlertKind, Icon, IconName},
    wire::Viewer,
};
use leptos::prelude::*;
use make_new::CodesLeft;
use sheet::Sheet;

/// The page's forms.
#[derive(Clone)]
struct Forms {
    replace: FormState,
    type_back: FormState,
    leave: FormState,
}

/// The page.
#[component]
pub(crate) fn RecoveryCodes() -> impl IntoView {
    let forms = Forms {
        replace: use_form::<ReplaceCodes>(),
        type_back: use_form::<TypeBack>(),
        leave: use_form::<LeaveCodes>(),
    };
    let (replaced, typed) = (forms.replace.successes(), forms.type_back.successes());
    let data = read(move || (replaced.get(), typed.get()), |_| ReadRecoveryCodes {});
    let render = move |viewer, view| view! { <Content viewer=viewer view=view forms=forms.clone() /> }.into_any();
    signed_in_page(page::RECOVERY_CODES, data, render)
}

#[component]
fn Content(viewer: Viewer, view: RecoveryView, forms: Forms) -> AnyView {
    let words = text().recovery_codes();
    let recovery = text().recovery();
    let repair = viewer.repair;
    let head = view! { <PageHead title=page::RECOVERY_CODES.title() lead=words.lead() viewer=viewer.clone() /> };
    let body = match (viewer.two_factor_since, view.codes.clone()) {
        (None, _) => view! { <NotYet /> }.into_any(),
        (Some(_), Some(codes)) => view! { <Sheet viewer=viewer view=view codes=codes forms=forms /> }.into_any(),
        (Some(_), None) => {
            let first = repair.then(|| view! { <Alert kind=AlertKind::Warn title=recovery.new_set_first() /> });
            view! {
                <div class="stack">
                    {first}
                    <CodesLeft view=view form=forms.replace />
                </div>
            }
            .into_any()
        }
    };
    view! {
        {head}
        {body}
    }
    .into_any()
}

/// Shown without two-factor, when there are no recovery codes.
#[component]
fn NotYet() -> AnyView {
    let words = text().recovery_codes();
    view! {
        <section class="card empty">
            <span class="icon-box accent">
                <Icon name=IconName::Sheet />
            </span>
            <h2>{words.none().0}</h2>
            <p>{words.none().1}</p>
            <a class="button" href=page::NEW_DEVICE.path>{page::NEW_DEVICE.title()}</a>
        </section>
    }
    .into_any()
}
