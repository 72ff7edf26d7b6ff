use crate::text::text;
use leptos::prelude::*;

use super::{Shown, client};
use terms::limits::{PASSWORD_ALONE, PASSWORD_MIN};

/// The strength of a password by its length, shown while it is typed; advisory, because the server decides.
#[component]
pub(crate) fn PasswordStrength(#[prop(into)] password: Signal<String>) -> AnyView {
    let field = text().field();
    let ready = client::hydrated();
    let length = Memo::new(move |_| password.with(|password| password.chars().count()));
    let word = move || match length.get() {
        0 => "",
        1..PASSWORD_MIN => field.strength_short(),
        PASSWORD_MIN..PASSWORD_ALONE => field.strength_fair(),
        _ => field.strength_good(),
    };
    view! {
        <Shown when=Signal::derive(move || ready.get() && length.get() != 0)>
            <div class="strength">
                <meter min="0" max=PASSWORD_ALONE low=PASSWORD_MIN high={PASSWORD_ALONE - 1} optimum=PASSWORD_ALONE value=move || length.get().min(PASSWORD_ALONE).to_string() aria-label=field.strength()></meter>
                <span aria-live="polite">{word}</span>
            </div>
        </Shown>
    }.into_any()
}
