//! Every sentence that a person reads, in every language the product speaks.
//!
//! [`Sentences`] has one field for each sentence, and each language is one value of it (`src/en`, `src/de`): a language
//! that lacks a sentence does not compile. The words are those of the product's vocabulary (device, passcode, recovery
//! code, holder, account, member), without synonyms.
//!
//! Pages read sentences through [`Text`], by index from a flat list in the order of the fields. On the server there is a
//! list for each language. The client has no language compiled in: it gets the list of the document's language as a file
//! (`examples/lists.rs` writes it), so that a visitor downloads one language only.

#[macro_use]
mod macros;

#[cfg(target_arch = "wasm32")]
mod browser;
mod dates;
#[cfg(not(target_arch = "wasm32"))]
mod de;
#[cfg(not(target_arch = "wasm32"))]
mod en;
mod forms;
mod language;
#[cfg(not(target_arch = "wasm32"))]
mod server;
mod subjects;
#[cfg(test)]
mod tests;
mod text;

#[cfg(target_arch = "wasm32")]
pub use browser::{Text, load};
pub use forms::{Counted, Message, Plural};
pub use language::name;
#[cfg(not(target_arch = "wasm32"))]
pub use language::sentences;
#[cfg(not(target_arch = "wasm32"))]
pub use server::{Text, day, midnight};
pub use subjects::{
    activity::*, api_keys::*, approvals::*, apps::*, clients::*, closing::*, colleagues::*, consent::*, devices::*,
    errors::*, freeze::*, home::*, machine_device::*, mail::*, policy::*, recovery::*, registration::*, reset::*,
    server::*, sessions::*, shell::*, sign_in::*, team::*,
};

language! {
    sent {
        frame, field, time, done,
        errors, field_errors, refusals,
        sign_in, passcode, recovery, forgot_password, not_me, closed_account,
        two_factor, new_device, scan, remove,
        recovery_codes,
        enrol, stop_reset,
        sign_up, set_up, confirm_email, join, new_email,
        home, security, profile,
    }
    kept { check_up, freeze, closing, removal, replacement, trial, switch_off, colleagues, enrolment, activity, event_kinds, refused, api_keys, every_call, key_cover, scopes, api_key_errors, machine_device, approvals, apps, clients, client_errors, consent, team, team_errors, sessions, email_change, policy, required, policy_errors, reset, agent, error_pages, mail, freeze_mail, closing_mail, codes_file, calendar }
}
