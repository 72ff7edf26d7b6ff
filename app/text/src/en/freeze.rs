use crate::{Message, freeze, freeze_mail, not_me};

pub(super) const NOT_ME: not_me::Sentences = not_me::Sentences {
    title: "This wasn’t me",
    open_lead: "You got a mail that reports something about your account, and it was not you. Continue to stop it. Nothing happens yet.",
    over: "It was used, has run out, or the account has another address again. Each mail about your account has a link of its own, which works for 7 days; you can also have a link sent to choose a new password.",
    unfreeze_lead: "Continue to choose a new password. Your account then works again.",
};

pub(super) const FREEZE: freeze::Sentences = freeze::Sentences {
    asks_lead: "Freeze your account, and nobody gets any further.",
    asks_stops: "Every session, program, API key and trusted browser stops at once, and nobody can sign in. Two-factor authentication stays as it is.",
    asks_then: "Then you choose a new password, with a link that we mail to {email}, and undo what was changed.",
    sure: "What the mail reports was not me",
    button: "Freeze my account",
    was_me: "It was me after all",
    frozen_title: "Your account is frozen.",
    frozen_since: "It was frozen {time}. Nothing is signed in, and nobody can sign in.",
    password_title: "Choose a new password",
    password_lead: "We mail a link to {email}. With the new password your account works again.",
    send: "Send the link",
    sent: "The link is on its way to {email}. It works once, for 30 minutes.",
    send_again: "Send it again",
    goes_on: Message {
        title: "Your new password is set.",
        text: "Your account works again. Undo what was not you within half an hour, then sign in.",
    },
    undo_title: "Undo what was changed",
    undo_lead: "These are the changes of the last 72 hours. For most of them you need the password that you had then.",
    nothing: "Nothing was changed in the last 72 hours.",
    at: "Changed {time}",
    email: "The address was changed. Before it was {name}",
    password: "The password was changed. Choose a new one.",
    device_added: "The device “{name}” was added.",
    device_removed: "The device “{name}”, which was added on {added}, was removed.",
    two_factor_on: "Two-factor authentication was switched on.",
    two_factor_off: "Two-factor authentication was switched off.",
    codes: "The recovery codes were replaced.",
    key_made: "The API key “{name}” was made.",
    before: "Your earlier password",
    undo: "Undo",
    undo_named: "Undo: {what}",
};

pub(super) const FREEZE_MAIL: freeze_mail::Sentences = freeze_mail::Sentences {
    frozen_subject: "Your {product} account is frozen",
    frozen: "\
        Your account was frozen on {at}, because somebody said\n\
        “this wasn’t me”. Nothing is signed in, and nobody can sign in until you choose a\n\
        new password. Go on here; there you also undo what was changed:\n\
        \n\
        {link}",
    frozen_elsewhere: "\
        Your account was frozen on {at}, with the link of a\n\
        mail to an address that the account had earlier. Nothing is signed in, and nobody\n\
        can sign in until somebody who reads that mailbox chooses a new password.\n\
        \n\
        If you do not know why, write to whoever runs this service.",
    unfreeze_subject: "Choose a new password for your frozen {product} account",
    unfreeze: "\
        Open this link to choose a new password. Your account at {product} then works again:\n\
        \n\
        {link}\n\
        \n\
        The link works once and for 30 minutes.",
    unfrozen_subject: "Your {product} account works again",
    unfrozen: "\
        A new password was chosen on {at}, and your account is not\n\
        frozen any more.",
    undone_subject: "A change of your {product} account was undone",
    undone: "\
        On {at} this was undone:\n\
        \n\
        {what}",
    undone_email: "The address of your account is {name} again.",
    undone_device_added: "The device “{name}” was added; it is removed.",
    undone_device_removed: "The device “{name}” was removed; it is back.",
    undone_two_factor_on: "Two-factor authentication was switched on; it is off again.",
    undone_two_factor_off: "Two-factor authentication was switched off; it is on again, with the devices and recovery codes from before.",
    undone_codes: "Recovery codes were replaced; the ones from before work again.",
    undone_key: "The API key “{name}” was made; it is revoked.",
};
