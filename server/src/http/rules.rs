//! What the middleware asks of requests, which differs by route.

use super::routes::ROUTES;

/// What the middleware asks of a request before its handler runs. Pages and server functions have [`Rules::PERSON`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) struct Rules {
    /// The hosts that are answered.
    pub(in crate::http) host: Host,
    /// What happens to the body.
    pub(in crate::http) body: RequestBody,
    /// The slots for concurrent requests, of which it needs one.
    pub(in crate::http) slots: Slots,
    /// Whether successful responses are logged at debug level only.
    pub(in crate::http) routine: bool,
}

/// The hosts that a route answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) enum Host {
    /// The host of our origin; others get 421.
    Ours,
    /// The host of an application that the settings list; others get 421.
    App,
    /// Any host: orchestrators and load balancers probe by address.
    Any,
}

/// The slots for concurrent requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) enum Slots {
    /// None is needed.
    None,
    /// Those of people and of the API.
    Shared,
    /// Those of forward-auth: neither can take the places of the other.
    ForwardAuth,
}

/// What happens to a request's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) enum RequestBody {
    /// It is received completely before the handler runs.
    Whole,
    /// It is not read.
    Ignored,
}

impl Rules {
    /// The rules of everything that people use.
    pub(in crate::http) const PERSON: Self = Self {
        host: Host::Ours,
        body: RequestBody::Whole,
        slots: Slots::Shared,
        routine: false,
    };
    /// The rules of files, which are requested with every page.
    pub(in crate::http) const FILE: Self = Self {
        routine: true,
        ..Self::PERSON
    };
    /// The rules of probes. They need no slot, because an orchestrator kills a server that does not answer them.
    pub(in crate::http) const PROBE: Self = Self {
        host: Host::Any,
        body: RequestBody::Ignored,
        slots: Slots::None,
        routine: true,
    };

    /// The rules of what an application's host hands to this server.
    pub(in crate::http) const APP: Self = Self {
        host: Host::App,
        ..Self::PERSON
    };
    /// The rules of forward-auth. Proxies ask with the host of the application, or with none of ours.
    pub(in crate::http) const FORWARD_AUTH: Self = Self {
        host: Host::Any,
        body: RequestBody::Ignored,
        slots: Slots::ForwardAuth,
        routine: true,
    };

    /// Returns the rules of the route with this path.
    pub(in crate::http) fn of(path: &str) -> Self {
        let route = ROUTES.iter().find(|route| route.path == path);
        route.map_or(Self::PERSON, |route| route.rules)
    }
}
