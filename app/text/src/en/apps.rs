use crate::{Message, apps};

pub(super) const APPS: apps::Sentences = apps::Sentences {
    lead: "The page that you want to open asks for your password and a new passcode. Then you go on to it.",
    passcode_hint: "A new passcode of one of your devices.",
    button: "Confirm",
    no_two_factor: Message {
        title: "The page is for members with two-factor authentication.",
        text: "Set up a device first, then open the page again.",
    },
    set_up: "Set up a device",
};
