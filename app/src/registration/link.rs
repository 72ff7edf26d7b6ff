//! The pages of one-time links: looking at one changes nothing, its one button exchanges it.

use crate::{
    form::read::{Read, read},
    registration::api::{ReadHeldLink, ReadLink},
    wire::secret::Secret,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use terms::LinkKind;

/// The token in the page's address.
pub(crate) fn token() -> String {
    use_params_map()
        .with_untracked(|params| params.get("token"))
        .unwrap_or_default()
}

/// Whether the link in the page's address still works.
pub(crate) fn link_works(kind: LinkKind) -> Read {
    let token = Secret::from(token());
    read(
        || (),
        move |()| ReadLink {
            kind,
            token: token.clone(),
        },
    )
}

/// The address of the exchanged link that this browser holds.
pub(crate) fn held_link(kind: LinkKind) -> Read {
    read(|| (), move |()| ReadHeldLink { kind })
}
