//! What a form without scripts is answered, beside what a script is.

use crate::{
    browser::{FLASH, Reply},
    routes_table::Call,
};

/// Checks that the plain form redirects to where the script is sent, or back to its page with a flash.
pub(super) fn compare(call: &Call, caller: &str, script: &Reply, form: &Reply) -> Option<String> {
    let cookies: Vec<_> = form
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|value| value.to_str().unwrap())
        .collect();
    let flash = cookies.iter().any(|cookie| cookie.starts_with(FLASH));
    let refused = script.status.as_u16() >= 400;
    let download = call.endpoint == "recovery-codes/download";
    let expected = match (refused, script.location()) {
        _ if download => script.location(),
        (true, _) | (false, "") => "/the/form",
        (false, location) => location,
    };
    let right = masked(form.location()) == masked(expected)
        && flash == refused
        && (form.status == 302 || download && form.status == script.status);
    (!right).then(|| {
        format!(
            "{} as {caller}, plain: {} to {:?}, flash {flash}",
            call.endpoint,
            form.status,
            form.location()
        )
    })
}

/// Replaces ids in the path, because two calls create two devices.
fn masked(path: &str) -> String {
    let id = |part: &str| part.len() == 32 && part.bytes().all(|b| b.is_ascii_hexdigit());
    path.split(['/', '?'])
        .map(|part| if id(part) { "{id}" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}
