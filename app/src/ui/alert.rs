use leptos::prelude::*;

use super::{Icon, IconName};

/// The severity of an [`Alert`], shown by its colour and icon.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum AlertKind {
    Good,
    Warn,
    Bad,
    Info,
}

impl AlertKind {
    fn class(self) -> &'static str {
        match self {
            Self::Good => "note good",
            Self::Warn => "note warn",
            Self::Bad => "note bad",
            Self::Info => "note info",
        }
    }

    fn icon(self) -> IconName {
        match self {
            Self::Good => IconName::ShieldCheck,
            Self::Warn => IconName::Warn,
            Self::Bad => IconName::Bad,
            Self::Info => IconName::Info,
        }
    }
}

/// How screen readers announce an [`Alert`] (`aria-live`).
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Live {
    #[default]
    Off,
    Polite,
    AtOnce,
}

impl Live {
    fn role(self) -> Option<&'static str> {
        match self {
            Self::Off => None,
            Self::Polite => Some("status"),
            Self::AtOnce => Some("alert"),
        }
    }
}

/// A message with a bold title and, below it, what to do.
#[component]
pub(crate) fn Alert(
    kind: AlertKind,
    #[prop(into)] title: String,
    #[prop(optional)] live: Live,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    view! {
        <div class=kind.class() role=live.role()>
            <Icon name=kind.icon() />
            <div>
                <b>{title}</b>
                {children.map(|children| view! { <div>{children()}</div> })}
            </div>
        </div>
    }
    .into_any()
}
