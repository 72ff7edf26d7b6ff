//! Forms that show the same error and keep the same values with scripts and without.

use crate::shell::address::address;
use crate::text::{field_error, text};
use crate::wire::{error::ApiError, fields::PAGE_FIELD};
use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn};
use serde::Serialize;
use terms::{Field, Rejection};

pub(crate) mod alert;
pub(crate) mod post;
pub(crate) mod read;
pub(crate) mod step_up;
#[cfg(feature = "ssr")]
pub(crate) mod sure;

/// The error and values of a failed form without scripts, read on the server and passed to the first client render.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
pub(crate) struct FormReplay {
    form: String,
    error: Option<ApiError>,
    fields: Vec<(String, String)>,
}

/// The state of a form. It is not generic, because code generic over a server function is compiled for each of them.
#[derive(Clone, Copy)]
pub(crate) struct FormState {
    url: &'static str,
    action: Action<String, Result<(), ApiError>>,
    /// The error of the last submission.
    pub error: Signal<Option<ApiError>>,
    /// Whether a submission is pending.
    pub pending: Signal<bool>,
    replay: StoredValue<FormReplay>,
}

/// Whether any form without scripts was rejected because the session had ended.
pub(crate) fn session_ended() -> bool {
    use_context::<FormReplay>().is_some_and(|replay| replay.error == Some(ApiError::Rejected(Rejection::NotSignedIn)))
}

/// The form that posts to the server function `S`.
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

    /// Submits the form without fields, after an action that only scripts can observe.
    pub(crate) fn send(&self) {
        self.action.dispatch(String::new());
    }

    /// Shows a rejection that is known without asking the server.
    pub(crate) fn refuse(&self, rejection: Rejection) {
        self.action.value().set(Some(Err(ApiError::Rejected(rejection))));
    }

    /// Clears the result of the last submission.
    pub(crate) fn forget(&self) {
        self.action.clear();
    }

    /// The value of a field that is not secret, from a failed submission without scripts.
    pub(crate) fn typed(&self, name: &str) -> String {
        let replay = self.replay.get_value();
        let field = replay.fields.into_iter().find(|(field, _)| field == name);
        field.map(|(_, value)| value).unwrap_or_default()
    }

    /// All values of a field that a form of a served page has several times.
    #[cfg(feature = "ssr")]
    pub(crate) fn typed_all(&self, name: &str) -> Vec<String> {
        let fields = self.replay.get_value().fields.into_iter();
        fields
            .filter(|(field, _)| field == name)
            .map(|(_, value)| value)
            .collect()
    }

    /// The message for this field, if the error concerns it.
    pub(crate) fn error_at(&self, field: Field) -> Signal<Option<String>> {
        error_at(self.error, field)
    }

    /// Whether the last submission succeeded.
    pub(crate) fn succeeded(&self) -> Signal<bool> {
        let value = self.action.value();
        Signal::derive(move || value.with(|value| matches!(value, Some(Ok(())))))
    }

    /// Changes with each success. Pages use it as the source of their data, since a reload after a failure would
    /// discard the input.
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

/// A form that posts to its server function, by a document load without scripts and by a request with them.
#[component]
pub(crate) fn PostForm(
    form: FormState,
    #[prop(optional)] class: &'static str,
    #[prop(optional, into)] id: Option<&'static str>,
    /// Loads a document with scripts too, because the form changes something outside the app's body.
    #[prop(optional)]
    loads_document: bool,
    children: Children,
) -> AnyView {
    let on_submit = move |event: SubmitEvent| {
        // While one is pending, another would be a second event of the same action, such as the commit of an input method.
        if !loads_document
            && let Some(body) = post::body(&event)
            && !form.pending.get_untracked()
        {
            form.action.dispatch(body);
        }
    };
    let class = (!class.is_empty()).then_some(class);
    view! {
        <form action=form.url method="post" class=class id=id data-plain=loads_document.then_some("") on:submit=on_submit>
            <PageField />
            {children()}
        </form>
    }
    .into_any()
}

/// The path of the form's page, to which an error redirects without scripts. With scripts it is not sent.
#[component]
fn PageField() -> AnyView {
    let page = address().path;
    view! { <input type="hidden" name=PAGE_FIELD value=page /> }.into_any()
}

/// The message for this field, if the error concerns it.
pub(crate) fn error_at(error: Signal<Option<ApiError>>, field: Field) -> Signal<Option<String>> {
    Signal::derive(move || error.get().and_then(|error| field_error(text(), &error, field)))
}

/// Provides [`FormReplay`]; call once, in `App`.
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
