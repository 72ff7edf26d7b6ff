use crate::{Message, reset, stop_reset};

pub(super) const RESET: reset::Sentences = reset::Sentences {
    title: "Zweiten Faktor zurücksetzen",
    about: "Für ein Mitglied, das jedes Telefon und jeden Wiederherstellungscode verloren hat. Es bekommt sofort eine Mail und kann es aufhalten. Nach {hours} lesen Sie einen Wiederherstellungscode und übergeben ihn persönlich: Er gilt einmal, innerhalb von 24 Stunden und nur mit dem Passwort des Mitglieds.",
    about_owner: "Weil dieses Mitglied Eigentümer ist, muss ein anderer Eigentümer oder Admin zustimmen.",
    reason: "Grund",
    reason_hint: "In einer Zeile. Das Mitglied liest ihn in der Mail.",
    start: "Zurücksetzen beginnen",
    by: "{name} hat ein Zurücksetzen begonnen.",
    by_operator: "Wer diesen Dienst betreibt, hat ein Zurücksetzen begonnen.",
    because: "Grund: {reason}",
    waits: "Der Code kann {time} gelesen werden. Bis dahin kann das Mitglied es aufhalten.",
    needs_approval: "Ein anderer Eigentümer oder Admin muss zustimmen.",
    approve: "Zustimmen",
    ready: "Der Code kann jetzt gelesen werden; das Zurücksetzen endet {time}.",
    read_hint: "Sie sehen ihn einmal, in diesem Browser, 15 Minuten lang. Übergeben Sie ihn persönlich, nicht per Mail oder Chat.",
    read: "Code lesen",
    code: "Wiederherstellungscode",
    was_read: "Der Code wurde gelesen. Er gilt bis {time}.",
    not_yours: "Nur die Person, die es begonnen hat, kann den Code lesen.",
    stop: "Zurücksetzen aufhalten",
    started: "Das Zurücksetzen hat begonnen. Das Mitglied bekommt eine Mail.",
    approved: "Dem Zurücksetzen ist zugestimmt.",
    reason_long: "Höchstens 200 Zeichen, in einer Zeile.",
    runs: Message {
        title: "Für dieses Mitglied läuft schon ein Zurücksetzen.",
        text: "Halten Sie es zuerst auf, oder warten Sie, bis es vorbei ist.",
    },
    home: "{by} hat das Zurücksetzen Ihres zweiten Faktors begonnen.",
    home_operator: "Wer diesen Dienst betreibt, hat das Zurücksetzen Ihres zweiten Faktors begonnen.",
    home_text: "Ab {date} kann ein Wiederherstellungscode für Sie gelesen werden. Haben Sie nicht darum gebeten, dann halten Sie es auf: Ihre Geräte funktionieren.",
};

pub(super) const STOP_RESET: stop_reset::Sentences = stop_reset::Sentences {
    title: "Zurücksetzen aufhalten",
    lead: "Das Zurücksetzen Ihres zweiten Faktors hat begonnen. Danach bekommt eine andere Person einen Wiederherstellungscode für Sie. Haben Sie nicht darum gebeten, dann halten Sie es hier auf.",
    button: "Zurücksetzen aufhalten",
    over: "Das Zurücksetzen ist vorbei oder wurde schon aufgehalten.",
    stopped: Message {
        title: "Das Zurücksetzen ist aufgehalten.",
        text: "Es gibt keinen Code.",
    },
};
