use crate::text::text;
use leptos::html::Input;
use leptos::prelude::*;

use super::field_frame::{FieldFrame, described_by};
use super::{Icon, IconName, Shown, client};

/// The purpose of a [`Field`], which decides its keyboard and what a password manager fills in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldKind {
    Text,
    PersonName,
    Email,
    /// Of another person, so that no browser fills in one's own.
    #[cfg(feature = "ssr")]
    OthersEmail,
    RecoveryCode,
    NewPassword,
    CurrentPassword,
}

impl FieldKind {
    fn is_password(self) -> bool {
        matches!(self, Self::NewPassword | Self::CurrentPassword)
    }

    fn input_type(self, shown: bool) -> &'static str {
        match self {
            Self::NewPassword | Self::CurrentPassword if !shown => "password",
            _ => "text",
        }
    }

    /// The keyboard of a phone. An address is no `type="email"`, because browsers then refuse letters beyond ASCII, which
    /// the server takes; it is the server that says what is wrong with it.
    fn keyboard(self) -> Option<&'static str> {
        match self {
            Self::Email => Some("email"),
            #[cfg(feature = "ssr")]
            Self::OthersEmail => Some("email"),
            _ => None,
        }
    }

    fn autocomplete(self) -> &'static str {
        match self {
            Self::Text | Self::RecoveryCode => "off",
            #[cfg(feature = "ssr")]
            Self::OthersEmail => "off",
            Self::PersonName => "name",
            Self::Email => "username",
            Self::NewPassword => "new-password",
            Self::CurrentPassword => "current-password",
        }
    }

    /// Whether a phone's keyboard must neither correct nor capitalise the input.
    fn is_exact(self) -> bool {
        !matches!(self, Self::Text | Self::PersonName)
    }
}

/// A single-line input with its label, hint and error; the input keeps its text when an error appears.
#[component]
pub(crate) fn Field(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    kind: FieldKind,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// The first value; never rendered into a password.
    #[prop(optional, into)]
    value: Signal<String>,
    /// Called with the text at each input event.
    #[prop(optional, into)]
    on_typed: Option<Callback<String>>,
    #[prop(optional)] autofocus: bool,
    #[prop(default = true)] required: bool,
) -> AnyView {
    let field = text().field();
    let input = NodeRef::<Input>::new();
    let shown = RwSignal::new(false);
    let caps = RwSignal::new(false);
    if autofocus {
        client::focus_when_shown(input);
    }
    let has_hint = hint.is_some();
    let described = {
        let id = id.clone();
        move || described_by(&id, has_hint, error.with(Option::is_some))
    };
    let exact = kind.is_exact();
    let beside = move || {
        caps.get()
            .then(|| view! { <span class="caps" role="status">{field.caps_lock()}</span> })
    };
    view! {
        <FieldFrame id=id.clone() label=label hint=hint error=error beside=move || beside.into_any()>
            <div class="control">
                <input
                    class=if kind == FieldKind::RecoveryCode { "input code" } else { "input" }
                    node_ref=input
                    id=id
                    name=name
                    type=move || kind.input_type(shown.get())
                    inputmode=kind.keyboard()
                    autocomplete=kind.autocomplete()
                    autocapitalize=exact.then_some("none")
                    spellcheck=exact.then_some("false")
                    dir=(!exact).then_some("auto")
                    value=move || (!kind.is_password()).then(|| value.get())
                    required=required
                    autofocus=client::at_load(|| autofocus || error.with_untracked(Option::is_some))
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=described
                    on:input=move |event| {
                        if let Some(on_typed) = on_typed {
                            on_typed.run(event_target_value(&event));
                        }
                    }
                    on:keyup=move |event| caps.set(kind.is_password() && client::caps_lock(&event))
                    on:blur=move |_| caps.set(false)
                />
                {kind.is_password().then(|| view! { <Reveal shown=shown /> })}
            </div>
        </FieldFrame>
    }
    .into_any()
}

/// Toggles whether a password is legible; rendered only after hydration.
#[component]
fn Reveal(shown: RwSignal<bool>) -> AnyView {
    let field = text().field();
    let ready = client::hydrated();
    view! {
        <Shown when=ready>
            <button
                type="button"
                class="reveal"
                aria-label=field.show_password()
                aria-pressed=move || if shown.get() { "true" } else { "false" }
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {move || view! { <Icon name=if shown.get() { IconName::EyeOff } else { IconName::Eye } /> }}
            </button>
        </Shown>
    }
    .into_any()
}
