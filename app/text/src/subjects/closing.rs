//! *Close my account*, and the page of a closed account.

subject! {
    /// What the client of the door has of it: the pages of a closed account.
    closed_account {
        title,
        open_lead,
        over,
        kept[title text],
    }
}

subject! {
    /// What only the server renders.
    closing {
        profile,
        lead,
        stops,
        stops_sessions,
        stops_programs,
        stops_invitations,
        stops_mail,
        erased(until),
        erased_members[count],
        erased_devices[none count],
        erased_keys[none count],
        erased_rest,
        undo,
        sure,
        button,
        since { time },
        until(until),
        here,
        keep_lead(email),
        keep,
    }
}

subject! {
    /// Mails about a closed account.
    closing_mail {
        closed_subject(product),
        closed_owner(by, at, until, link),
        closed_member(by, at, until),
        is_closed_subject(product),
        is_closed_owner(since, until, link),
        is_closed_member(since, until),
        kept_subject(product),
        kept(by, at),
        erased_subject(product),
        erased(closed, at),
    }
}
