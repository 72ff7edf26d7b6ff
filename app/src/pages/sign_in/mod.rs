use leptos::prelude::*;
#[component]
pub fn SignIn() -> impl IntoView {}
#[component]
pub fn EnterPasscode() -> impl IntoView {}
#[component]
pub fn UseRecoveryCode() -> impl IntoView {}
