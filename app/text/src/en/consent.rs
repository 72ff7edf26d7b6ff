use crate::{Message, consent};

pub(super) const CONSENT: consent::Sentences = consent::Sentences {
    lead: "{app} wants to know who you are. You are signed in as {email}.",
    knows: "{app} will know:",
    knows_you: "that it is you: a number that is yours here",
    knows_profile: "your name and your language",
    knows_email: "your e-mail address",
    knows_offline: "all of this also while you are not there, for up to 90 days",
    never: "It gets neither your password nor your passcodes. You can take this back under Access and security.",
    leads_to: "You go on to {host}.",
    allow: "Sign in",
    back: "Back to {app}",
    other_account: "Use another account",
    no_two_factor: Message {
        title: "The app asks for a second factor.",
        text: "Set up a device first, then sign in at the app again.",
    },
    set_up: "Set up a device",
    over: Message {
        title: "This took too long",
        text: "Go back to the app and sign in there again.",
    },
    unknown_app: Message {
        title: "This app is not known here",
        text: "The link names an app that is not on the list. Ask the people who run the app to check its client id.",
    },
    wrong_redirect: Message {
        title: "This link does not lead back to the app",
        text: "It names an address that is not on the app’s list, so nothing was sent there. Ask the people who run the app \
               to add the address.",
    },
    too_long: Message {
        title: "The app’s link cannot be read",
        text: "It is too long, or names something twice. Ask the people who run the app to correct it.",
    },
    onward: Message {
        title: "One moment",
        text: "You are on your way to the app.",
    },
    go_on: "Go on",
    sign_out_heading: "Sign out?",
    sign_out_lead: "An app asks to sign you out here, too. Apps that you have signed in at are told.",
    sign_out: "Sign out",
    stay: "Stay signed in",
    wrong_sign_out: Message {
        title: "You were not signed out",
        text: "The link of the app is not right. You can sign out from the menu with your name.",
    },
    mine_lead: "Apps that you have signed in at with this account.",
    mine_list: "Apps",
    mine_empty: Message {
        title: "No apps yet",
        text: "An app that you sign in at with this account is listed here.",
    },
    mine_used: "Last used {time}",
    mine_since: "since {time}",
    mine_team: "added by your team",
    mine_operator: "added by the operator",
    take_back: "Take back",
    take_back_hint: "“Take back” ends all sign-ins at the app. An app that asks will ask again.",
    taken_back: "Taken back. The app is told.",
    card: "Apps that you have signed in at, and what they may know.",
};
