use crate::{Message, Plural, api_key_errors, api_keys, every_call, key_cover, scopes};

pub(super) const API_KEYS: api_keys::Sentences = api_keys::Sentences {
    lead: "A key lets a program use the API as you, as far as its scopes go.",
    lead_all: "A key lets a program use the API as the member who made it, as far as its scopes go.",
    reference: "How programs use their keys: the reference of the REST API",
    new_lead: "Give each program a key of its own: then you can revoke one without stopping the others.",
    list: "API keys, oldest first",
    most: "Fifty keys are the most you can have.",
    empty: Message {
        title: "No API keys yet",
        text: "With a key a program uses the API without your password. It can be revoked at any time.",
    },
    covered_by_account: Message {
        title: "A key alone is not enough.",
        text: "Every API call of this account needs a second factor, so a program buys an access token with a passcode. Until it does, it is refused.",
    },
    covered: Message {
        title: "A key alone is not enough.",
        text: "Two-factor authentication is on, so a program proves a second factor, too. Until it does, it is refused.",
    },
    held_by: "of {name}",
    active: "Active",
    expired: "Expired",
    suspended: "Suspended",
    is_suspended: Message {
        title: "This key is suspended.",
        text: "There were 100 wrong passcodes with it. Perhaps the program’s clock is wrong; perhaps somebody has the key. Revoke it, and make a new one.",
    },
    created: "Made {time}",
    used: "Last used {time}",
    used_from: "from {address}",
    never_used: "Never used",
    until: "Valid until {date}",
    was_until: "Was valid until {date}",
    no_end: "Valid until it is revoked",
    from_networks: "Accepted from {networks}",
    from_anywhere: "Accepted from anywhere",
    may: "What it may do",
    name: "Name",
    name_hint: "Say what uses it, for example “Nightly backup”.",
    scopes: "What it may do",
    scopes_hint: "Choose as little as the program needs. No key can change anything here.",
    life: "Valid for",
    days: Plural {
        one: "{count} day",
        other: "{count} days",
    },
    forever: "Until it is revoked",
    networks: "Accepted from (optional)",
    networks_hint: "Addresses or networks, separated by spaces: 192.0.2.7 10.0.0.0/8. If it is empty, from anywhere.",
    password_hint: "The password you sign in with.",
    make: "Make the key",
    ready: Message {
        title: "Your new key",
        text: "Copy it now, and keep it where only the program can read it. It is shown in this browser only, and never again after that.",
    },
    shown_until: "It disappears {time}.",
    usage: "How a program uses it",
    usage_hint: "Put the key into the environment variable TWOFOLD_KEY, not into the program.",
    done: "I have stored it",
    gone: "The text of this key is not shown any more. If it is lost, make a new key and revoke this one.",
    revoke: Message {
        title: "Revoke this key",
        text: "Programs that use it are refused from their next request on. This cannot be undone.",
    },
    revoke_button: "Revoke",
    revoked: "The API key was revoked.",
    activity: "Activity of this key",
};

pub(super) const EVERY_CALL: every_call::Sentences = every_call::Sentences {
    title: "Every API call needs a second factor",
    on: "On. The keys of every member are refused without a passcode, also those of members who do not use two-factor authentication themselves.",
    off: "Off. The keys of members who do not use two-factor authentication work alone: whoever finds one can use it.",
    switch_on: Message {
        title: "Switch on for all members",
        text: "Programs that use a key alone are refused from their next call on. Their members get a mail that lists the keys.",
    },
    switch_on_button: "Switch on",
    switch_off: Message {
        title: "Switch off",
        text: "Keys of members who do not use two-factor authentication work alone again. Keys of the others still need a passcode.",
    },
    switch_off_button: "Switch off",
    done_on: "Every API call of this account needs a second factor now.",
    done_off: "The keys of members without two-factor authentication work alone again.",
    first: "From now on every API call of this account needs a second factor",
    first_hint: "That includes the keys of all other members. Owners and admins can change it later under “API keys”.",
};

pub(super) const KEY_COVER: key_cover::Sentences = key_cover::Sentences {
    on: Message {
        title: "Your API keys will need a passcode, too",
        text: "Once two-factor is on, a program with one of these keys alone is refused. Give it a machine device, and it computes its passcodes itself.",
    },
    off: Message {
        title: "Your API keys will work alone again",
        text: "Nobody asks programs with these keys for a passcode any more: whoever finds a key can use it.",
    },
    still: Message {
        title: "Your API keys still need a passcode",
        text: "Every API call of this account needs a second factor. Without your devices, only a key with a machine device is accepted.",
    },
    list: "API keys",
    all: Plural {
        one: "Show the key",
        other: "Show all {count} keys",
    },
    set_up: "Set up a machine device",
    set_up_for: "for {key}",
    ready: "Has a machine device",
};

pub(super) const SCOPES: scopes::Sentences = scopes::Sentences {
    me: "Read your name, e-mail address and role",
    devices: "Read the names and states of your devices",
    sessions: "Read where you are signed in",
    activity: "Read the activity that you see",
    members: "Read the names and roles of your team",
    verify: "Be let through to the applications behind this sign-in",
    approvals: "Ask you to approve an action",
    operators: "In your platform’s own API",
    operators_fresh: Plural {
        one: "In your platform’s own API, with a passcode from the last minute",
        other: "In your platform’s own API, with a passcode from the last {count} minutes",
    },
};

pub(super) const API_KEY_ERRORS: api_key_errors::Sentences = api_key_errors::Sentences {
    name: "A name has 1 to 64 characters.",
    name_hidden: "This name contains an invisible character. Delete it, or type the name by hand.",
    name_taken: "You already have a key with this name. Choose another.",
    no_scope: "Choose at least one.",
    life: "Choose one of these.",
    networks: "Write addresses or networks, such as 192.0.2.7 or 10.0.0.0/8, separated by spaces.",
    many_networks: "Twenty are the most there can be. Choose larger networks.",
    many: Message {
        title: "You have fifty API keys.",
        text: "That is the most there can be. Revoke one that you no longer use.",
    },
};
