use leptos::prelude::*;
#[component]
pub fn SetUp() -> impl IntoView {}
#[component]
pub fn SetUpLink() -> impl IntoView {}
#[component]
pub fn SignUp() -> impl IntoView {}
#[component]
pub fn CheckMail() -> impl IntoView {}
#[component]
pub fn ConfirmEmail() -> impl IntoView {}
#[component]
pub fn ConfirmEmailLink() -> impl IntoView {}
