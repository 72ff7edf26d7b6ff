use crate::{Message, Plural, api_key_errors, api_keys, every_call, key_cover, scopes};

pub(super) const API_KEYS: api_keys::Sentences = api_keys::Sentences {
    lead: "Mit einem Schlüssel benutzt ein Programm die API in Ihrem Namen, so weit seine Rechte reichen.",
    lead_all: "Mit einem Schlüssel benutzt ein Programm die API im Namen des Mitglieds, das ihn erstellt hat, so weit seine Rechte reichen.",
    reference: "Wie Programme ihre Schlüssel benutzen: die Referenz der REST-API (auf Englisch)",
    new_lead: "Geben Sie jedem Programm einen eigenen Schlüssel: Dann können Sie einen widerrufen, ohne die anderen anzuhalten.",
    list: "API-Schlüssel, die ältesten zuerst",
    most: "Mehr als fünfzig Schlüssel können Sie nicht haben.",
    empty: Message {
        title: "Noch keine API-Schlüssel",
        text: "Mit einem Schlüssel benutzt ein Programm die API ohne Ihr Passwort. Er kann jederzeit widerrufen werden.",
    },
    covered_by_account: Message {
        title: "Ein Schlüssel allein genügt nicht.",
        text: "Jeder API-Aufruf dieses Kontos braucht einen zweiten Faktor, also kauft ein Programm mit einem Passcode ein Zugriffstoken. Bis dahin wird es abgelehnt.",
    },
    covered: Message {
        title: "Ein Schlüssel allein genügt nicht.",
        text: "Zwei-Faktor-Authentifizierung ist eingeschaltet, also weist auch ein Programm einen zweiten Faktor nach. Bis dahin wird es abgelehnt.",
    },
    held_by: "von {name}",
    active: "Gültig",
    expired: "Abgelaufen",
    suspended: "Gesperrt",
    is_suspended: Message {
        title: "Dieser Schlüssel ist gesperrt.",
        text: "Mit ihm gab es 100 falsche Passcodes. Vielleicht geht die Uhr des Programms falsch; vielleicht hat jemand den Schlüssel. Widerrufen Sie ihn, und erstellen Sie einen neuen.",
    },
    created: "Erstellt {time}",
    used: "Zuletzt benutzt {time}",
    used_from: "von {address}",
    never_used: "Noch nie benutzt",
    until: "Gültig bis {date}",
    was_until: "War gültig bis {date}",
    no_end: "Gültig, bis er widerrufen wird",
    from_networks: "Gilt von {networks}",
    from_anywhere: "Gilt von überall",
    may: "Was er darf",
    name: "Name",
    name_hint: "Sagen Sie, was ihn benutzt, zum Beispiel „Nächtliche Sicherung“.",
    scopes: "Was er darf",
    scopes_hint: "Wählen Sie nur, was das Programm braucht. Hier kann kein Schlüssel etwas ändern.",
    life: "Gültig für",
    days: Plural {
        one: "{count} Tag",
        other: "{count} Tage",
    },
    forever: "Bis er widerrufen wird",
    networks: "Gilt von (freiwillig)",
    networks_hint: "Adressen oder Netze, durch Leerzeichen getrennt: 192.0.2.7 10.0.0.0/8. Wenn es leer bleibt, von überall.",
    password_hint: "Das Passwort, mit dem Sie sich anmelden.",
    make: "Schlüssel erstellen",
    ready: Message {
        title: "Ihr neuer Schlüssel",
        text: "Kopieren Sie ihn jetzt, und bewahren Sie ihn dort auf, wo nur das Programm ihn lesen kann. Er wird nur in diesem Browser gezeigt und danach nie wieder.",
    },
    shown_until: "Er verschwindet {time}.",
    usage: "So benutzt ihn ein Programm",
    usage_hint: "Legen Sie den Schlüssel in die Umgebungsvariable TWOFOLD_KEY, nicht in das Programm.",
    done: "Ich habe ihn aufbewahrt",
    gone: "Der Text dieses Schlüssels wird nicht mehr gezeigt. Wenn er verloren ist, erstellen Sie einen neuen und widerrufen Sie diesen.",
    revoke: Message {
        title: "Diesen Schlüssel widerrufen",
        text: "Programme, die ihn benutzen, werden von der nächsten Anfrage an abgelehnt. Das lässt sich nicht rückgängig machen.",
    },
    revoke_button: "Widerrufen",
    revoked: "Der API-Schlüssel wurde widerrufen.",
    activity: "Aktivität dieses Schlüssels",
};

