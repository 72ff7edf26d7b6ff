use leptos::prelude::*;

/// The severity of the state in a [`Chip`], shown by colour only; the text names the state.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChipKind {
    Good,
    Warn,
    /// Neither, which only the server's parts show.
    #[cfg(feature = "ssr")]
    Plain,
}

impl ChipKind {
    fn class(self) -> &'static str {
        match self {
            Self::Good => "chip good",
            Self::Warn => "chip warn",
            #[cfg(feature = "ssr")]
            Self::Plain => "chip",
        }
    }
}

/// A state in one or two words.
#[component]
pub(crate) fn Chip(kind: ChipKind, #[prop(into)] text: String) -> AnyView {
    view! { <span class=kind.class()>{text}</span> }.into_any()
}
