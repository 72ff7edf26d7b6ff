//! The address of the page, and the ways to another.
//!
//! There is no router: the table of pages finds the page of an address (`page::at`), a page of the door is a document, and
//! [`in_place`] changes the pages of the home. `leptos_router` would be a seventh of the home's client.

pub(crate) mod in_place;

#[cfg_attr(feature = "hydrate", path = "browser.rs")]
#[cfg_attr(not(feature = "hydrate"), path = "server.rs")]
mod side;

pub(crate) use side::*;

use crate::page;
use leptos::prelude::*;

/// A page's address on this server.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Address {
    /// The path.
    pub path: String,
    /// The query, without its question mark.
    pub query: String,
}

impl Address {
    /// The address in a text, whose fragment is no part of it.
    pub(crate) fn of(text: &str) -> Self {
        let (text, _) = text.split_once('#').unwrap_or((text, ""));
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        Self {
            path: path.to_owned(),
            query: query.to_owned(),
        }
    }

    /// The address without these parameters of its query.
    #[cfg(feature = "hydrate")]
    fn without(mut self, names: &[&str]) -> Self {
        let pairs = self.query.split('&');
        let stays = |pair: &&str| !names.contains(&pair.split('=').next().unwrap_or_default());
        self.query = pairs.filter(stays).collect::<Vec<_>>().join("&");
        self
    }

    /// The path with its query.
    fn text(&self) -> String {
        match self.query.as_str() {
            "" => self.path.clone(),
            query => format!("{}?{query}", self.path),
        }
    }

    fn param(&self) -> String {
        let page = page::at(&self.path);
        page.and_then(|page| page.param_in(&self.path))
            .unwrap_or_default()
            .to_owned()
    }
}

/// The address of a page of the home, which changes while the page is shown.
#[derive(Clone)]
struct PageAddress(ArcRwSignal<Address>);

/// Makes `text` the address of the page, where no document does.
#[cfg(feature = "ssr")]
pub(crate) fn provide_address(text: &str) {
    provide_context(PageAddress(ArcRwSignal::new(Address::of(text))));
}

/// This page's address now.
pub(crate) fn address() -> Address {
    use_context::<PageAddress>().map_or_else(of_document, |PageAddress(address)| address.get_untracked())
}

/// This page's path with its query.
pub(crate) fn path_and_query() -> String {
    address().text()
}

/// The value of this parameter in the query now.
pub(crate) fn query(name: &str) -> Option<String> {
    value_in(&address().query, name)
}

/// The parameter in the path now.
pub(crate) fn param() -> String {
    address().param()
}

/// The value of this parameter in the query, for a page of the home.
pub(crate) fn use_query(name: &'static str) -> Memo<Option<String>> {
    derived(move |address| value_in(&address.query, name))
}

/// The parameter in the path, for a page of the home.
pub(crate) fn use_param() -> Memo<Option<String>> {
    derived(|address| Some(address.param()))
}

/// Changes with each visit of this page of the home, one of the same address included.
pub(crate) fn use_visits() -> Memo<usize> {
    counted(|| true)
}

/// Changes when another person has changed what this page of the home shows.
pub(crate) fn use_changes() -> Memo<usize> {
    counted(looks_again)
}

/// Counts the visits of this page for which `counts` is true.
fn counted(counts: fn() -> bool) -> Memo<usize> {
    let address = use_context::<PageAddress>().map(|PageAddress(address)| address);
    Memo::new(move |before: Option<&usize>| {
        address.as_ref().inspect(|address| address.track());
        before.map_or(0, |before| before + usize::from(counts()))
    })
}

fn derived(part: impl Fn(&Address) -> Option<String> + Send + Sync + 'static) -> Memo<Option<String>> {
    let address = use_context::<PageAddress>().map(|PageAddress(address)| address);
    Memo::new(move |_| address.as_ref().and_then(|address| address.with(&part)))
}
