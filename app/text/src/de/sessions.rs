use crate::{Message, sessions};

pub(super) const SESSIONS: sessions::Sentences = sessions::Sentences {
    lead: "Wo Sie angemeldet sind. Eine Sitzung endet von selbst, wenn sie eine Stunde nicht benutzt wird.",
    here: "Dieser Browser",
    others: "Andere Browser",
    others_hint: "Wenn Sie einen davon nicht kennen, melden Sie ihn ab und ändern Sie Ihr Passwort.",
    no_others: "Sie sind nirgends sonst angemeldet.",
    signed_in: "Angemeldet {time}",
    seen: "Zuletzt gesehen {time}",
    by_password: "Nur mit dem Passwort",
    by_recovery_code: "Mit einem Wiederherstellungscode",
    repair: "Nur zur Reparatur",
    sign_in_only: "Nur zum Anmelden",
    restricted: "Darf nur ein Gerät einrichten",
    end_others: "Alle anderen abmelden",
    everywhere: Message {
        title: "Überall abmelden",
        text: "Beendet jede Sitzung, auch die in diesem Browser.",
    },
    ended: "Die Sitzung ist beendet.",
    others_ended: "Alle anderen Sitzungen sind beendet.",
};
