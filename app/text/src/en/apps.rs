use crate::{Message, apps};

pub(super) const APPS: apps::Sentences = apps::Sentences {
    lead: "Before the page opens, confirm with your password and a new passcode that it is you.",
    lead_password: "Before you go on to the app, confirm with your password that it is you.",
    passcode_hint: "A new passcode from one of your devices.",
    button: "Confirm",
    no_two_factor: Message {
        title: "The page is for members with two-factor authentication.",
        text: "Set up a device first, then open the page again.",
    },
    set_up: "Set up a device",
};
