//! The expected response of every route to every kind of caller. A route without a row fails the test.

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
/// `invitation`, `enrolment` (one by link).
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
    page("/sign-in", PUBLIC),
    page("/sign-in/passcode", IN_CHALLENGE),
    page("/sign-in/recovery", IN_CHALLENGE),
    page("/profile", SIGNED_IN_FULLY),
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
    page("/security/recovery-codes", SIGNED_IN),
    page("/security/activity", SIGNED_IN_FULLY),
    page("/security/api-keys", SIGNED_IN_FULLY),
    page("/security/api-keys/new", SIGNED_IN_FULLY),
    page("/security/api-keys/{key}", OF_MANAGERS),
    page("/security/api-keys/{key}/device", OWN_FULLY),
    page("/approve/{approval}", OWN_FULLY),
    page("/apps/prove-again", SIGNED_IN_FULLY),
    page("/team", SIGNED_IN_FULLY),
    page("/team/policy", [302, 302, 403, 200, 200, 404, 200, 403, 302]),
    page("/team/invite", [302, 302, 403, 200, 200, 404, 200, 403, 302]),
    page("/team/leave", SIGNED_IN_FULLY),
    page("/team/{member}", OF_MANAGERS),
    page("/team/{member}/remove", OF_MANAGERS),
    page("/ui/team/export.csv", [302, 302, 302, 200, 200, 302, 200, 302, 302]),
    page("/ui/activity/export.csv", FULL_OR_ELSEWHERE),
    page("/ui/activity/export.json", FULL_OR_ELSEWHERE),
];

const NEEDS_CHALLENGE: Expected = [422, 200, 422, 422, 422, 422, 422, 422, 422];
const ANY_SESSION: Expected = [401, 401, 200, 200, 200, 200, 200, 403, 403];
const FULL_SESSION: Expected = [401, 401, 403, 200, 200, 200, 200, 403, 403];
/// Requires a full session, or one of an overdue member.
const FULL_OR_OVERDUE: Expected = [401, 401, 403, 200, 200, 200, 200, 403, 200];
/// Requires a full session of an owner or admin.
const MANAGERS: Expected = [401, 401, 403, 200, 200, 404, 200, 403, 403];
/// Changes something of the owner's.
const ON_OWN: Expected = [401, 401, 200, 200, 404, 404, 404, 403, 404];
/// Changes something of the owner's, not in a repair session.
const ON_OWN_FULLY: Expected = [401, 401, 403, 200, 404, 404, 404, 403, 403];
/// About the team, in a full session of an owner or admin.
const OF_TEAM: Expected = [401, 401, 403, 200, 200, 403, 404, 403, 403];
/// About a reset that does not exist, in a full session of an owner or admin.
const NO_RESET: Expected = [401, 401, 403, 404, 404, 403, 404, 403, 403];
/// Requires a cookie that no caller has.
const ELSEWHERE: Expected = [422; 9];

const DEVICE: (&str, &str) = ("id", "{device}");
const PENDING: (&str, &str) = ("id", "{pending}");
const PROTECTED: (&str, &str) = ("id", "{protected}");
const COLLEAGUE: (&str, &str) = ("id", "{colleague}");
const INVITATION: (&str, &str) = ("id", "{invitation}");
const ENROLMENT: Fields = &[("id", "{enrolment}")];
const PASSWORD: (&str, &str) = ("password", "seven green bicycles");
const NEW_PASSWORD: (&str, &str) = ("new_password", "eight purple tricycles");

const NEW_COLLEAGUE: Fields = &[
    ("name", "Zoë"),
    ("email", "zoe@example.org"),
    ("device_name", "Zoë’s phone"),
    ("days", "7"),
    PASSWORD,
];
const NEW_KEY: Fields = &[
    ("key_name", "Deploy"),
    ("scopes[]", "me"),
    ("scopes[]", "devices"),
    ("days", "90"),
    ("networks", ""),
];

