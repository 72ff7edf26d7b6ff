use crate::{Message, reset, stop_reset};

pub(super) const RESET: reset::Sentences = reset::Sentences {
    title: "Reset the second factor",
    about: "For a member who has lost every phone and every recovery code. They are mailed at once and can stop it. After {hours} you read one recovery code and hand it over in person: it works once, within 24 hours, and only with their password.",
    about_owner: "Because this member is an owner, another owner or admin has to approve it.",
    reason: "Reason",
    reason_hint: "In one line. The member reads it in the mail.",
    start: "Start the reset",
    by: "{name} started a reset.",
    by_operator: "Whoever runs this service started a reset.",
    because: "Reason: {reason}",
    waits: "The code can be read {time}. Until then the member can stop it.",
    needs_approval: "Another owner or admin has to approve it.",
    approve: "Approve the reset",
    ready: "The code can be read now; the reset ends {time}.",
    read_hint: "You see it once, in this browser, for 15 minutes. Hand it over in person, not by mail or chat.",
    read: "Read the code",
    code: "Recovery code",
    was_read: "The code was read. It stops working {time}.",
    not_yours: "Only the person who started it can read the code.",
    stop: "Stop the reset",
    started: "The reset has begun. The member gets a mail.",
    approved: "The reset is approved.",
    reason_long: "At most 200 characters, in one line.",
    runs: Message {
        title: "A reset of this member is under way already.",
        text: "Stop it first, or wait until it is over.",
    },
    home: "{by} started a reset of your second factor.",
    home_operator: "Whoever runs this service started a reset of your second factor.",
    home_text: "From {date} on a recovery code for you can be read. If you did not ask for that, stop it: your devices work.",
};

pub(super) const STOP_RESET: stop_reset::Sentences = stop_reset::Sentences {
    title: "Stop the reset",
    lead: "A reset of your second factor has begun, after which another person gets a recovery code for you. If you did not ask for it, stop it here.",
    button: "Stop the reset",
    over: "The reset is over, or was stopped before.",
    stopped: Message {
        title: "The reset is stopped.",
        text: "No code is given out.",
    },
};
