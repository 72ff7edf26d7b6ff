use crate::{Message, forgot_password, passcode, recovery, sign_in};

pub(super) const FORGOT_PASSWORD: forgot_password::Sentences = forgot_password::Sentences {
    title: "Forgot your password?",
    lead: "Type your e-mail address. If it belongs to a member, we send it a link to choose a new password. Two-factor authentication stays as it is.",
    button: "Send the link",
    sent_to: "If this is the address of a member, a message is on its way to {email}",
    sent_hint: "Its link works once, for 30 minutes. Nothing there? Look into the spam folder, have it sent again, or try another address of yours.",
    not_waiting: Message {
        title: "No message is waited for",
        text: "Either the 30 minutes are over, or you asked for the link in another browser.",
    },
    new_title: "Choose a new password",
    open_lead: "Continue to choose a new password. Until then the old one works.",
    new_lead: "You are then signed out everywhere, and sign in with the new password. Two-factor authentication stays as it is.",
    set: "Set the password",
    done: Message {
        title: "Your new password is set.",
        text: "You are signed out everywhere. Now sign in with it.",
    },
    over: "It was used, has run out, or a newer one was sent. You can have another one sent.",
};

pub(super) const SIGN_IN: sign_in::Sentences = sign_in::Sentences {
    title: "Sign in",
    button: "Sign in",
    no_account: "No account yet?",
    sign_up: "Create your account",
    session_ended: Message {
        title: "Your session has ended.",
        text: "Sign in again, then repeat this. Nothing was changed.",
    },
    signed_out_everywhere: Message {
        title: "You are signed out everywhere.",
        text: "Sign in again where you need to.",
    },
    device_removed: Message {
        title: "The device is removed.",
        text: "Sign in again, with a passcode from another device or with a recovery code.",
    },
};

pub(super) const PASSCODE: passcode::Sentences = passcode::Sentences {
    title: "Enter your passcode",
    label: "Passcode",
    button: "Verify",
    trust: "Trust this browser for 30 days",
    use_recovery: "Use a recovery code",
    other_account: "Use another account",
    help: Message {
        title: "Where do I find it?",
        text: "In the authenticator app on the phone you added. The digits change every 30 seconds; any of your confirmed devices will do.",
    },
    lead: "Open your authenticator app and type the six digits for {email}",
};

pub(super) const RECOVERY: recovery::Sentences = recovery::Sentences {
    title: "Use a recovery code",
    label: "Recovery code",
    hint: "Four groups of five, as printed. Each code works once.",
    button: "Continue",
    use_passcode: "Use a passcode instead",
    lead: "For the day the phone is gone. You can then remove the lost device and set up a new one; everything else stays closed until you sign in with a passcode.",
    none_left: Message {
        title: "No recovery codes either?",
        text: "Ask whoever runs this service.",
    },
    repair: Message {
        title: "You signed in with a recovery code.",
        text: "Remove the lost device, set up a new one and make new recovery codes. Then sign out and sign in with a passcode.",
    },
    new_set_first: "Make new recovery codes before you go: the one you used is spent.",
    repair_ends: "This session ends {time}.",
};
