use crate::{Message, agent, calendar, codes_file, error_pages};

pub(super) const ERROR_PAGES: error_pages::Sentences = error_pages::Sentences {
    request: "Request",
    not_possible: Message {
        title: "Not possible here",
        text: "This address cannot be used in this way.",
    },
    too_slow: Message {
        title: "Too slow",
        text: "What was sent did not arrive in time. Try again.",
    },
    too_much: Message {
        title: "Too much at once",
        text: "What was sent is larger than any form of ours.",
    },
    too_long: Message {
        title: "Address too long",
        text: "No address of ours is that long.",
    },
    misdirected: Message {
        title: "Wrong address",
        text: "This service answers under another name. Check the address, or ask whoever runs it.",
    },
};

pub(super) const CODES_FILE: codes_file::Sentences = codes_file::Sentences {
    name: "recovery-codes.txt",
    text: "\
        {product} recovery codes\n\
        \n\
        Account: {email}\n\
        Date:    {date}\n\
        \n\
        {codes}\n\
        Each code works once, in place of a passcode, together with your password.\n\
        Keep this file where only you can read it. Sign in at {origin}\n",
};

pub(super) const CALENDAR: calendar::Sentences = calendar::Sentences {
    january: "January",
    february: "February",
    march: "March",
    april: "April",
    may: "May",
    june: "June",
    july: "July",
    august: "August",
    september: "September",
    october: "October",
    november: "November",
    december: "December",
    date: "{day} {month} {year}",
};

pub(super) const AGENT: agent::Sentences = agent::Sentences {
    unknown: "Unknown browser",
    on: "{browser} on {system}",
};
