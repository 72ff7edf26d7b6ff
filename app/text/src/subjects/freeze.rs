//! *This wasn't me*: freezing an account, and undoing what was changed.

subject! {
    /// What the client of the door has of it: the pages of the links.
    not_me {
        title,
        open_lead,
        over,
        unfreeze_lead,
    }
}

subject! {
    /// The page of an opened link.
    freeze {
        asks_lead,
        asks_stops,
        asks_then(email),
        sure,
        button,
        was_me,
        frozen_title,
        frozen_since { time },
        password_title,
        password_lead(email),
        send,
        sent(email),
        send_again,
        goes_on[title text],
        undo_title,
        undo_lead,
        nothing,
        at { time },
        email(name),
        password,
        device_added(name),
        device_removed(name, added),
        two_factor_on,
        two_factor_off,
        codes,
        key_made(name),
        before,
        undo,
        undo_named(what),
    }
}
