//! A form with and without scripts: the same error and the same typed values, wherever they come from.

use crate::text::{field_error, text};
use crate::wire::{error::ApiError, fields::PAGE_FIELD};
use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_location;
use serde::Serialize;
use terms::{Field, Rejection};

pub(crate) mod alert;
mod post;
pub(crate) mod read;
pub(crate) mod step_up;

/// What a failed plain form left behind, read once on the server and handed to the first client render.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
pub(crate) struct FormReplay {
    form: String,
    error: Option<ApiError>,
    fields: Vec<(String, String)>,
}

/// The state of one form. One type for all of them: what is generic over a server function is in the client once each.
#[derive(Clone, Copy)]
pub(crate) struct FormState {
    url: &'static str,
    action: Action<String, Result<(), ApiError>>,
    /// Why it failed last.
    pub error: Signal<Option<ApiError>>,
    /// It is on its way.
    pub pending: Signal<bool>,
    replay: StoredValue<FormReplay>,
}

/// Whether a plain form, whichever it was, was refused because nobody is signed in any more.
pub(crate) fn session_ended() -> bool {
    use_context::<FormReplay>().is_some_and(|replay| replay.error == Some(ApiError::Rejected(Rejection::NotSignedIn)))
}

/// The form of the server function `S`; its address is the function's.
pub(crate) fn use_form<S>() -> FormState
where
    S: ServerFn<Output = (), Error = ApiError>,
{
    FormState::new(S::PATH)
}

impl FormState {
    fn new(url: &'static str) -> Self {
        let action = Action::new(move |body: &String| post::send(url, body.clone()));
        let replay = use_context::<FormReplay>()
            .filter(|replay| replay.form == url)
            .unwrap_or_default();
        let before = replay.error.clone();
        let value = action.value();
        let error = Signal::derive(move || match value.get() {
            Some(Err(error)) => Some(error),
            Some(Ok(())) => None,
            None => before.clone(),
        });
        Self {
            url,
            action,
            error,
            pending: action.pending().into(),
            replay: StoredValue::new(replay),
        }
    }

    /// Sends it without its fields, where scripts notice that something was done.
    pub(crate) fn send(&self) {
        self.action.dispatch(String::new());
    }

    /// Forgets how it went: it is about something else now.
    pub(crate) fn forget(&self) {
        self.action.clear();
    }

    /// What was typed into a field that is not secret, before the document was loaded anew.
    pub(crate) fn typed(&self, name: &str) -> String {
        let replay = self.replay.get_value();
        let field = replay.fields.into_iter().find(|(field, _)| field == name);
        field.map(|(_, value)| value).unwrap_or_default()
    }

    /// The error's sentence if it belongs at this field.
    pub(crate) fn error_at(&self, field: Field) -> Signal<Option<String>> {
        error_at(self.error, field)
    }

    /// It succeeded last.
    pub(crate) fn succeeded(&self) -> Signal<bool> {
        let value = self.action.value();
        Signal::derive(move || value.with(|value| matches!(value, Some(Ok(())))))
    }

    /// How often it succeeded: what a page reads its data by, since a failure must not take away what was typed.
    pub(crate) fn successes(&self) -> Memo<usize> {
        let succeeded = self.succeeded();
        let version = self.action.version();
        Memo::new(move |before: Option<&usize>| {
            let version = version.get();
            if succeeded.get() {
                version
            } else {
                before.copied().unwrap_or_default()
            }
        })
    }
}

/// A form that posts to its server function: as a document without scripts, in place with them.
#[component]
pub(crate) fn PostForm(
    form: FormState,
    #[prop(optional)] class: &'static str,
    #[prop(optional, into)] id: Option<&'static str>,
    /// Loads a document, with scripts too: what it changes is in the document itself.
    #[prop(optional)]
    loads_document: bool,
    children: Children,
) -> AnyView {
    let on_submit = move |event: SubmitEvent| {
        if !loads_document && let Some(body) = post::body(&event) {
            form.action.dispatch(body);
        }
    };
    let class = (!class.is_empty()).then_some(class);
    view! {
        <form action=form.url method="post" class=class id=id on:submit=on_submit>
            <PageField />
            {children()}
        </form>
    }
    .into_any()
}

/// The path of the page that a plain form stands on: a refusal comes back to it. Scripts stay where they are and do not
/// send it.
#[component]
fn PageField() -> AnyView {
    let page = use_location().pathname.get_untracked();
    view! { <input type="hidden" name=PAGE_FIELD value=page /> }.into_any()
}

/// The error's sentence if it belongs at this field.
pub(crate) fn error_at(error: Signal<Option<ApiError>>, field: Field) -> Signal<Option<String>> {
    Signal::derive(move || error.get().and_then(|error| field_error(text(), &error, field)))
}

/// Provides what a failed plain form left behind; call once, in `App`.
pub(crate) fn provide_form_replay() {
    let replay = SharedValue::<FormReplay, crate::wire::json::Json>::new_with_encoding(form_replay);
    provide_context::<FormReplay>(replay.into_inner());
}

#[cfg(feature = "ssr")]
fn form_replay() -> FormReplay {
    let flash = use_context::<crate::wire::ssr::RequestInfo>().and_then(|info| info.flash);
    let replay = flash.map(|flash| FormReplay {
        form: flash.form,
        error: Some(flash.error),
        fields: flash.fields,
    });
    replay.unwrap_or_default()
}

#[cfg(not(feature = "ssr"))]
fn form_replay() -> FormReplay {
    FormReplay::default()
}
