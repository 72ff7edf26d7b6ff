use crate::{Counted, Message, recovery_codes};

pub(super) const RECOVERY_CODES: recovery_codes::Sentences = recovery_codes::Sentences {
    title: "Recovery codes",
    keep_title: "Keep these recovery codes",
    keep_lead: "If your phone is lost, one of these lets you in once.",
    over: Message {
        title: "The codes are not kept here any longer.",
        text: "If you still see them, write them down now. If not, make new ones.",
    },
    keep_where: "Keep them away from your phone: in a password manager, or on paper where you keep your passport.",
    lead: "Ten single-use codes for the day your phone is gone.",
    not_saved: Message {
        title: "Leave without saving them?",
        text: "You have not copied, downloaded or printed the codes, and they are not shown again.",
    },
    leave: "Leave anyway",
    stay: "Keep them in view",
    type_back: "Type one of them back",
    type_back_hint: "So that we both know you have them.",
    type_back_button: "I have them",
    saved: "Saved. You won’t need them often.",
    done: "Done",
    wrong: "This is none of the codes above.",
    none: Message {
        title: "No recovery codes yet",
        text: "You get ten recovery codes with your first device.",
    },
    make_new: Message {
        title: "Make new recovery codes",
        text: "The ten you have now stop working, and all other sessions end.",
    },
    make_new_button: "Make new recovery codes",
    never_saved: "They were never saved: make new ones and keep them.",
    low: "Make new recovery codes before you run out.",
    not_shown_again: "They were shown once and cannot be shown again.",
    sheet_note: "Each code works once, together with your password. New codes make these worthless.",
    shown_until: "They are shown only in this browser, and vanish {time}.",
    saved_at: "Saved {time}.",
    left: Counted {
        none: "No recovery codes left",
        one: "{count} recovery code left",
        other: "{count} of 10 recovery codes left",
    },
    sheet_title: "{product} recovery codes",
    sheet_about: "{email} · made on {date}",
};
