//! English.

mod activity;
mod api_keys;
mod approvals;
mod devices;
mod errors;
mod home;
mod machine_device;
mod recovery;
mod registration;
mod server;
mod shell;
mod sign_in;

use crate::Sentences;

pub(crate) static SENTENCES: Sentences = Sentences {
    frame: shell::FRAME,
    field: shell::FIELD,
    time: shell::TIME,
    done: shell::DONE,
    agent: server::AGENT,
    errors: errors::ERRORS,
    field_errors: errors::FIELD_ERRORS,
    refusals: errors::REFUSALS,
    sign_in: sign_in::SIGN_IN,
    passcode: sign_in::PASSCODE,
    recovery: sign_in::RECOVERY,
    two_factor: devices::TWO_FACTOR,
    new_device: devices::NEW_DEVICE,
    scan: devices::SCAN,
    remove: devices::REMOVE,
    recovery_codes: recovery::RECOVERY_CODES,
    sign_up: registration::SIGN_UP,
    set_up: registration::SET_UP,
    confirm_email: registration::CONFIRM_EMAIL,
    home: home::HOME,
    security: home::SECURITY,
    profile: home::PROFILE,
    removal: devices::REMOVAL,
    switch_off: devices::SWITCH_OFF,
    activity: activity::ACTIVITY,
    event_kinds: activity::EVENT_KINDS,
    refused: activity::REFUSED,
    api_keys: api_keys::API_KEYS,
    scopes: api_keys::SCOPES,
    every_call: api_keys::EVERY_CALL,
    key_cover: api_keys::KEY_COVER,
    api_key_errors: api_keys::API_KEY_ERRORS,
    machine_device: machine_device::MACHINE_DEVICE,
    approvals: approvals::APPROVALS,
    error_pages: server::ERROR_PAGES,
    mail: server::MAIL,
    codes_file: server::CODES_FILE,
    calendar: server::CALENDAR,
};
