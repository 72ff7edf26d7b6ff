use crate::{Counted, Message, Plural, policy, policy_errors, required};

pub(super) const POLICY: policy::Sentences = policy::Sentences {
    lead: "Was dieses Konto von seinen Mitgliedern verlangt.",
    link: "Regeln",
    none: "Zwei-Faktor-Authentifizierung entscheidet jedes Mitglied selbst.",
    requires: "Zwei-Faktor-Authentifizierung wird verlangt von: {roles}.",
    no_factor: Message {
        title: "Schützen Sie zuerst Ihre eigene Anmeldung.",
        text: "Richten Sie ein eigenes Gerät ein und verlangen Sie Zwei-Faktor-Authentifizierung dann von anderen.",
    },
    two_factor: "Zwei-Faktor-Authentifizierung verlangen von",
    two_factor_hint: "Sie kann dann nicht ausgeschaltet werden.",
    nobody: "Niemandem",
    owners: "Eigentümern",
    managers: "Eigentümern und Admins",
    everybody: "Allen",
    from: "Ab diesem Tag",
    from_hint: "Der Tag beginnt um Mitternacht UTC. Von da an kann ein Mitglied ohne zweiten Faktor nur noch ein Gerät einrichten.",
    grace: "Frist",
    grace_hint: "So lange hat jedes Mitglied mindestens, sobald die Regel das erste Mal für es gilt. Es gibt sie einmal.",
    no_grace: "Keine",
    days: Plural {
        one: "{count} Tag",
        other: "{count} Tage",
    },
    trust: "Vertraute Browser",
    trust_hint: "Wer „Diesem Browser vertrauen“ ankreuzt, braucht dort 30 Tage lang keinen Passcode.",
    trust_allowed: "Erlaubt",
    trust_forbidden: "Verboten",
    trust_ends: Plural {
        one: "Einem Browser wird nicht mehr vertraut.",
        other: "{count} Browsern wird nicht mehr vertraut.",
    },
    session: "Längste Sitzung",
    session_usual: "24 Stunden",
    hours: Plural {
        one: "{count} Stunde",
        other: "{count} Stunden",
    },
    keys: "Längste Gültigkeit eines API-Schlüssels",
    keys_hint: "Auch vorhandene Schlüssel enden dann früher.",
    keys_any: "Ohne Grenze",
    reset: "Wartezeit vor einem Zurücksetzen",
    reset_hint: "So lange kann ein Mitglied das Zurücksetzen des eigenen zweiten Faktors aufhalten.",
    preview: "Zeigen, was sich ändern würde",
    changes: "Was sich ändern würde",
    people: Counted {
        none: "Niemand muss etwas einrichten: Alle, von denen es verlangt wird, haben Zwei-Faktor-Authentifizierung an.",
        one: "Ein Mitglied muss ein Gerät einrichten:",
        other: "{count} Mitglieder müssen ein Gerät einrichten:",
    },
    by: "bis {date}",
    more: Plural {
        one: "und ein weiteres",
        other: "und {count} weitere",
    },
    covered: Plural {
        one: "Ein API-Schlüssel braucht ab dem Tag seines Mitglieds einen Passcode und hat kein Maschinengerät:",
        other: "{count} API-Schlüssel brauchen ab dem Tag ihres Mitglieds einen Passcode und haben kein Maschinengerät:",
    },
    ending: Plural {
        one: "Ein API-Schlüssel endet früher:",
        other: "{count} API-Schlüssel enden früher:",
    },
    ends: "endet {time}",
    sessions: Counted {
        none: "Keine Sitzung endet sofort.",
        one: "Eine Sitzung endet sofort. Es kann Ihre sein.",
        other: "{count} Sitzungen enden sofort. Ihre kann dabei sein.",
    },
    past_sign_ins: "In den letzten 30 Tagen waren {without} von {all} Anmeldungen dieser Mitglieder mit einem Passwort allein.",
    past_tokens: "In den letzten 30 Tagen wurden {without} von {all} Zugriffstoken in ihrem Namen ohne Passcode gekauft.",
    no_past: "In den letzten 30 Tagen hat sich keines dieser Mitglieder angemeldet.",
    change: "Regeln ändern",
    back: "Anders wählen",
    elsewhere: "Auch für das ganze Konto",
    every_call_on: "Jeder API-Aufruf braucht einen zweiten Faktor.",
    every_call_off: "Ein API-Aufruf braucht einen zweiten Faktor, wenn sein Mitglied einen hat.",
    two_people: "Eine andere Person gibt frei, worum ein Programm bittet.",
    one_person: "Das Mitglied, in dessen Namen ein Programm bittet, gibt frei.",
    where_to_change: "Bei den API-Schlüsseln ändern",
    changed: "Die Regeln sind geändert. Wer etwas tun muss, bekommt eine Mail.",
    due: "Zwei-Faktor verlangt bis {date}",
    overdue: "Zwei-Faktor verlangt seit {time}; bis es an ist, führt eine Anmeldung nur dahin, es einzurichten",
};

pub(super) const REQUIRED: required::Sentences = required::Sentences {
    lead: "Ihr Team verlangt Zwei-Faktor-Authentifizierung seit {time}. Richten Sie ein Gerät ein, dann ist alles wie vorher.",
    prove_title: "Weisen Sie zuerst nach, dass dieses Postfach Ihres ist",
    prove_lead: "Wir senden einen Code an {email}. So bringt ein gestohlenes Passwort allein kein Telefon an Ihr Konto.",
    proved: Message {
        title: "Ihr Postfach ist nachgewiesen.",
        text: "Richten Sie jetzt die Authenticator-App auf Ihrem Telefon ein. Das dauert zwei Minuten.",
    },
    set_up: "Gerät einrichten",
    not_required: Message {
        title: "Hier gibt es nichts zu tun.",
        text: "Nichts hindert Sie daran, Ihr Konto zu benutzen.",
    },
    home_title: "Ihr Team verlangt Zwei-Faktor-Authentifizierung ab dem {date}.",
    home_text: "Richten Sie vorher ein Gerät ein, dann ändert sich für Sie nichts. Von da an können Sie hier nur noch ein Gerät einrichten, bis Sie eines haben.",
    home_link: "Gerät einrichten",
};

pub(super) const POLICY_ERRORS: policy_errors::Sentences = policy_errors::Sentences {
    past: "Wählen Sie heute oder einen späteren Tag.",
    far: "Wählen Sie einen Tag innerhalb eines Jahres.",
    no_day: "Geben Sie ein Datum ein wie 2027-01-31.",
    restricted: Message {
        title: "Ihr Team verlangt Zwei-Faktor-Authentifizierung.",
        text: "Richten Sie zuerst ein Gerät ein. Danach geht alles andere wieder.",
    },
    required: Message {
        title: "Ihr Team verlangt Zwei-Faktor-Authentifizierung.",
        text: "Sie kann nicht ausgeschaltet werden. Fügen Sie für ein anderes Telefon zuerst das neue Gerät hinzu und entfernen Sie dann das alte.",
    },
};
