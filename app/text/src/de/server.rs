use crate::{Message, agent, calendar, codes_file, error_pages};

pub(super) const ERROR_PAGES: error_pages::Sentences = error_pages::Sentences {
    request: "Anfrage",
    not_possible: Message {
        title: "Hier nicht möglich",
        text: "Diese Adresse kann so nicht verwendet werden.",
    },
    too_slow: Message {
        title: "Zu langsam",
        text: "Was gesendet wurde, ist nicht rechtzeitig angekommen. Versuchen Sie es noch einmal.",
    },
    too_much: Message {
        title: "Zu viel auf einmal",
        text: "Was gesendet wurde, ist größer als jedes unserer Formulare.",
    },
    too_long: Message {
        title: "Adresse zu lang",
        text: "So lang ist keine unserer Adressen.",
    },
    misdirected: Message {
        title: "Falsche Adresse",
        text: "Dieser Dienst antwortet unter einem anderen Namen. Prüfen Sie die Adresse oder fragen Sie den Betreiber.",
    },
};

pub(super) const CODES_FILE: codes_file::Sentences = codes_file::Sentences {
    name: "wiederherstellungscodes.txt",
    text: "\
        Wiederherstellungscodes für {product}\n\
        \n\
        Konto: {email}\n\
        Datum: {date}\n\
        \n\
        {codes}\n\
        Jeder Code gilt einmal, anstelle eines Passcodes und zusammen mit Ihrem Passwort.\n\
        Bewahren Sie diese Datei so auf, dass nur Sie sie lesen können. Anmeldung unter {origin}\n",
};

pub(super) const CALENDAR: calendar::Sentences = calendar::Sentences {
    january: "Januar",
    february: "Februar",
    march: "März",
    april: "April",
    may: "Mai",
    june: "Juni",
    july: "Juli",
    august: "August",
    september: "September",
    october: "Oktober",
    november: "November",
    december: "Dezember",
    date: "{day}. {month} {year}",
};

pub(super) const AGENT: agent::Sentences = agent::Sentences {
    unknown: "Unbekannter Browser",
    on: "{browser} auf {system}",
};
