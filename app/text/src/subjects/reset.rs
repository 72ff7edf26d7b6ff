//! The verified reset of a member's second factor.

subject! {
    /// Its card on the page of a member, and on the member's own Home.
    reset {
        title,
        about(hours),
        about_owner,
        reason,
        reason_hint,
        start,
        by(name),
        by_operator,
        because(reason),
        waits { time },
        needs_approval,
        approve,
        ready { time },
        read_hint,
        read,
        code,
        was_read { time },
        not_yours,
        stop,
        started,
        approved,
        reason_long,
        runs[title text],
        home(by),
        home_operator,
        home_text(date),
    }
}

subject! {
    /// The page of the link that stops a reset.
    stop_reset {
        title,
        lead,
        button,
        over,
        stopped[title text],
    }
}
