//! A form with and without scripts: the same error and the same typed values, wherever they come from.

use crate::error::{ApiError, Field};
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Serialize, de::DeserializeOwned};

/// What a failed plain form left behind, read once on the server and handed to the first client render.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Left {
    form: String,
    error: Option<ApiError>,
    fields: Vec<(String, String)>,
}

/// The state of one form.
#[derive(Clone)]
pub struct FormState<S: Clone + Send + Sync + 'static>
where
    S: ServerFn<Error = ApiError>,
    S::Output: Clone + Send + Sync,
{
    /// The server function as an action, for `<ActionForm action=…>`.
    pub action: ServerAction<S>,
    /// Why it failed last.
    pub error: Signal<Option<ApiError>>,
    /// It is on its way.
    pub pending: Signal<bool>,
    left: Left,
}

/// The form of the server function `S`, whose endpoint is `endpoint` (without the prefix).
pub fn use_form<S>(endpoint: &'static str) -> FormState<S>
where
    S: ServerFn<Error = ApiError> + Clone + DeserializeOwned + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    let action = ServerAction::<S>::new();
    let left = use_context::<Left>()
        .filter(|left| left.form == endpoint)
        .unwrap_or_default();
    let before = left.error.clone();
    let value = action.value();
    let error = Signal::derive(move || match value.get() {
        Some(Err(error)) => Some(error),
        Some(Ok(_)) => None,
        None => before.clone(),
    });
    FormState {
        action,
        error,
        pending: action.pending().into(),
        left,
    }
}

impl<S> FormState<S>
where
    S: ServerFn<Error = ApiError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync,
{
    /// What was typed into a field that is not secret, before the document was loaded anew.
    pub fn typed(&self, name: &str) -> String {
        self.left
            .fields
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    }

    /// The error's sentence if it belongs at this field.
    pub fn error_at(&self, field: Field) -> Signal<Option<String>> {
        error_at(self.error, field)
    }

    /// How often it succeeded: what a page reads its data by, since a failure must not take away what was typed.
    pub fn successes(&self) -> Memo<usize> {
        let value = self.action.value();
        let version = self.action.version();
        Memo::new(move |before: Option<&usize>| {
            let version = version.get();
            if value.with(|value| matches!(value, Some(Ok(_)))) {
                version
            } else {
                before.copied().unwrap_or_default()
            }
        })
    }
}

/// The error's sentence if it belongs at this field.
pub fn error_at(error: Signal<Option<ApiError>>, field: Field) -> Signal<Option<String>> {
    Signal::derive(move || {
        error
            .get()
            .and_then(|error| crate::text::errors::at_field(&error, field))
    })
}

/// Provides what a failed plain form left behind; call once, in `App`.
pub fn provide_left() {
    let left = SharedValue::new(|| {
        #[cfg(feature = "ssr")]
        let left = use_context::<crate::ssr::RequestInfo>()
            .and_then(|info| info.flash)
            .map(|flash| Left {
                form: flash.form,
                error: Some(flash.error),
                fields: flash.fields,
            });
        #[cfg(not(feature = "ssr"))]
        let left = None::<Left>;
        left.unwrap_or_default()
    });
    provide_context::<Left>(left.into_inner());
}
