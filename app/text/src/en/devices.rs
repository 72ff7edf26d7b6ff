use crate::{Counted, Message, new_device, removal, remove, replacement, scan, switch_off, trial, two_factor};

pub(super) const TWO_FACTOR: two_factor::Sentences = two_factor::Sentences {
    title: "Two-factor authentication",
    lead_on: "Signing in asks for your password and a passcode from one of these devices.",
    lead_off: "Add your phone, and signing in asks for your password and a passcode from it.",
    add: "Add new device",
    devices: "Devices",
    no_device: Message {
        title: "Two-factor is on, but you have no usable device.",
        text: "Only a recovery code opens your account now. Add a device.",
    },
    empty: Message {
        title: "No devices yet",
        text: "A device is an authenticator app on a phone. It shows a passcode that nobody else has, so a stolen password is not enough.",
    },
    never_used: "Not used yet",
    confirmed: "Confirmed",
    pending: "Pending",
    ended: "Ended",
    colleague: "Add a colleague’s device",
    go_on: "Continue",
    elsewhere: "Being set up in another browser",
    discard: "Discard",
    rename: "Rename",
    new_name: "New name",
    remove: "Remove",
    lost: "I lost this phone",
    replace: "I have a new phone",
    try_title: "Try this device",
    most: "Ten devices at most.",
    switch_off: "Switch off two-factor authentication",
    proved_set_up: "to set it up",
    proved_sign_in: "to sign in",
    proved_step_up: "to confirm a change",
    proved_token: "for a program",
    proved_try: "to try it",
    repair_help: "Is one of these lost? Open its menu and choose “I lost this phone”.",
    on_since: "Two-factor is on since {date}.",
    more: "More for {device}",
    added: "{device} is confirmed.",
    added_at: "Added {time}",
    last_used: "Last used {time}",
    expires: "expires {time}",
};

pub(super) const NEW_DEVICE: new_device::Sentences = new_device::Sentences {
    title: "Add new device",
    lead: "It takes about a minute. Have the phone at hand.",
    app_title: "Get an authenticator app first",
    app_help: Message {
        title: "Which app do I need?",
        text: "Google Authenticator is free. Any other standard (TOTP) app will do as well: Microsoft Authenticator, 1Password, Bitwarden, Aegis, FreeOTP.",
    },
    app_google: "Google Authenticator, free for Android and iPhone:",
    app_other: "Any other standard (TOTP) app will do as well.",
    play_store: "Play Store",
    app_store: "App Store",
    name: "Device name",
    name_hint: "So that you know it in the list: My phone, Old Pixel.",
    password_hint: "The password of your account, to be sure that it is you.",
    passcode_hint: "From a device you already have.",
    button: "Add",
    step_name: "Name it",
    step_scan: "Scan",
    step_confirm: "Confirm",
};

pub(super) const SCAN: scan::Sentences = scan::Sentences {
    title: "Scan the QR code",
    open_app: "Open in authenticator app",
    or_other_phone: "or scan with another phone",
    cannot_scan: "Can’t scan?",
    key_hint: "Type this key into the app by hand and choose “time based”.",
    button: "Verify",
    start_again: "Start again",
    elsewhere: Message {
        title: "This device is being set up in another browser.",
        text: "Its QR code is shown only there. You can discard it here and start again.",
    },
    gone: Message {
        title: "This QR code is over",
        text: "Its device is confirmed already, the 15 minutes to confirm it have passed, or the device that it was to replace is gone. Look at your devices, or add one anew.",
    },
    lead: "In your authenticator app choose +, then Scan a QR code. “{device}” will appear there.",
    passcode_hint: "The six digits the app shows for {product}. They change every 30 seconds.",
    qr_label: "QR code for {device}. Instead of scanning it you can type the key beside it.",
    elsewhere_lead: "“{device}” waits for its first passcode.",
    shown_only_here: "This page is shown only in this browser and expires {time}. Your account stays as it is until the passcode is right.",
    expires: "It expires {time}.",
};

pub(super) const REMOVE: remove::Sentences = remove::Sentences {
    title: "Remove device",
    last: Message {
        title: "This is your last device.",
        text: "Removing it switches two-factor authentication off: your password alone will open your account.",
    },
};

pub(super) const REMOVAL: removal::Sentences = removal::Sentences {
    lost_title: "I lost this phone",
    button: "Remove device",
    lost_button: "Remove it everywhere",
    lost_last: Message {
        title: "It is your only device. Two-factor stays on.",
        text: "Add a new one next: until then only a recovery code opens your account.",
    },
    passcode_hint: "From any device you still have.",
    no_passcode: "No device to make a passcode? Sign out, then sign in with a recovery code: with it you can remove the lost phone.",
    lost_instead: "Is the phone lost? Then two-factor can stay on:",
    last_button: "Switch off",
    pending: "This device was never confirmed. It can only be discarded.",
    lost_own: Counted {
        none: "You are signed out at once, and only a recovery code lets you in again to add a new one. You have none: make new ones first.",
        one: "You are signed out at once, and only a recovery code lets you in again to add a new one. You have {count} left.",
        other: "You are signed out at once, and only a recovery code lets you in again to add a new one. You have {count} left.",
    },
    lead: "Passcodes of {device} will no longer work. The sessions it opened end.",
    lost_lead: "{device} and the sessions it opened stop at once. Two-factor stays on.",
};

pub(super) const REPLACEMENT: replacement::Sentences = replacement::Sentences {
    then: "Then passcodes of the old phone no longer work, the sessions it opened end, and no browser is trusted any more. Two-factor stays on.",
    passcode_hint: "From the old phone, or from any other device you have.",
    no_passcode: "No device to make a passcode? Sign out, then sign in with a recovery code: with it you can put a new phone in the place of the lost one.",
    button: "Continue",
    waits: "A new phone takes the place of the old one once its first passcode is right. The old one works until then.",
    lead: "The new phone takes the place of {device} and gets its name. The old one works until the first passcode of the new one is right.",
    scan: "With the right passcode the new phone takes the place of {device}, and the old one is removed.",
};

pub(super) const TRIAL: trial::Sentences = trial::Sentences {
    unused: "Not used for 28 days.",
    try_it: "Enter one of its passcodes to check that it still works.",
    passcode_hint: "From this very device.",
    button: "Check",
    lead: "Enter the passcode that {device} shows now. Nothing else happens; the list then says that it works.",
};

pub(super) const SWITCH_OFF: switch_off::Sentences = switch_off::Sentences {
    lead: "Your password alone will open your account. All your devices and recovery codes are removed, and all other sessions end.",
    passcode_hint: "One last time.",
    button: "Switch off",
    keep: "Keep it on",
    off_already: "Two-factor authentication is off already.",
    back: "Two-factor authentication",
};
