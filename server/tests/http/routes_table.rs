//! The expected response of every route to every kind of caller. A route without a row fails the test.

mod calls;

pub(crate) use calls::{APP, CALLS};

/// The callers, in the order of the columns: signed out, with a challenge, in a repair session of the owner; an owner,
/// whose ids all of them use, an admin and a plain member of the same account; a member of another account; the owner's session that a colleague's device
/// opened; a member of another account who is overdue, in a restricted session.
pub(crate) const CALLERS: [&str; 9] = [
    "out",
    "challenge",
    "repair",
    "owner",
    "admin",
    "member",
    "other",
    "sign-in-only",
    "restricted",
];

/// The status of each caller's request.
type Expected = [u16; CALLERS.len()];

/// A page and the status of a GET by each caller. 302 is a redirect to sign-in, or in a repair session to the devices.
pub(crate) struct Page {
    pub path: &'static str,
    pub expected: Expected,
}

/// A server function or another route that changes something, with its fields and the status that each caller's script
/// gets. Placeholders are replaced: `device`, `pending`, `key`, `passcode` (unused, of the member's phone), `pending-code`, `machine-code`,
/// `code` (recovery code), `token`, `approval` (a request that waits), `colleague` (a plain member without two-factor), `protected` (one with two-factor on),
/// `invitation`, `app` (one of the owner's account), `session` (another of the owner), `enrolment` (one by link).
pub(crate) struct Call {
    pub endpoint: &'static str,
    pub fields: &'static [(&'static str, &'static str)],
    pub expected: Expected,
    /// Whether the function only reads what a page shows.
    pub reads: bool,
}

impl Call {
    /// Whether only a session may make this call.
    pub(crate) fn of_session(&self) -> bool {
        matches!(self.expected[OUT], 302 | 401)
    }
}

/// Any other route that is only read.
pub(crate) struct Read {
    pub path: &'static str,
    pub expected: u16,
}

const fn page(path: &'static str, expected: Expected) -> Page {
    Page { path, expected }
}

type Fields = &'static [(&'static str, &'static str)];

const fn call(endpoint: &'static str, fields: Fields, expected: Expected) -> Call {
    Call {
        endpoint,
        fields,
        expected,
        reads: false,
    }
}

const fn view(endpoint: &'static str, fields: Fields, expected: Expected) -> Call {
    Call {
        reads: true,
        ..call(endpoint, fields, expected)
    }
}

const fn read(path: &'static str, expected: u16) -> Read {
    Read { path, expected }
}

/// The column in [`CALLERS`] of a caller without cookies.
const OUT: usize = 0;
/// The column of the owner in [`CALLERS`].
const OWNER: usize = 3;

/// Returns the paths of all pages that an owner can open; `device` is the id of one of their devices.
pub(crate) fn pages_of_owner(device: Option<&str>) -> Vec<String> {
    let pages = PAGES.iter().filter(|page| page.expected[OWNER] == 200);
    let paths = pages.map(|page| match device {
        Some(id) => page.path.replace("{id}", id),
        None => page.path.to_owned(),
    });
    paths.filter(|path| !path.contains('{')).collect()
}

/// Returns the calls that read something of an owner.
pub(crate) fn views_of_owner() -> impl Iterator<Item = &'static Call> {
    CALLS.iter().filter(|call| call.reads && call.expected[OWNER] == 200)
}

const PUBLIC: Expected = [200; 9];
/// Requires a link or a challenge that no caller has.
const GONE: Expected = [410; 9];
const IN_CHALLENGE: Expected = [410, 200, 410, 410, 410, 410, 410, 410, 410];
const SIGNED_IN: Expected = [302, 302, 200, 200, 200, 200, 200, 403, 302];
/// What passes to apps.
const PASSING: Expected = [302, 302, 403, 200, 200, 200, 200, 200, 302];
const SIGNED_IN_FULLY: Expected = [302, 302, 403, 200, 200, 200, 200, 403, 302];
/// Leads a repair session to the devices, and a sign-in-only one to the page that says why it may not.
const FULL_OR_ELSEWHERE: Expected = [302, 302, 302, 200, 200, 200, 200, 302, 302];
/// About something that only the owner sees.
const OWN: Expected = [302, 302, 200, 200, 404, 404, 404, 403, 404];
/// About something of the owner's that admins see, too.
const OF_MANAGERS: Expected = [302, 302, 403, 200, 200, 404, 404, 403, 302];
/// About something that only the owner sees, and not in a repair session.
const OWN_FULLY: Expected = [302, 302, 403, 200, 404, 404, 404, 403, 302];

