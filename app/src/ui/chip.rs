use leptos::prelude::*;

/// How the state in a [`Chip`] is to be taken; its text always says the state itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ChipKind {
    Good,
    Warn,
    Bad,
    Info,
    Plain,
}

impl ChipKind {
    fn class(self) -> &'static str {
        match self {
            Self::Good => "chip good",
            Self::Warn => "chip warn",
            Self::Bad => "chip bad",
            Self::Info => "chip info",
            Self::Plain => "chip",
        }
    }
}

/// A state in one or two words.
#[component]
pub fn Chip(kind: ChipKind, #[prop(into)] text: String) -> AnyView {
    view! { <span class=kind.class()>{text}</span> }.into_any()
}
