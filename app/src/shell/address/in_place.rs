//! Shows the pages of the home, one in place of the other.

use super::{Address, PageAddress, of_document};
use crate::{PageInfo, page};
use leptos::prelude::*;

/// The page that is shown, and its address.
#[derive(Clone)]
pub(super) struct CurrentPage {
    pub page: &'static PageInfo,
    pub address: ArcRwSignal<Address>,
}

impl CurrentPage {
    pub(super) fn new(page: &'static PageInfo, address: Address) -> Self {
        Self {
            page,
            address: ArcRwSignal::new(address),
        }
    }

    fn view(self, view: fn(&str) -> AnyView) -> AnyView {
        provide_context(PageAddress(self.address));
        view(self.page.path)
    }
}

/// The page of the document's address; in the browser it changes with links, redirects, *Back* and *Forward*.
#[component]
pub(crate) fn InPlace(view: fn(&str) -> AnyView) -> AnyView {
    let address = of_document();
    let first = CurrentPage::new(page::at(&address.path).unwrap_or(page::HOME), address);
    #[cfg(not(feature = "hydrate"))]
    return first.view(view);
    #[cfg(feature = "hydrate")]
    {
        let shown = RwSignal::new(first);
        super::side::navigate_by(shown);
        (move || shown.get().view(view)).into_any()
    }
}