pub(super) const EVERY_CALL: every_call::Sentences = every_call::Sentences {
    title: "Jeder API-Aufruf braucht einen zweiten Faktor",
    on: "Eingeschaltet. Die Schlüssel aller Mitglieder werden ohne Passcode abgelehnt, auch die von Mitgliedern, die Zwei-Faktor-Authentifizierung selbst nicht benutzen.",
    off: "Ausgeschaltet. Die Schlüssel von Mitgliedern, die Zwei-Faktor-Authentifizierung nicht benutzen, genügen allein: Wer einen findet, kann ihn benutzen.",
    switch_on: Message {
        title: "Für alle Mitglieder einschalten",
        text: "Programme, die einen Schlüssel allein benutzen, werden vom nächsten Aufruf an abgelehnt. Ihre Mitglieder bekommen eine E-Mail mit der Liste der Schlüssel.",
    },
    switch_on_button: "Einschalten",
    switch_off: Message {
        title: "Ausschalten",
        text: "Schlüssel von Mitgliedern, die Zwei-Faktor-Authentifizierung nicht benutzen, genügen wieder allein. Die der anderen brauchen weiter einen Passcode.",
    },
    switch_off_button: "Ausschalten",
    done_on: "Jeder API-Aufruf dieses Kontos braucht jetzt einen zweiten Faktor.",
    done_off: "Die Schlüssel von Mitgliedern ohne Zwei-Faktor-Authentifizierung genügen wieder allein.",
    first: "Von jetzt an braucht jeder API-Aufruf dieses Kontos einen zweiten Faktor",
    first_hint: "Das gilt auch für die Schlüssel aller anderen Mitglieder. Inhaber und Administratoren können es später unter „API-Schlüssel“ ändern.",
};

pub(super) const KEY_COVER: key_cover::Sentences = key_cover::Sentences {
    on: Message {
        title: "Auch Ihre API-Schlüssel brauchen dann einen Passcode",
        text: "Sobald die Zwei-Faktor-Authentifizierung eingeschaltet ist, wird ein Programm mit einem dieser Schlüssel allein abgelehnt. Geben Sie ihm ein Maschinengerät, dann berechnet es seine Passcodes selbst.",
    },
    off: Message {
        title: "Ihre API-Schlüssel genügen dann wieder allein",
        text: "Programme mit diesen Schlüsseln werden nicht mehr nach einem Passcode gefragt: Wer einen Schlüssel findet, kann ihn benutzen.",
    },
    still: Message {
        title: "Ihre API-Schlüssel brauchen weiter einen Passcode",
        text: "Jeder API-Aufruf dieses Kontos braucht einen zweiten Faktor. Ohne Ihre Geräte gilt nur noch ein Schlüssel mit Maschinengerät.",
    },
    list: "API-Schlüssel",
    all: Plural {
        one: "Den Schlüssel zeigen",
        other: "Alle {count} Schlüssel zeigen",
    },
    set_up: "Maschinengerät einrichten",
    set_up_for: "für {key}",
    ready: "Hat ein Maschinengerät",
};

pub(super) const SCOPES: scopes::Sentences = scopes::Sentences {
    me: "Ihren Namen, Ihre E-Mail-Adresse und Ihre Rolle lesen",
    devices: "Namen und Zustand Ihrer Geräte lesen",
    sessions: "Lesen, wo Sie angemeldet sind",
    activity: "Die Aktivität lesen, die Sie sehen",
    members: "Namen und Rollen Ihres Teams lesen",
    verify: "Zu den Anwendungen hinter dieser Anmeldung durchgelassen werden",
    approvals: "Sie um Freigabe einer Aktion bitten",
    operators: "In der API Ihrer Plattform",
    operators_fresh: Plural {
        one: "In der API Ihrer Plattform, mit einem Passcode aus der letzten Minute",
        other: "In der API Ihrer Plattform, mit einem Passcode aus den letzten {count} Minuten",
    },
};

pub(super) const API_KEY_ERRORS: api_key_errors::Sentences = api_key_errors::Sentences {
    name: "Ein Name hat 1 bis 64 Zeichen.",
    name_hidden: "Dieser Name enthält ein unsichtbares Zeichen. Löschen Sie es, oder tippen Sie den Namen ein.",
    name_taken: "Sie haben schon einen Schlüssel mit diesem Namen. Wählen Sie einen anderen.",
    no_scope: "Wählen Sie mindestens eines.",
    life: "Wählen Sie eine der Möglichkeiten.",
    networks: "Schreiben Sie Adressen oder Netze, etwa 192.0.2.7 oder 10.0.0.0/8, durch Leerzeichen getrennt.",
    many_networks: "Mehr als zwanzig können es nicht sein. Wählen Sie größere Netze.",
    many: Message {
        title: "Sie haben fünfzig API-Schlüssel.",
        text: "Mehr können es nicht sein. Widerrufen Sie einen, den Sie nicht mehr brauchen.",
    },
};
