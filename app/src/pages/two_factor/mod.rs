use leptos::prelude::*;
#[component]
pub fn TwoFactor() -> impl IntoView {}
#[component]
pub fn NewDevice() -> impl IntoView {}
#[component]
pub fn SwitchOff() -> impl IntoView {}
#[component]
pub fn Scan() -> impl IntoView {}
#[component]
pub fn RemoveDevice() -> impl IntoView {}