pub(crate) const PAGES: &[Page] = &[
    page("/", [302, 302, 302, 200, 200, 200, 200, 200, 302]),
    page("/set-up", GONE),
    page("/set-up/{token}", GONE),
    page("/sign-up", PUBLIC),
    page("/sign-up/check-mail", GONE),
    page("/confirm-email", GONE),
    page("/confirm-email/{token}", PUBLIC),
    page("/join", GONE),
    page("/join/{token}", GONE),
    page("/enrol", GONE),
    page("/enrol/{token}", GONE),
    page("/stop-reset/{token}", GONE),
    page("/forgot-password", PUBLIC),
    page("/forgot-password/check-mail", GONE),
    page("/reset-password", GONE),
    page("/reset-password/{token}", GONE),
    page("/not-me", GONE),
    page("/not-me/{token}", GONE),
    page("/unfreeze", GONE),
    page("/unfreeze/{token}", GONE),
    page("/closed-account", GONE),
    page("/keep-account/{token}", GONE),
    page("/change-email", GONE),
    page("/change-email/{token}", GONE),
    page("/sign-in", PUBLIC),
    page("/sign-in/passcode", IN_CHALLENGE),
    page("/sign-in/recovery", IN_CHALLENGE),
    page("/profile", SIGNED_IN_FULLY),
    page("/profile/email", SIGNED_IN_FULLY),
    page("/profile/close", [302, 302, 403, 200, 404, 404, 200, 403, 302]),
    page("/security", SIGNED_IN_FULLY),
    page("/security/two-factor", SIGNED_IN),
    page("/security/two-factor/new", SIGNED_IN),
    page("/security/two-factor/switch-off", SIGNED_IN_FULLY),
    page(
        "/security/two-factor/required",
        [302, 302, 403, 200, 200, 200, 200, 403, 200],
    ),
    page("/security/two-factor/colleague", SIGNED_IN_FULLY),
    page("/security/two-factor/{enrolment}/approve", OWN),
    page("/security/two-factor/{id}", OWN),
    page("/security/two-factor/{id}/remove", OWN),
    page("/security/two-factor/{id}/replace", OWN),
    page("/security/two-factor/{id}/try", OWN_FULLY),
    page("/security/recovery-codes", SIGNED_IN),
    page("/security/sessions", SIGNED_IN_FULLY),
    page("/security/activity", SIGNED_IN_FULLY),
    page("/security/api-keys", SIGNED_IN_FULLY),
    page("/security/api-keys/new", SIGNED_IN_FULLY),
    page("/security/api-keys/{key}", OF_MANAGERS),
    page("/security/api-keys/{key}/device", OWN_FULLY),
    page("/approve/{approval}", OWN_FULLY),
    page("/apps/prove-again", SIGNED_IN_FULLY),
    page("/apps/allow", PASSING),
    page("/apps/sign-out", PASSING),
    page("/security/apps", SIGNED_IN_FULLY),
    page("/team", SIGNED_IN_FULLY),
    page("/team/policy", [302, 302, 403, 200, 200, 404, 200, 403, 302]),
    page("/team/invite", [302, 302, 403, 200, 200, 404, 200, 403, 302]),
    page("/team/apps", [302, 302, 403, 200, 200, 404, 200, 403, 302]),
    page("/team/apps/new", [302, 302, 403, 200, 200, 404, 200, 403, 302]),
    page("/team/apps/{app}", OF_MANAGERS),
    page("/team/leave", SIGNED_IN_FULLY),
    page("/team/{member}", OF_MANAGERS),
    page("/team/{member}/remove", OF_MANAGERS),
    page("/ui/team/export.csv", [302, 302, 302, 200, 200, 302, 200, 302, 302]),
    page("/ui/activity/export.csv", FULL_OR_ELSEWHERE),
    page("/ui/activity/export.json", FULL_OR_ELSEWHERE),
    page("/ui/profile/data.json", FULL_OR_ELSEWHERE),
];

pub(crate) const READS: &[Read] = &[
    read("/healthz", 200),
    read("/readyz", 200),
    read("/assets/{file}", 404),
    read("/robots.txt", 200),
    read("/favicon.svg", 200),
    read("/icon.svg", 200),
    read("/manifest.webmanifest", 200),
    read("/.well-known/change-password", 302),
    read("/.well-known/openid-configuration", 200),
    read("/.well-known/oauth-authorization-server", 200),
    read("/oidc/jwks", 200),
    read("/apps/open", 404),
    read("/api/docs", 200),
    read("/api/v1/openapi.json", 200),
    read("/.twofold/sign-in", 421),
    read("/.twofold/callback", 421),
];
