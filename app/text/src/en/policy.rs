use crate::{Counted, Message, Plural, policy, policy_errors, required};

pub(super) const POLICY: policy::Sentences = policy::Sentences {
    lead: "What this account asks of its members.",
    link: "Policy",
    none: "Two-factor authentication is everybody’s own choice.",
    requires: "Two-factor authentication is required of: {roles}.",
    no_factor: Message {
        title: "Protect your own sign-in first.",
        text: "Set up a device of your own, then require two-factor authentication of others.",
    },
    two_factor: "Require two-factor authentication of",
    two_factor_hint: "It can then not be switched off.",
    nobody: "Nobody",
    owners: "Owners",
    managers: "Owners and admins",
    everybody: "Everybody",
    from: "From this day on",
    from_hint: "The day begins at midnight UTC. From then on a member without a second factor can only set up a device.",
    grace: "Grace",
    grace_hint: "Everybody has at least this long from the moment the rule first applies to them. It is given once.",
    no_grace: "None",
    days: Plural {
        one: "{count} day",
        other: "{count} days",
    },
    trust: "Trusted browsers",
    trust_hint: "A member who ticks “Trust this browser” needs no passcode there for 30 days.",
    trust_allowed: "Allowed",
    trust_forbidden: "Forbidden",
    trust_ends: Plural {
        one: "One browser is no longer trusted.",
        other: "{count} browsers are no longer trusted.",
    },
    session: "Longest session",
    session_usual: "24 hours",
    hours: Plural {
        one: "{count} hour",
        other: "{count} hours",
    },
    keys: "Longest life of an API key",
    keys_hint: "Keys that exist end earlier, too.",
    keys_any: "No limit",
    reset: "Wait before a reset",
    reset_hint: "How long a member can stop the reset of their second factor.",
    preview: "Show what would change",
    changes: "What would change",
    people: Counted {
        none: "Nobody has to set anything up: all of whom it is required have two-factor authentication on.",
        one: "One member has to set up a device:",
        other: "{count} members have to set up a device:",
    },
    by: "by {date}",
    more: Plural {
        one: "and one more",
        other: "and {count} more",
    },
    covered: Plural {
        one: "One API key needs a passcode from its holder’s day on, and has no machine device:",
        other: "{count} API keys need a passcode from their holder’s day on, and have no machine device:",
    },
    ending: Plural {
        one: "One API key ends earlier:",
        other: "{count} API keys end earlier:",
    },
    ends: "ends {time}",
    sessions: Counted {
        none: "No session ends at once.",
        one: "One session ends at once. It may be yours.",
        other: "{count} sessions end at once. Yours may be among them.",
    },
    past_sign_ins: "In the last 30 days, {without} of {all} sign-ins of these members were with a password alone.",
    past_tokens: "In the last 30 days, {without} of {all} access tokens in their names were bought without a passcode.",
    no_past: "In the last 30 days none of these members signed in.",
    change: "Change the policy",
    back: "Other choices",
    elsewhere: "Also for the whole account",
    every_call_on: "Every API call needs a second factor.",
    every_call_off: "An API call needs a second factor if its member has one.",
    two_people: "Another person approves what a program asks for.",
    one_person: "The member in whose name a program asks approves.",
    where_to_change: "Change it with the API keys",
    changed: "The policy is changed. Members who have to do something get a mail.",
    due: "Two-factor required by {date}",
    overdue: "Two-factor required since {time}; until it is on, a sign-in leads to setting it up only",
};

pub(super) const REQUIRED: required::Sentences = required::Sentences {
    lead: "Your team has required two-factor authentication since {time}. Set up a device, and everything is as before.",
    prove_title: "First prove that this mailbox is yours",
    prove_lead: "We mail a code to {email}. So a stolen password alone puts no phone on your account.",
    proved: Message {
        title: "Your mailbox is proved.",
        text: "Now set up the authenticator app on your phone. It takes two minutes.",
    },
    set_up: "Set up a device",
    not_required: Message {
        title: "There is nothing to do here.",
        text: "Nothing keeps you from using your account.",
    },
    home_title: "Your team requires two-factor authentication from {date} on.",
    home_text: "Set up a device before, and nothing changes for you. From then on you can only set up a device here, until you have one.",
    home_link: "Set up a device",
};

pub(super) const POLICY_ERRORS: policy_errors::Sentences = policy_errors::Sentences {
    past: "Choose today or a later day.",
    far: "Choose a day within a year.",
    no_day: "Enter a date such as 2027-01-31.",
    restricted: Message {
        title: "Your team requires two-factor authentication.",
        text: "Set up a device first. Everything else works again after that.",
    },
    required: Message {
        title: "Your team requires two-factor authentication.",
        text: "It cannot be switched off. For another phone, add the new device first and then remove the old one.",
    },
};
