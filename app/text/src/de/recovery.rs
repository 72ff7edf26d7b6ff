use crate::{Counted, Message, recovery_codes};

pub(super) const RECOVERY_CODES: recovery_codes::Sentences = recovery_codes::Sentences {
    title: "Wiederherstellungscodes",
    keep_title: "Bewahren Sie diese Wiederherstellungscodes auf",
    keep_lead: "Wenn Ihr Telefon verloren ist, öffnet jeder davon Ihr Konto einmal.",
    over: Message {
        title: "Die Codes werden hier nicht mehr aufbewahrt.",
        text: "Wenn Sie sie noch sehen, schreiben Sie sie jetzt auf. Wenn nicht, erstellen Sie neue.",
    },
    keep_where: "Bewahren Sie sie getrennt von Ihrem Telefon auf: in einem Passwortmanager oder auf Papier bei Ihrem Reisepass.",
    lead: "Zehn Einmalcodes für den Tag, an dem Ihr Telefon weg ist.",
    not_saved: Message {
        title: "Ohne Sichern verlassen?",
        text: "Sie haben die Codes weder kopiert noch heruntergeladen noch gedruckt, und sie werden nicht noch einmal gezeigt.",
    },
    leave: "Trotzdem verlassen",
    stay: "Codes weiter ansehen",
    type_back: "Geben Sie einen der Codes ein",
    type_back_hint: "Damit wir beide wissen, dass Sie sie haben.",
    type_back_button: "Ich habe sie",
    saved: "Gesichert. Sie werden sie selten brauchen.",
    done: "Fertig",
    wrong: "Das ist keiner der Codes oben.",
    none: Message {
        title: "Noch keine Wiederherstellungscodes",
        text: "Sie erhalten zehn Wiederherstellungscodes mit Ihrem ersten Gerät.",
    },
    make_new: Message {
        title: "Neue Wiederherstellungscodes erstellen",
        text: "Die zehn bisherigen werden ungültig, und alle anderen Sitzungen enden.",
    },
    make_new_button: "Neue Codes erstellen",
    never_saved: "Sie wurden nie gesichert: Erstellen Sie neue und bewahren Sie sie auf.",
    low: "Erstellen Sie neue Wiederherstellungscodes, bevor keine mehr übrig sind.",
    not_shown_again: "Sie wurden einmal gezeigt und können nicht noch einmal gezeigt werden.",
    sheet_note: "Jeder Code gilt einmal, zusammen mit Ihrem Passwort. Neue Codes machen diese wertlos.",
    shown_until: "Sie werden nur in diesem Browser gezeigt und verschwinden {time}.",
    saved_at: "Gesichert: {time}.",
    left: Counted {
        none: "Keine Wiederherstellungscodes mehr",
        one: "Noch {count} Wiederherstellungscode",
        other: "Noch {count} von 10 Wiederherstellungscodes",
    },
    sheet_title: "Wiederherstellungscodes für {product}",
    sheet_about: "{email} · erstellt am {date}",
};
