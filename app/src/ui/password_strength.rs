use crate::text::text;
use leptos::prelude::*;

use super::{Shown, client};

/// The shortest password that is taken, and the length from which one stands alone.
const SHORTEST: usize = 8;
const STRONG: usize = 15;

/// The strength of a password by its length, shown while it is typed; advisory, because the server decides.
#[component]
pub(crate) fn PasswordStrength(#[prop(into)] password: Signal<String>) -> AnyView {
    let field = text().field();
    let ready = client::hydrated();
    let length = Memo::new(move |_| password.with(|password| password.chars().count()));
    let word = move || match length.get() {
        0 => "",
        1..SHORTEST => field.strength_short(),
        SHORTEST..STRONG => field.strength_fair(),
        _ => field.strength_good(),
    };
    view! {
        <Shown when=Signal::derive(move || ready.get() && length.get() != 0)>
            <div class="strength">
                <meter min="0" max="15" low="8" high="14" optimum="15" value=move || length.get().min(STRONG).to_string() aria-label=field.strength()></meter>
                <span aria-live="polite">{word}</span>
            </div>
        </Shown>
    }.into_any()
}