pub(crate) const CALLS: &[Call] = &[
    call("sign-in", &[("email", "ana@example.com"), PASSWORD], PUBLIC),
    view("challenge", &[], NEEDS_CHALLENGE),
    call("sign-in/passcode", &[("passcode", "{passcode}")], NEEDS_CHALLENGE),
    call("sign-in/recovery", &[("recovery_code", "{code}")], NEEDS_CHALLENGE),
    call("sign-in/another-account", &[], PUBLIC),
    call("sign-out", &[], PUBLIC),
    view("links/look", &[("kind", "ConfirmEmail"), ("token", "{token}")], PUBLIC),
    call("links/open-confirm-email", &[("token", "{token}")], PUBLIC),
    call("links/open-enrolment", &[("token", "{token}")], ELSEWHERE),
    view("enrol", &[], ELSEWHERE),
    call("enrol/send-code", &[], ELSEWHERE),
    call("enrol/prove", &[("code", "12345678")], ELSEWHERE),
    call("enrol/passcode", &[("passcode", "{passcode}")], ELSEWHERE),
    call("links/open-set-up", &[("token", "{token}")], ELSEWHERE),
    call("links/stop-reset", &[("token", "{token}")], ELSEWHERE),
    call("links/open-invitation", &[("token", "{token}")], ELSEWHERE),
    call("join", &[("name", "Eve"), PASSWORD], ELSEWHERE),
    view("links/held", &[("kind", "ConfirmEmail")], ELSEWHERE),
    call(
        "set-up",
        &[("name", "Eve"), ("email", "eve@example.com"), PASSWORD],
        ELSEWHERE,
    ),
    call(
        "sign-up",
        &[("name", "Eve"), ("email", "eve@example.com"), PASSWORD],
        PUBLIC,
    ),
    view("sign-up/waiting", &[], ELSEWHERE),
    call("sign-up/send-again", &[], ELSEWHERE),
    call("confirm-email", &[PASSWORD], ELSEWHERE),
    view("home", &[], [401, 401, 403, 200, 200, 200, 200, 200, 403]),
    call("home/not-now", &[], FULL_SESSION),
    view("version", &[("of", "/security/two-factor/{enrolment}/approve")], ON_OWN),
    call(
        "approvals/approve",
        &[("id", "{approval}"), ("passcode", "{passcode}")],
        ON_OWN_FULLY,
    ),
    call("approvals/reject", &[("id", "{approval}")], ON_OWN_FULLY),
    call(
        "apps/prove-again",
        &[PASSWORD, ("passcode", "{passcode}")],
        [401, 401, 403, 200, 422, 422, 422, 403, 403],
    ),
    call(
        "approvals/approver",
        &[("second_person", "true")],
        [401, 401, 403, 200, 200, 403, 200, 403, 403],
    ),
    view("served", &[("address", "/security/activity")], FULL_SESSION),
    view("profile", &[], FULL_SESSION),
    call("profile/rename", &[("name", "Ana R.")], FULL_SESSION),
    call("profile/language", &[("language", "en")], FULL_SESSION),
    call("profile/change-password", &[PASSWORD, NEW_PASSWORD], FULL_SESSION),
    view("devices", &[], ANY_SESSION),
    view("devices/new", &[("wish", "My phone")], ANY_SESSION),
    call("devices/add", &[("device_name", "Tablet 2"), PASSWORD], ANY_SESSION),
    call("devices/add-colleague", NEW_COLLEAGUE, FULL_SESSION),
    call("devices/send-link-again", ENROLMENT, ON_OWN_FULLY),
    // It does not wait for approval yet.
    call(
        "devices/approve",
        ENROLMENT,
        [401, 401, 403, 404, 404, 404, 404, 403, 403],
    ),
    call("devices/discard-link", ENROLMENT, ON_OWN),
    view("devices/scan", &[PENDING], ON_OWN),
    call(
        "devices/confirm",
        &[PENDING, ("passcode", "{pending-code}")],
        [401, 401, 409, 200, 404, 404, 404, 403, 403],
    ),
    call("devices/discard", &[PENDING], ON_OWN),
    call("devices/rename", &[DEVICE, ("device_name", "Old phone")], ON_OWN_FULLY),
    call(
        "devices/remove",
        &[DEVICE, ("lost", "true")],
        [401, 401, 200, 200, 404, 404, 404, 403, 403],
    ),
    call("two-factor/switch-off", &[], FULL_SESSION),
    call("api-keys/make", NEW_KEY, FULL_SESSION),
    call("api-keys/done", &[("id", "{key}")], FULL_SESSION),
    call(
        "api-keys/revoke",
        &[("id", "{key}")],
        [401, 401, 403, 200, 200, 404, 404, 403, 403],
    ),
    call("api-keys/every-call", &[("on", "true")], MANAGERS),
    call(
        "api-keys/machine/add",
        &[("id", "{key}"), ("algorithm", "SHA256"), ("digits", "8")],
        ON_OWN_FULLY,
    ),
    call(
        "api-keys/machine/confirm",
        &[("id", "{key}"), ("passcode", "{machine-code}")],
        ON_OWN_FULLY,
    ),
    call("api-keys/machine/remove", &[("id", "{key}")], ON_OWN_FULLY),
    call(
        "team/invite",
        &[("email", "carla@example.com"), ("role", "member")],
        [401, 401, 403, 200, 200, 403, 200, 403, 403],
    ),
    call(
        "policy/change",
        &[("choice", "session=8&reset=24")],
        [401, 401, 403, 200, 200, 403, 200, 403, 403],
    ),
    // Whose mailbox need not be proved has nothing to do.
    call("two-factor/required/send-code", &[], FULL_OR_OVERDUE),
    call(
        "two-factor/required/prove",
        &[("code", "12345678")],
        [401, 401, 403, 200, 200, 200, 200, 403, 422],
    ),
    call(
        "team/reset/start",
        &[("id", "{protected}"), ("reason", "Phone and codes lost")],
        [401, 401, 403, 200, 200, 403, 404, 403, 403],
    ),
    // None is under way.
    call("team/reset/approve", &[PROTECTED], NO_RESET),
    call("team/reset/read", &[PROTECTED], NO_RESET),
    call("team/reset/stop", &[PROTECTED], NO_RESET),
    call(
        "two-factor/reset/stop",
        &[],
        [401, 401, 403, 404, 404, 404, 404, 403, 403],
    ),
    call("team/invitations/send-again", &[INVITATION], OF_TEAM),
    call("team/invitations/revoke", &[INVITATION], OF_TEAM),
    call("team/remind", &[COLLEAGUE], OF_TEAM),
    call("team/role", &[COLLEAGUE, ("role", "admin")], OF_TEAM),
    call(
        "team/hand-over",
        &[COLLEAGUE],
        [401, 401, 403, 200, 403, 403, 404, 403, 403],
    ),
    call("team/remove", &[COLLEAGUE], OF_TEAM),
    // Only owners remain.
    call("team/leave", &[], [401, 401, 403, 409, 200, 200, 409, 403, 403]),
    view("recovery-codes", &[], ANY_SESSION),
    call("recovery-codes/replace", &[], ANY_SESSION),
    call(
        "recovery-codes/saved",
        &[],
        [401, 401, 404, 200, 200, 200, 200, 403, 403],
    ),
    call(
        "recovery-codes/type-back",
        &[("recovery_code", "{code}")],
        [401, 401, 404, 200, 422, 422, 422, 403, 403],
    ),
    call("recovery-codes/done", &[], ANY_SESSION),
    call("recovery-codes/download", &[], FULL_OR_ELSEWHERE),
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
    read("/apps/open", 404),
    read("/api/docs", 200),
    read("/api/v1/openapi.json", 200),
    read("/.twofold/sign-in", 421),
    read("/.twofold/callback", 421),
];
