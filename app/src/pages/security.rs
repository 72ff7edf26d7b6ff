use leptos::prelude::*;
#[component]
pub fn Security() -> impl IntoView {}
