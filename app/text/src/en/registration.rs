use crate::{Message, confirm_email, email_change, join, new_email, set_up, sign_up};

pub(super) const SIGN_UP: sign_up::Sentences = sign_up::Sentences {
    title: "Create your account",
    button: "Create account",
    have_one: "Already a member?",
    sign_in: "Sign in",
    lead: "Next we send you a message, to be sure that the address is yours.",
    sent_title: "Look into your mailbox",
    sent_hint: "Open its link to confirm the address. It works for 24 hours. Nothing there? Look into the spam folder, or have it sent again.",
    not_waiting: Message {
        title: "No message is waited for",
        text: "Either the address is confirmed already, or the 24 hours are over, or you signed up in another browser.",
    },
    send_again: "Send again",
    sent_again: "Sent again. It may take a minute.",
    closed: Message {
        title: "Sign-up is not open",
        text: "Ask whoever runs this service for an account.",
    },
    sent_to: "A message is on its way to {email}",
};

pub(super) const SET_UP: set_up::Sentences = set_up::Sentences {
    title: "Create the owner",
    lead: "This is the first start. The owner manages the account, its members and its rules.",
    open_lead: "This link works once, from this browser. Continue to choose a name and a password.",
    go_on: "Continue",
    button: "Create the owner",
    done: Message {
        title: "The owner is created.",
        text: "Sign in to begin.",
    },
};

pub(super) const CONFIRM_EMAIL: confirm_email::Sentences = confirm_email::Sentences {
    title: "Confirm your e-mail address",
    lead: "Type the password you chose once more: so nobody else can finish a sign-up in your name.",
    open_lead: "Continue to confirm that this address is yours.",
    go_on: "Continue",
    button: "Confirm",
    done: Message {
        title: "Your e-mail address is confirmed.",
        text: "Now sign in.",
    },
    over: "It was used, has run out, or a newer one was sent. If your address is confirmed already, just sign in.",
};

pub(super) const JOIN: join::Sentences = join::Sentences {
    title: "Join the team",
    open_lead: "You are invited. Continue to choose a name and a password.",
    go_on: "Continue",
    by: "{name} invites you. Choose how you sign in here.",
    button: "Join",
    done: Message {
        title: "You are a member now.",
        text: "Sign in to begin.",
    },
    left: Message {
        title: "You have left the team.",
        text: "Everything of yours has ended.",
    },
    over: "It was used or revoked, has run out, or a newer one was sent. Ask for another invitation.",
};

pub(super) const NEW_EMAIL: new_email::Sentences = new_email::Sentences {
    title: "Confirm your new address",
    lead: "Type your password. From then on you sign in with this address:",
    button: "Use this address",
    done: Message {
        title: "Your e-mail address is changed.",
        text: "Sign in with the new one from now on.",
    },
};

pub(super) const EMAIL_CHANGE: email_change::Sentences = email_change::Sentences {
    lead: "You sign in with it, and what concerns your security is sent there.",
    now: "Your address now",
    new_address: "New address",
    hint: "We send it a link. Your address stays as it is until you open the link and type your password.",
    send: "Send the link",
    asked: "A message is on its way to the new address.",
    waiting: "A change waits for you",
    waits: "Open the link that we sent to {email} to change your address.",
    until: "Works until {time}",
    keep: "Keep my address",
    kept: "Your address stays as it is.",
};
