use crate::{Message, Plural, errors, field_errors, refusals};

pub(super) const ERRORS: errors::Sentences = errors::Sentences {
    fields: Message {
        title: "Something is missing or not right.",
        text: "Look at the marked fields.",
    },
    credentials: Message {
        title: "E-mail or password is not right.",
        text: "Check both and try again.",
    },
    clock: "Turn on automatic time, then try the next passcode.",
    locked: Message {
        title: "Too many wrong passcodes.",
        text: "Passcodes are not checked while you wait. A recovery code still works.",
    },
    locked_now: "Passcodes are not checked while you wait. Then start again with your password.",
    is_recovery_code: Message {
        title: "This looks like a recovery code.",
        text: "It was not used. It has a page of its own.",
    },
    recovery_locked: Message {
        title: "Too many wrong recovery codes.",
        text: "Recovery codes are not checked while you wait. A passcode still works.",
    },
    passcode_tries: "Then you have to wait. If passcodes keep failing, turn on automatic time on your phone.",
    recovery_tries: "Then you have to wait. Each recovery code works only once: try another one.",
    before_used: Message {
        title: "This passcode comes before one that was already used.",
        text: "The server’s clock was ahead for a while. Use a passcode of another device or a recovery code, or try again later.",
    },
    stopped: Message {
        title: "Your passcodes are stopped.",
        text: "There were 100 wrong ones. Sign in with a recovery code to start them again.",
    },
    too_many: Message {
        title: "Too many tries.",
        text: "Nothing is checked while you wait.",
    },
    mailed: Message {
        title: "The last message is less than a minute old.",
        text: "Give it a moment to arrive.",
    },
    challenge: Message {
        title: "This sign-in has run out.",
        text: "It lasts 10 minutes and takes 5 tries. Start again with your password.",
    },
    cookie: Message {
        title: "Your browser did not keep our cookie.",
        text: "Without it nobody stays signed in. Allow cookies for this site, then sign in again.",
    },
    link: Message {
        title: "This link does not work any more.",
        text: "It was used, has run out, or a newer one was sent. Have it sent again.",
    },
    set_up_link: "It was used or has run out. If there is an owner already, sign in; if not, restart the service for a new link.",
    pending: Message {
        title: "The time to confirm this device is over.",
        text: "A QR code works for 15 minutes. Add the device again.",
    },
    ten_devices: Message {
        title: "You have ten devices.",
        text: "That is the most there can be. Remove one that you no longer use.",
    },
    two_factor_off: Message {
        title: "Two-factor authentication is off.",
        text: "Somebody, perhaps you in another browser, has switched it off. There is nothing left to do here.",
    },
    email_taken: Message {
        title: "This e-mail address already belongs to a member.",
        text: "Sign in with it, or choose another address.",
    },
    recent_repair_title: "You used a recovery code less than a day ago.",
    conflict: Message {
        title: "This has changed in the meantime.",
        text: "Somebody, perhaps you in another browser, was faster. Look again, then repeat it.",
    },
    gone: Message {
        title: "This is no longer there.",
        text: "It was removed or ended, perhaps by you in another browser.",
    },
    step_up: Message {
        title: "Please prove that it is you.",
        text: "This needs your password and, with two-factor on, a passcode.",
    },
    repair: Message {
        title: "Not with a recovery code.",
        text: "You signed in with a recovery code. Set up a device, then sign in with its passcode.",
    },
    frozen: Message {
        title: "This account is frozen.",
        text: "Nobody can sign in. The mail that says so has the link that ends it.",
    },
    closed_title: "This account is closed.",
    closed: "It was closed on {at} and will be erased on {until}. An owner can keep it with the link in the mail that says so; “Forgot your password?” mails it again.",
    sign_in_only: Message {
        title: "Not with a colleague’s device.",
        text: "You signed in with a device that may sign in to applications only. Ask the member whose sign-in it is.",
    },
    busy: Message {
        title: "Busy at the moment.",
        text: "Nothing was changed. Try again in a few seconds.",
    },
    internal: Message {
        title: "That did not work, and it is our fault.",
        text: "Nothing was half done. Try again; if it stays so, tell whoever runs this service.",
    },
    offline: Message {
        title: "The service cannot be reached.",
        text: "Check your connection, then try again.",
    },
    try_again: "Try again",
    tries_left: Plural {
        one: "{count} try left.",
        other: "{count} tries left.",
    },
    clock_slow: Plural {
        one: "Your phone’s clock is about {count} minute slow.",
        other: "Your phone’s clock is about {count} minutes slow.",
    },
    clock_fast: Plural {
        one: "Your phone’s clock is about {count} minute fast.",
        other: "Your phone’s clock is about {count} minutes fast.",
    },
    recent_repair: "Until {time} this needs a passcode from a device that you had before: sign out, and sign in with one.",
};

pub(super) const FIELD_ERRORS: field_errors::Sentences = field_errors::Sentences {
    required: "Please fill this in.",
    email: "This is not an e-mail address. It looks like name@example.com.",
    name: "A name has 1 to 64 characters.",
    name_hidden: "This name contains an invisible character. Delete it, or type the name by hand.",
    device_name: "A device name has 1 to 64 characters.",
    device_name_taken: "You already have a device with this name. Choose another.",
    password_short: "Use at least 8 characters.",
    password_long: "Use at most 256 characters.",
    password_common: "Too easy to guess: many people use it, or it is made of your name or address. Choose another.",
    password_wrong: "This password is not right.",
    passcode_shape: "A passcode has six digits.",
    passcode_is_recovery: "This looks like a recovery code. A passcode has six digits.",
    passcode_wrong: "That passcode is not right. Try the next one your app shows.",
    passcode_wrong_last: "That passcode was not right either.",
    recovery_shape: "A recovery code has four groups of five letters and digits.",
    recovery_wrong: "That recovery code is not right, or it was used before.",
};

pub(super) const REFUSALS: refusals::Sentences = refusals::Sentences {
    go_home: "Go to Home",
    not_found: Message {
        title: "Page not found",
        text: "There is nothing at this address, or it is not for you to see.",
    },
    forbidden: Message {
        title: "This is not allowed",
        text: "The request did not come from a page of this service, or your session may not do this. Nothing was changed.",
    },
    internal: Message {
        title: "That did not work",
        text: "It is our fault, and nothing was half done. Try again; if it stays so, tell whoever runs this service.",
    },
    timed_out: Message {
        title: "This took too long",
        text: "It may have been done all the same: look before you repeat it.",
    },
    unavailable: Message {
        title: "Busy at the moment",
        text: "Nothing was changed. Try again in a few seconds.",
    },
    not_understood: Message {
        title: "Not understood",
        text: "The request was not understood. Nothing was changed.",
    },
};
