use leptos::prelude::*;

use super::{Icon, IconName};

/// How an [`Alert`] stands to the person: its colour and its sign.
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

/// Whether a screen reader says an [`Alert`] by itself: at once, when it is free, or only when read.
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

/// A message of one bold sentence, and below it what to do about it.
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
