use crate::{Message, sessions};

pub(super) const SESSIONS: sessions::Sentences = sessions::Sentences {
    lead: "Where you are signed in. A session ends by itself after an hour without use.",
    here: "This browser",
    others: "Other browsers",
    others_hint: "If you do not know one of them, sign it out and change your password.",
    no_others: "You are signed in nowhere else.",
    signed_in: "Signed in {time}",
    seen: "Last seen {time}",
    by_password: "With the password alone",
    by_recovery_code: "With a recovery code",
    repair: "Repair only",
    sign_in_only: "Sign-in only",
    restricted: "May only set up a device",
    end_others: "Sign out all others",
    everywhere: Message {
        title: "Sign out everywhere",
        text: "Ends every session, also the one in this browser.",
    },
    ended: "The session is ended.",
    others_ended: "All other sessions are ended.",
};
