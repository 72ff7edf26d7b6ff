//! Becoming a member.

subject! {
    /// A new account.
    sign_up {
        title,
        button,
        have_one,
        sign_in,
        lead,
        sent_title,
        sent_hint,
        not_waiting[title text],
        send_again,
        sent_again,
        closed[title text],
        /// The address stands in bold and without a full stop: it may end a line of its own.
        sent_to { email },
    }
}

subject! {
    /// The first start: who owns this.
    set_up {
        title,
        lead,
        open_lead,
        go_on,
        button,
        done[title text],
    }
}

subject! {
    /// The page behind the mailed link.
    confirm_email {
        title,
        lead,
        open_lead,
        go_on,
        button,
        done[title text],
        over,
    }
}
