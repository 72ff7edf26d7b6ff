//! Server functions and other routes that change something.

use super::{Call, Expected, FULL_OR_ELSEWHERE, Fields, PUBLIC, call, view};

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
/// About a change of the address that does not wait, in a full session.
const NO_CHANGE: Expected = [401, 401, 403, 404, 404, 404, 404, 403, 403];
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

/// The app of the owner's account.
pub(crate) const APP: Fields = &[
    ("app_name", "Wiki"),
    ("kind", "secret"),
    ("redirect_uris", "https://wiki.example/callback"),
    ("audience", "everyone"),
    ("consent", "ask"),
    ("least", "pwd"),
    ("algorithm", "RS256"),
];
const NEW_APP: Fields = &[
    ("app_name", "Shop"),
    ("kind", "public"),
    ("redirect_uris", "http://127.0.0.1/callback"),
    ("audience", "managers"),
    ("consent", "skip"),
    ("least", "mfa"),
    ("algorithm", "ES256"),
];
const OTHER_APP: Fields = &[
    ("id", "{app}"),
    ("app_name", "Handbook"),
    ("kind", "secret"),
    ("redirect_uris", "https://handbook.example/callback"),
    ("audience", "everyone"),
    ("consent", "ask"),
    ("least", "pwd"),
    ("algorithm", "RS256"),
];
const OF_APP: Fields = &[("id", "{app}")];

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
    call("forgot-password", &[("email", "ana@example.com")], PUBLIC),
    view("forgot-password/waiting", &[], ELSEWHERE),
    call("forgot-password/send-again", &[], ELSEWHERE),
    call("links/open-reset-password", &[("token", "{token}")], ELSEWHERE),
    call("reset-password", &[PASSWORD], ELSEWHERE),
    call("links/open-not-me", &[("token", "{token}")], ELSEWHERE),
    view("not-me", &[], ELSEWHERE),
    call("not-me/freeze", &[("sure", "true")], ELSEWHERE),
    call("not-me/send-link", &[], ELSEWHERE),
    call("not-me/undo", &[("id", "{session}"), PASSWORD], ELSEWHERE),
    call("links/open-unfreeze", &[("token", "{token}")], ELSEWHERE),
    call("unfreeze", &[PASSWORD], ELSEWHERE),
    call("links/open-keep-account", &[("token", "{token}")], ELSEWHERE),
    view("closed-account", &[], ELSEWHERE),
    call("closed-account/keep", &[], ELSEWHERE),
    call("links/open-change-email", &[("token", "{token}")], ELSEWHERE),
    call("change-email", &[PASSWORD], ELSEWHERE),
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
        "apps/allow",
        &[("request", "over")],
        [401, 401, 403, 200, 200, 200, 200, 200, 403],
    ),
    call("apps/other-account", &[("request", "over")], PUBLIC),
    call("apps/sign-out", &[("request", "state=x")], PUBLIC),
    call("apps/take-back", OF_APP, [401, 401, 403, 404, 404, 404, 404, 403, 403]),
    call(
        "approvals/approver",
        &[("second_person", "true")],
        [401, 401, 403, 200, 200, 403, 200, 403, 403],
    ),
    view("served", &[("address", "/security/activity")], FULL_SESSION),
    call("sessions/end", &[("id", "{session}")], ON_OWN_FULLY),
    call(
        "trusted-browsers/end",
        &[("id", "{session}")],
        [401, 401, 403, 404, 404, 404, 404, 403, 403],
    ),
    call("sessions/end-others", &[], FULL_SESSION),
    call("sessions/end-all", &[], FULL_SESSION),
    view("profile", &[], FULL_SESSION),
    call("profile/email", &[("email", "new@example.com")], FULL_SESSION),
    call("profile/email/send-again", &[], NO_CHANGE),
    call("profile/email/keep", &[], NO_CHANGE),
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
    call(
        "devices/replace",
        &[DEVICE, PASSWORD],
        [401, 401, 200, 200, 404, 404, 404, 403, 403],
    ),
    call("devices/try", &[DEVICE, ("passcode", "{passcode}")], ON_OWN_FULLY),
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
    call("team/apps/add", NEW_APP, [401, 401, 403, 200, 200, 403, 200, 403, 403]),
    call("team/apps/change", OTHER_APP, OF_TEAM),
    call("team/apps/new-secret", OF_APP, OF_TEAM),
    call("team/apps/stored", OF_APP, FULL_SESSION),
    call("team/apps/remove", OF_APP, OF_TEAM),
    call("team/remind", &[COLLEAGUE], OF_TEAM),
    call("team/role", &[COLLEAGUE, ("role", "admin")], OF_TEAM),
    call(
        "team/hand-over",
        &[COLLEAGUE],
        [401, 401, 403, 200, 403, 403, 404, 403, 403],
    ),
    call("team/remove", &[COLLEAGUE], OF_TEAM),
    // Without the tick, because it would end the sessions of all others here.
    call("profile/close", &[], [401, 401, 403, 400, 403, 403, 400, 403, 403]),
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
