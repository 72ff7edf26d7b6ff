//! Variables that Kubernetes sets for each Service, and Docker for each linked container. One that is called `twofold`
//! has our prefix.

use std::{collections::BTreeSet, ffi::OsString};

/// The names of services, as prefixes of their variables: `TWOFOLD`, or `TWOFOLD_DB` for `twofold-db`.
pub(super) struct Services(BTreeSet<String>);

impl Services {
    /// Finds the services: each has a variable with its host, or its address as a URL.
    pub(super) fn named_in(variables: &[(String, OsString)]) -> Self {
        let named = variables.iter().filter_map(|(name, value)| {
            let by_host = name.strip_suffix("_SERVICE_HOST");
            let by_port = || name.strip_suffix("_PORT").filter(|_| is_address(value));
            let by_protocol = || name.rsplit_once("_PORT_").filter(|(_, rest)| is_port(rest));
            by_host
                .or_else(by_port)
                .or_else(|| by_protocol().map(|(service, _)| service))
        });
        Self(named.map(str::to_owned).collect())
    }

    /// Whether this variable announces one of the services.
    pub(super) fn announce(&self, name: &str, value: &OsString) -> bool {
        self.0.iter().any(|service| {
            let Some(rest) = name.strip_prefix(service.as_str()) else {
                return false;
            };
            match rest {
                "_SERVICE_HOST" | "_SERVICE_PORT" => true,
                "_PORT" => is_address(value),
                // Docker: "/web/twofold". No product is called so.
                "_NAME" => value.to_str().is_some_and(|path| path.starts_with('/')),
                _ => {
                    rest.starts_with("_SERVICE_PORT_")
                        || rest.starts_with("_ENV_")
                        || rest.strip_prefix("_PORT_").is_some_and(is_port)
                }
            }
        })
    }
}

/// Whether this is an address such as `tcp://10.0.0.7:3000`.
fn is_address(value: &OsString) -> bool {
    let value = value.to_str().unwrap_or_default();
    ["tcp://", "udp://", "sctp://"]
        .iter()
        .any(|scheme| value.starts_with(scheme))
}

/// Whether this is what follows `_PORT_`: number and protocol, perhaps a part.
fn is_port(rest: &str) -> bool {
    let mut parts = rest.split('_');
    let number = parts.next().is_some_and(|part| part.parse::<u16>().is_ok());
    let protocol = parts.next().is_some_and(|part| matches!(part, "TCP" | "UDP" | "SCTP"));
    let part = parts
        .next()
        .is_none_or(|part| matches!(part, "PROTO" | "PORT" | "ADDR"));
    number && protocol && part && parts.next().is_none()
}
