use crate::{Counted, Message, Plural, closed_account, closing, closing_mail};

pub(super) const CLOSED_ACCOUNT: closed_account::Sentences = closed_account::Sentences {
    title: "Your account is closed",
    open_lead: "The account was closed and will be erased. Continue to keep it. Nothing happens yet.",
    over: "The link was used, has run out, or a newer one was sent, or the account goes on or is erased by now. An owner whose account is still closed gets another link with “Forgot your password?”.",
    kept: Message {
        title: "The account goes on.",
        text: "Nothing is lost. Sign in again; all members have to.",
    },
};

pub(super) const CLOSING: closing::Sentences = closing::Sentences {
    profile: "It stops at once for all members, and is erased after 14 days.",
    lead: "You close the account for all its members. For 14 days an owner can keep it; then it is erased for good.",
    stops: "What stops at once",
    stops_sessions: "Every session, trusted browser and sign-in, of all members: nobody can sign in.",
    stops_programs: "Every API key and access token, and the applications that ask this service.",
    stops_invitations: "Invitations, devices that are being set up, and requests for approval: they do not come back.",
    stops_mail: "All members are mailed, and owners get a link that keeps the account.",
    erased: "What is erased on {until}",
    erased_members: Plural {
        one: "One member: you",
        other: "{count} members, you included",
    },
    erased_devices: Counted {
        none: "No device",
        one: "One device",
        other: "{count} devices",
    },
    erased_keys: Counted {
        none: "No API key",
        one: "One API key",
        other: "{count} API keys",
    },
    erased_rest: "Passwords, recovery codes, the policy and the whole activity",
    undo: "Nothing that was erased comes back. The addresses are then free for new accounts.",
    sure: "I understand that nobody of this account can sign in any more",
    button: "Close my account",
    since: "It was closed {time}. Nobody can sign in.",
    until: "On {until} it will be erased for good, with everything that it has.",
    here: "You changed your mind? We have mailed a link to each owner. It keeps the account and works until then.",
    keep_lead: "This link went to {email}. If you keep the account, everything is as it was, and members sign in anew.",
    keep: "Keep my account",
};

pub(super) const CLOSING_MAIL: closing_mail::Sentences = closing_mail::Sentences {
    closed_subject: "Your {product} account was closed",
    closed_owner: "\
        {by} closed the account on {at}.\n\
        Nobody can sign in, and no program gets in. The account will be erased for good,\n\
        with all its members, on {until}.\n\
        \n\
        Until then an owner can keep it, with a link like this one:\n\
        \n\
        {link}",
    closed_member: "\
        {by} closed the account on {at}.\n\
        You cannot sign in any more, and your API keys and devices are refused. The account\n\
        will be erased for good, with all that you have in it, on {until}.\n\
        \n\
        Until then an owner can keep it. Ask them if you did not expect this.",
    is_closed_subject: "Your {product} account is closed",
    is_closed_owner: "\
        You have forgotten your password, but there is nothing to sign in to: the account was\n\
        closed on {since} and will be erased for good on {until}.\n\
        \n\
        Keep the account with this link, then ask again for a new password:\n\
        \n\
        {link}\n\
        \n\
        The link before does not work any more.",
    is_closed_member: "\
        You have forgotten your password, but there is nothing to sign in to: the account was\n\
        closed on {since} and will be erased for good on {until}.\n\
        \n\
        Until then an owner of the account can keep it.",
    kept_subject: "Your {product} account goes on",
    kept: "\
        {by} kept the account on {at}. It will not be erased.\n\
        Nothing is lost; sign in again.",
    erased_subject: "Your {product} account was erased",
    erased: "\
        The account that was closed on {closed} was erased\n\
        on {at}, with its members, devices, API keys and\n\
        activity. Nothing of it comes back here. Copies in backups last as long as whoever\n\
        runs this service keeps them.\n\
        \n\
        Your address can be used for a new account. This is the last mail about this one.",
};
