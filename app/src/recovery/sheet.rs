use super::{
    Forms,
    done::{Leave, TypeBackForm},
};
use crate::{
    form::{alert::FormAlert, use_form},
    recovery::api::{CodesWereSaved, RecoveryView},
    text::{alert::AlertContext, text},
    ui::{Alert, AlertKind, Card, CopyButton, Icon, IconName, Live, Shown, TimeIn, client},
    wire::{Viewer, site::site},
};
use leptos::prelude::*;

/// The ten codes, with download, print and copy.
#[component]
pub(super) fn Sheet(viewer: Viewer, view: RecoveryView, codes: Vec<String>, forms: Forms) -> AnyView {
    let words = text().recovery_codes();
    let report = use_form::<CodesWereSaved>();
    let downloaded = RwSignal::new(false);
    let before = view.saved_at.is_some();
    let until = view.shown_until;
    let copied = report.succeeded();
    let saved = Signal::derive(move || before || downloaded.get() || copied.get());
    view! {
        <div class="stack">
            <Card>
                <div class="stack tight off-paper">
                    <h2>{words.keep_title()}</h2>
                    <p class="lead">{words.keep_lead()}</p>
                    {until.map(|at| view! { <p class="lead"><TimeIn words=words.shown_until() at=at /></p> })}
                </div>
                <FormAlert error=report.error context=AlertContext::Sheet />
                <Paper viewer=viewer codes=codes.clone() />
                <div class="row fill off-paper keep-ways">
                    <Download downloaded=downloaded />
                    <PrintButton on_printed=move |()| { report.send(); } />
                    <CopyButton
                        copies=codes.join("\n")
                        class="button quiet"
                        on_copied=move |()| { report.send(); }
                    />
                </div>
                <p class="small lead off-paper">{words.keep_where()}</p>
            </Card>
            <div class="stack off-paper" id="keep">
                {move || if saved.get() {
                    view! { <Alert kind=AlertKind::Good title=words.saved() live=Live::Polite /> }.into_any()
                } else {
                    view! { <TypeBackForm form=forms.type_back /> }.into_any()
                }}
                <Leave form=forms.leave saved=saved />
            </div>
        </div>
    }
    .into_any()
}

/// The printed part: account, date, codes and their purpose.
#[component]
fn Paper(viewer: Viewer, codes: Vec<String>) -> AnyView {
    let words = text().recovery_codes();
    let about = words.sheet_about(&viewer.email, &text().date(viewer.now));
    let codes = codes.into_iter().map(|code| view! { <li>{code}</li> }).collect_view();
    view! {
        <div class="stack tight">
            <h2 class="on-paper">{words.sheet_title(&site().name)}</h2>
            <p class="small lead" dir="auto">{about}</p>
            <ol class="codes" translate="no">{codes}</ol>
            <p class="on-paper">{words.sheet_note()}</p>
        </div>
    }
    .into_any()
}

/// A form without scripts, because its response is a file and the page stays.
#[component]
fn Download(downloaded: RwSignal<bool>) -> AnyView {
    let field = text().field();
    view! {
        <form method="post" action="/ui/recovery-codes/download" on:submit=move |_| downloaded.set(true)>
            <button class="button wide">
                <Icon name=IconName::Download />
                {field.download()}
            </button>
        </form>
    }
    .into_any()
}

/// Opens the print dialog; rendered only after hydration.
#[component]
fn PrintButton(
    #[prop(default = "button quiet")] class: &'static str,
    /// Called when the print dialog was requested.
    #[prop(optional, into)]
    on_printed: Option<Callback<()>>,
) -> AnyView {
    let field = text().field();
    let ready = client::hydrated();
    let print = move |_| {
        client::print();
        if let Some(on_printed) = on_printed {
            on_printed.run(());
        }
    };
    view! {
        <Shown when=ready>
            <button type="button" class=class on:click=print>
                <Icon name=IconName::Print />
                <span>{field.print()}</span>
            </button>
        </Shown>
    }
    .into_any()
}
