use crate::{Message, consent};

pub(super) const CONSENT: consent::Sentences = consent::Sentences {
    lead: "{app} möchte wissen, wer Sie sind. Sie sind angemeldet als {email}.",
    knows: "{app} erfährt:",
    knows_you: "dass Sie es sind: eine Nummer, die hier Ihnen gehört",
    knows_profile: "Ihren Namen und Ihre Sprache",
    knows_email: "Ihre E-Mail-Adresse",
    knows_offline: "all das auch, wenn Sie nicht da sind, bis zu 90 Tage lang",
    never: "Sie bekommt weder Ihr Passwort noch Ihre Passcodes. Unter „Zugang und Sicherheit“ können Sie das zurücknehmen.",
    leads_to: "Es geht weiter zu {host}.",
    allow: "Anmelden",
    back: "Zurück zu {app}",
    other_account: "Ein anderes Konto benutzen",
    no_two_factor: Message {
        title: "Die App verlangt einen zweiten Faktor.",
        text: "Richten Sie zuerst ein Gerät ein und melden Sie sich dann erneut bei der App an.",
    },
    set_up: "Gerät einrichten",
    over: Message {
        title: "Das hat zu lange gedauert",
        text: "Gehen Sie zurück zur App und melden Sie sich dort erneut an.",
    },
    unknown_app: Message {
        title: "Diese App ist hier nicht bekannt",
        text: "Der Link nennt eine App, die nicht auf der Liste steht. Bitten Sie die Betreiber der App, ihre Client-ID zu \
               prüfen.",
    },
    wrong_redirect: Message {
        title: "Dieser Link führt nicht zur App zurück",
        text: "Er nennt eine Adresse, die nicht auf der Liste der App steht; dorthin wurde nichts gesendet. Bitten Sie die \
               Betreiber der App, die Adresse einzutragen.",
    },
    too_long: Message {
        title: "Der Link der App ist nicht lesbar",
        text: "Er ist zu lang oder nennt etwas doppelt. Bitten Sie die Betreiber der App, ihn zu berichtigen.",
    },
    onward: Message {
        title: "Einen Moment",
        text: "Sie sind auf dem Weg zur App.",
    },
    go_on: "Weiter",
    sign_out_heading: "Abmelden?",
    sign_out_lead: "Eine App möchte Sie auch hier abmelden. Apps, bei denen Sie angemeldet sind, erfahren es.",
    sign_out: "Abmelden",
    stay: "Angemeldet bleiben",
    wrong_sign_out: Message {
        title: "Sie wurden nicht abgemeldet",
        text: "Der Link der App stimmt nicht. Abmelden können Sie sich im Menü mit Ihrem Namen.",
    },
    mine_lead: "Apps, bei denen Sie sich mit diesem Konto angemeldet haben.",
    mine_list: "Apps",
    mine_empty: Message {
        title: "Noch keine Apps",
        text: "Hier steht jede App, bei der Sie sich mit diesem Konto anmelden.",
    },
    mine_used: "Zuletzt benutzt {time}",
    mine_since: "seit {time}",
    mine_team: "von Ihrem Team eingetragen",
    mine_operator: "vom Betreiber eingetragen",
    take_back: "Zurücknehmen",
    take_back_hint: "„Zurücknehmen“ beendet alle Anmeldungen bei der App. Eine App, die fragt, fragt beim nächsten Mal wieder.",
    taken_back: "Zurückgenommen. Die App erfährt es.",
    card: "Apps, bei denen Sie sich angemeldet haben, und was sie wissen dürfen.",
};
