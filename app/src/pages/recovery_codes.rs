use leptos::prelude::*;
#[component]
pub fn RecoveryCodes() -> impl IntoView {}
